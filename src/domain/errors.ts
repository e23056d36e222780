/** A rule or a reader's mistake, in words a user understands. The HTTP layer maps each once. */
export abstract class DomainError extends Error {
  abstract readonly kind: 'not-found' | 'rejected' | 'conflict' | 'invalid' | 'unavailable';
  constructor(
    message: string,
    /** Stable, for programs. */
    readonly code: string,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** What was named does not exist. */
export class NotFound extends DomainError {
  readonly kind = 'not-found';
  constructor(what: string, id: string | number) {
    super(`There is no ${what} ${id}.`, `${what.replaceAll(' ', '-')}-not-found`);
  }
}

/** A rule says no. */
export class Rejected extends DomainError {
  readonly kind = 'rejected';
  constructor(code: string, message: string) {
    super(message, code);
  }
}

/** Somebody else was there first. */
export class Conflict extends DomainError {
  readonly kind = 'conflict';
  constructor(message: string, code = 'conflict') {
    super(message, code);
  }
}

export interface InvalidField {
  /** Where: `body.team.name`, `account.imap.host`. */
  readonly path: string;
  readonly message: string;
}

/** Bad input, with the path of each thing that is wrong. */
export class Invalid extends DomainError {
  readonly kind = 'invalid';
  constructor(
    readonly fields: readonly InvalidField[],
    code = 'invalid',
  ) {
    super(fields.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; '), code);
  }
}

/** Not now: a store is away, full or slow. Trying again is right. */
export class Unavailable extends DomainError {
  readonly kind = 'unavailable';
  constructor(message: string, code = 'unavailable', options?: { cause?: unknown }) {
    super(message, code);
    if (options?.cause !== undefined) this.cause = options.cause;
  }
}
