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
      /** The same, as if no case had been merged, and the decision that says so; no decision: it is chosen, and not decided yet. */
      readonly own: { readonly caseId: CaseId | null; readonly decision: number | null };
      /** The cases that it came to, by the decisions that say so. */
      readonly came: Readonly<Record<number, readonly CaseId[]>>;
    };

type Here = Extract<EmailCase, { status: 'here' }>;
type Link = Extract<EmailEvent, { type: 'EmailLinked' }>['data'];

const NOWHERE = { caseId: null, decision: null };

export const emailCase: Decider<EmailCase, EmailEvent> = {
  initialState: () => ({ status: 'absent' }),
  evolve(state, { type, data }) {
    const here =
      state.status === 'here'
        ? state
        : ({
            status: 'here',
            threadId: null,
            caseId: null,
            reason: null,
            chosen: false,
            own: NOWHERE,
            came: {},
          } as const);
    switch (type) {
      case 'EmailThreaded':
        return { ...here, threadId: data.threadId };
      case 'EmailLinked':
        return data.record.type === 'Case' ? linked(here, data.record.id, data) : here;
      case 'EmailLeftCase':
        return { ...here, caseId: null, reason: null, own: { caseId: null, decision: data.decision.revision } };
      case 'EmailCaseChosen': {
        const caseId = data.case?.id ?? null;
        return { ...here, caseId, reason: 'user', chosen: true, own: { caseId, decision: null } };
      }
      default:
        return here;
    }
  },
};

function linked(here: Here, caseId: CaseId, { reason, decision }: Pick<Link, 'reason' | 'decision'>): Here {
  const now = { ...here, caseId, reason };
  if (decision === null) return now;
  const { revision } = decision;
  const came = { ...here.came, [revision]: [...(here.came[revision] ?? []), caseId] };
  return { ...now, own: { caseId, decision: revision }, came };
}

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

/** By which decision a message stands in a case, or has gone on from it. */
export interface Standing {
  readonly caseId: CaseId;
  /** The revision in `routing`. */
  readonly decision: number;
}

/** Whether the stream of the message says as well that it came there; else it will. */
export const hasCome = (state: EmailCase, { caseId, decision }: Standing): boolean =>
  state.status === 'here' && (state.came[decision] ?? []).includes(caseId);

/** Whether it says that the message went on from there. */
export const hasGoneOn = (state: EmailCase, { caseId, decision }: Standing): boolean =>
  state.status === 'here' && (state.came[decision] ?? []).some((id) => id !== caseId);

/** A message that was passed on comes back to the case that it was meant for, unless somebody has put it elsewhere since. */
export function bringBack(state: EmailCase, emailId: EmailId, to: CaseName, decision: number): EmailEvent[] {
  if (state.status === 'absent' || state.own.decision !== decision) return [];
  return [{ type: 'EmailCaseChosen', data: { emailId, case: to } }];
}

/** A message goes where its case went, or comes back with it, unless somebody has put it elsewhere. */
export function followCase(state: EmailCase, emailId: EmailId, from: Standing, { id, number }: CaseName): EmailEvent[] {
  if (state.status === 'absent' || state.caseId === id || state.own.caseId !== from.caseId) return [];
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
