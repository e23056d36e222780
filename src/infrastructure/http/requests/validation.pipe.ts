import { type ArgumentMetadata, Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import { Invalid } from '../../../domain/errors.js';

const PLACES: Readonly<Record<string, string>> = { body: 'body', query: 'query', param: 'path', custom: 'request' };

/** Checks what a route declares a schema for, and tells each thing that is wrong with its path. */
@Injectable()
export class ValidationPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({
      exceptionFactory: (issues) =>
        new Invalid(
          issues.map(({ path = [], message }) => ({
            path: path.map((segment) => String(typeof segment === 'object' ? segment.key : segment)).join('.'),
            message,
          })),
        ),
    });
  }

  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    try {
      return await super.transform(value, metadata);
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      const place = [PLACES[metadata.type] ?? metadata.type, ...(metadata.data ? [metadata.data] : [])].join('.');
      throw new Invalid(
        error.fields.map(({ path, message }) => ({ path: path ? `${place}.${path}` : place, message })),
      );
    }
  }
}
