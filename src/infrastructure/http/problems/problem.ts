import { HttpException } from '@nestjs/common';
import { StoreUnavailable } from '../../../application/ports/event-store.js';
import { DomainError, Invalid, type InvalidField } from '../../../domain/errors.js';
import { type NewerMessage, NewerMessages } from '../../../domain/outgoing/newer-messages.js';

export const PROBLEM_TYPE = 'application/problem+json';

/** Problem details of RFC 9457, section 3.1. */
export interface Problem {
  /** `urn:mailcase:problem:` and the code. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Stable, for programs. */
  readonly code: string;
  /** What is wrong with the request, each by its place: `body.name`, `query.limit`. */
  readonly errors?: readonly InvalidField[];
  /** What others have written since, newest first. */
  readonly newer?: readonly NewerMessage[];
  /** Names an unexpected failure in the log. */
  readonly instance?: string;
}

const KINDS = { 'not-found': 404, rejected: 409, conflict: 409, invalid: 400, unavailable: 503 } as const;
/** What the kind alone does not tell. */
const CODES: ReadonlyMap<string, number> = new Map([
  ['question-expired', 410],
  ['stale', 412],
  ['newer-messages', 412],
  ['too-large', 413],
  ['idempotency-key-reused', 422],
  ['not-allowed', 403],
  ['administrators-only', 403],
  ['token-too-wide', 403],
]);

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not authenticated',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  406: 'Not acceptable',
  408: 'Too slow',
  409: 'Not possible now',
  410: 'Gone',
  412: 'Changed since',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Not the same request',
  429: 'Too many requests',
  431: 'Headers too large',
  500: 'Something failed',
  503: 'Unavailable',
};
/** What the framework says no with, by status. */
const OWN_CODES: Readonly<Record<number, string>> = {
  400: 'bad-request',
  404: 'no-such-route',
  413: 'body-too-large',
  415: 'unsupported-media-type',
};

/** A refusal that the domain knows nothing of: no token, wrong role, wrong method. */
export class Refused extends HttpException {
  constructor(
    status: number,
    readonly code: string,
    detail: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail, status);
  }
}

/** What a client is told of an error; none: it was not foreseen, and nothing of it is told. */
export function problemOf(error: unknown): Problem | null {
  if (error instanceof DomainError) {
    const status = CODES.get(error.code) ?? KINDS[error.kind];
    const problem = describe(status, error.code, error.message);
    if (error instanceof NewerMessages) return { ...problem, newer: error.newer };
    return error instanceof Invalid ? { ...problem, errors: error.fields } : problem;
  }
  if (error instanceof StoreUnavailable) return describe(503, `store-${error.code}`, error.message);
  if (error instanceof Refused) return describe(error.getStatus(), error.code, error.message);
  if (error instanceof HttpException && error.getStatus() < 500) {
    const status = error.getStatus();
    const detail = status === 413 ? 'The body has more bytes than `http.bodyLimit` allows.' : error.message;
    return describe(status, OWN_CODES[status] ?? 'refused', detail);
  }
  return null;
}

/** A failure that was not foreseen: its details are in the log, under its id. */
export function unexpected(id: string): Problem {
  return { ...describe(500, 'unexpected', 'Something failed here; the log says what.'), instance: `urn:uuid:${id}` };
}

/** A problem of a status and a code, in words. */
export function describe(status: number, code: string, detail: string): Problem {
  return { type: `urn:mailcase:problem:${code}`, title: TITLES[status] ?? 'Refused', status, detail, code };
}
