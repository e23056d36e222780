import { NotFound } from '../../domain/errors.js';
import type { CaseId } from '../../domain/ids.js';
import { caseOfToken, SATISFACTION } from '../../domain/satisfaction/link.js';
import type { Vault } from '../ports/vault.js';

/** The case that a link asks about. @throws NotFound, code `question-not-found`: nobody here has made it */
export function caseOfLink(vault: Pick<Vault, 'signer'>, token: string): CaseId {
  const caseId = caseOfToken(vault.signer(SATISFACTION), token);
  if (caseId === null) throw new NotFound('question', 'of this link');
  return caseId;
}
