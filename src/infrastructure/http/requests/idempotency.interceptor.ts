import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { Conflict } from '../../../domain/errors.js';
import { askerOf } from '../access/asker.js';
import type { HttpReply, HttpRequest } from '../fastify-types.js';
import { idempotencyKeyOf, setRequestHash } from './idempotency-key.js';
import { IdempotencyStore } from './idempotency-store.js';

const ANSWER = 'idempotent-answer';
/** The answer of a route is never kept: it holds a secret. */
export const Unrepeated = () => SetMetadata(ANSWER, 'not-kept');
/** A route takes no key: its body is a stream, and what that holds is known again by itself. */
export const Unkeyed = () => SetMetadata(ANSWER, 'no-key');

const KEPT_HEADERS = ['etag', 'x-position', 'location'] as const;

/**
 * Gives the answer of the first time to a command that is sent again under the same `Idempotency-Key`. Where the first
 * one broke off, the command is carried out again: its events are recognised by their cause and not doubled.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly underWay = new Set<string>();

  constructor(
    private readonly store: IdempotencyStore,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<HttpRequest>();
    const key = request.method === 'GET' ? undefined : idempotencyKeyOf(request);
    if (key === undefined || this.ruleFor(context) === 'no-key') return next.handle();
    return from(this.once(`${askerOf(request).userId}:${key}`, context, next));
  }

  private ruleFor(context: ExecutionContext): 'not-kept' | 'no-key' | undefined {
    return this.reflector.get(ANSWER, context.getHandler());
  }

  private async once(key: string, context: ExecutionContext, next: CallHandler): Promise<unknown> {
    if (this.underWay.has(key)) {
      throw new Conflict('A request of this Idempotency-Key is under way.', 'idempotency-key-in-use');
    }
    this.underWay.add(key);
    try {
      return await this.answer(key, context, next);
    } finally {
      this.underWay.delete(key);
    }
  }

  private async answer(key: string, context: ExecutionContext, next: CallHandler): Promise<unknown> {
    const request = context.switchToHttp().getRequest<HttpRequest>();
    const reply = context.switchToHttp().getResponse<HttpReply>();
    const hash = await this.store.hash([request.method, request.url, request.body ?? null]);
    setRequestHash(request, hash);
    const before = await this.store.get(key);
    if (before && before.hash !== hash) {
      throw new Conflict('This Idempotency-Key was used for another request.', 'idempotency-key-reused');
    }
    if (before?.answer) {
      reply.code(before.answer.status).headers({ ...before.answer.headers, 'idempotent-replayed': 'true' });
      return before.answer.body;
    }
    if (!before) await this.store.put(key, hash, null);
    const body: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
    if (this.ruleFor(context) === 'not-kept') return body;
    const headers = Object.fromEntries(
      KEPT_HEADERS.flatMap((name) => {
        const value = reply.getHeader(name);
        return value === undefined ? [] : [[name, String(value)] as const];
      }),
    );
    await this.store.put(key, hash, { status: reply.statusCode, headers, body: body ?? null });
    return body;
  }
}
