import { CaseId } from '../ids.js';
import type { Signer } from '../outgoing/message-id.js';

/** Of the vault: what signs links signs nothing else. */
export const SATISFACTION = 'satisfaction';

const FORM = /^([A-Za-z0-9-]{1,64})\.([a-z0-9]{16})$/;

/** What names a case in a link, and only we can make. Whoever has it may answer for the customer. */
export const tokenOf = (signer: Signer, caseId: CaseId): string => `${caseId}.${signer.sign(caseId)}`;

/** None: it is not ours, or somebody has changed it. */
export function caseOfToken(signer: Signer, token: string): CaseId | null {
  const [, id, signature] = FORM.exec(token) ?? [];
  const caseId = CaseId.safeParse(id);
  return caseId.success && signature !== undefined && isSame(signature, signer.sign(caseId.data)) ? caseId.data : null;
}

/** Takes as long whatever is wrong; both are of the same length. */
const isSame = (a: string, b: string): boolean =>
  [...a].reduce((differing, _, n) => differing | (a.charCodeAt(n) ^ b.charCodeAt(n)), 0) === 0;

/** @param publicUrl where browsers reach the service */
export const linkOf = (publicUrl: string, token: string): string =>
  `${publicUrl.replace(/\/+$/, '')}/satisfaction/${token}`;
