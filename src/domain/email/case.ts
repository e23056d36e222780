import type { CaseName } from '../case/events.js';
import type { Decider } from '../decider.js';
import { NotFound, Rejected } from '../errors.js';
import type { CaseId, EmailId, ThreadId } from '../ids.js';
import type { EmailEvent } from './events.js';

/** Which case an e-mail belongs to, as its own stream says it. */
export type EmailCase =
  | { readonly status: 'absent' }
  | {
      readonly status: 'here';
      /** None: it was not routed yet. */
      readonly threadId: ThreadId | null;
      readonly caseId: CaseId | null;
      /** Why it belongs to that; none: it belongs to none. */
      readonly reason: string | null;
      /** A user said so. */
      readonly chosen: boolean;
    };

export const emailCase: Decider<EmailCase, EmailEvent> = {
  initialState: () => ({ status: 'absent' }),
  evolve(state, { type, data }) {
    const here =
      state.status === 'here'
        ? state
        : ({ status: 'here', threadId: null, caseId: null, reason: null, chosen: false } as const);
    switch (type) {
      case 'EmailThreaded':
        return { ...here, threadId: data.threadId };
      case 'EmailLinked':
        return data.record.type === 'Case' ? { ...here, caseId: data.record.id, reason: data.reason } : here;
      case 'EmailLeftCase':
        return { ...here, caseId: null, reason: null };
      case 'EmailCaseChosen':
        return { ...here, caseId: data.case?.id ?? null, reason: 'user', chosen: true };
      default:
        return here;
    }
  },
};

/**
 * A user says which case a message belongs to, or that it belongs to none. The same again is nothing new.
 * @throws NotFound, Rejected as long as it was not routed
 */
export function chooseCase(state: EmailCase, emailId: EmailId, to: CaseName | null): EmailEvent[] {
  if (state.status === 'absent') throw new NotFound('e-mail', emailId);
  if (state.threadId === null)
    throw new Rejected('not-routed', 'The e-mail was not routed yet, or waits in the quarantine.');
  if (state.caseId === (to?.id ?? null) && (to !== null || state.chosen)) return [];
  return [{ type: 'EmailCaseChosen', data: { emailId, case: to } }];
}

/** A message comes back to the case that it was meant for: where it is there only by a merge, it is not back yet. */
export function bringBack(state: EmailCase, emailId: EmailId, to: CaseName): EmailEvent[] {
  return isBack(state, to) ? [] : [{ type: 'EmailCaseChosen', data: { emailId, case: to } }];
}

export const isBack = (state: EmailCase, to: CaseName): boolean =>
  state.status === 'here' && state.caseId === to.id && state.reason !== 'merged';

/**
 * A message goes where its case went, or comes back with it, unless it was put elsewhere.
 * @param among the cases that it may come from: where it is in none of them, somebody has put it elsewhere
 */
export function followCase(
  state: EmailCase,
  emailId: EmailId,
  { id, number }: CaseName,
  among: ReadonlySet<CaseId>,
): EmailEvent[] {
  if (state.status === 'absent' || state.caseId === null || state.caseId === id || !among.has(state.caseId)) return [];
  const record = { type: 'Case', id, number } as const;
  const none = {
    threadId: state.threadId,
    via: null,
    opportunityId: null,
    considered: [],
    direction: null,
    decision: null,
  };
  return [{ type: 'EmailLinked', data: { emailId, record, reason: 'merged', ...none } }];
}
