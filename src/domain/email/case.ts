import type { CaseName } from '../case/events.js';
import type { Decider } from '../decider.js';
import { NotFound, Rejected } from '../errors.js';
import type { CaseId, EmailId } from '../ids.js';
import type { EmailEvent } from './events.js';

/** Which case an e-mail belongs to, as its own stream says it. */
export type EmailCase =
  | { readonly status: 'absent' }
  | {
      readonly status: 'here';
      /** It was routed. */
      readonly threaded: boolean;
      readonly caseId: CaseId | null;
      /** A user said so. */
      readonly chosen: boolean;
    };

export const emailCase: Decider<EmailCase, EmailEvent> = {
  initialState: () => ({ status: 'absent' }),
  evolve(state, { type, data }) {
    const here =
      state.status === 'here' ? state : ({ status: 'here', threaded: false, caseId: null, chosen: false } as const);
    switch (type) {
      case 'EmailThreaded':
        return { ...here, threaded: true };
      case 'EmailLinked':
        return data.record.type === 'Case' ? { ...here, caseId: data.record.id } : here;
      case 'EmailLeftCase':
        return { ...here, caseId: null };
      case 'EmailCaseChosen':
        return { ...here, caseId: data.case?.id ?? null, chosen: true };
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
  if (!state.threaded) throw new Rejected('not-routed', 'The e-mail was not routed yet, or waits in the quarantine.');
  if (state.caseId === (to?.id ?? null) && (to !== null || state.chosen)) return [];
  return [{ type: 'EmailCaseChosen', data: { emailId, case: to } }];
}
