import { applyDecorators, HttpCode } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';
import { Problem } from '../schemas/common.js';

/** What a route answers with: its status and, in the description of the API, its schema. */
export function Answers(schema: z.ZodType, status = 200): MethodDecorator {
  return applyDecorators(HttpCode(status), ApiResponse({ status, description: 'Done', standardSchema: schema }));
}

/** What every route may answer with instead. */
export function AnswersProblems(): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ApiResponse({ status: 'default', description: 'A problem (RFC 9457)', standardSchema: Problem }),
  );
}

/** What every command takes, also one that makes something or changes nothing that was seen before. */
export function TakesKey(): MethodDecorator {
  return ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same again gives the same answer',
  });
}

/** What a command on something that has an ETag takes. */
export function TakesKeyAndTag(): MethodDecorator {
  return applyDecorators(
    TakesKey(),
    ApiHeader({ name: 'If-Match', required: false, description: 'The ETag that was seen; 412 where it changed since' }),
  );
}

/** What every query takes. */
export function TakesQueryHeaders(): MethodDecorator {
  return applyDecorators(
    ApiHeader({ name: 'X-After-Position', required: false, description: 'X-Position of a change that must be seen' }),
  );
}
