import { DomainError } from '../../domain/errors.js';

/** Why nothing was done, or would be, to one case of several. */
export interface CaseProblem {
  /** Stable, for programs. */
  readonly code: string;
  readonly detail: string;
}

/** What is refused of one case is told beside the others. @throws what concerns them all: a store that is away */
export function problemIn(error: unknown): CaseProblem {
  if (!(error instanceof DomainError) || error.kind === 'unavailable') throw error;
  return { code: error.code, detail: error.message };
}
