import type { CrmRecordRef } from '../crm-record/link.js';
import type { Decider } from '../decider.js';
import { NotFound } from '../errors.js';
import { type EmailId, recordKey, type ThreadId } from '../ids.js';
import type { EmailEvent } from './events.js';

/** What an e-mail is about, as its own stream says it. */
export type EmailParent =
  | { readonly status: 'absent' }
  | {
      readonly status: 'here';
      readonly emailId: EmailId;
      readonly threadId: ThreadId | null;
      readonly record: CrmRecordRef | null;
      readonly byUser: boolean;
    };

export const emailParent: Decider<EmailParent, EmailEvent> = {
  initialState: () => ({ status: 'absent' }),
  evolve(state, { type, data }) {
    const { emailId } = data;
    const here =
      state.status === 'here'
        ? state
        : ({ status: 'here', emailId, threadId: null, record: null, byUser: false } as const);
    switch (type) {
      case 'EmailThreaded':
        return { ...here, threadId: data.threadId };
      case 'EmailLinked': {
        if (data.record.type === 'Case') return here;
        return { ...here, record: { type: data.record.type, id: data.record.id } };
      }
      case 'EmailUnlinked':
        return { ...here, record: null };
      case 'EmailParentChosen':
        return { ...here, record: data.record, byUser: true };
      default:
        return here;
    }
  },
};

/**
 * A user says what a message is about, or that it is about nothing; nothing else changes that any more. The same again is
 * nothing new. @throws NotFound
 */
export function chooseParent(state: EmailParent, emailId: EmailId, record: CrmRecordRef | null): EmailEvent[] {
  if (state.status === 'absent') throw new NotFound('e-mail', emailId);
  const { threadId, record: before, byUser } = state;
  const same = (record && recordKey(record)) === (before && recordKey(before));
  if (byUser && same) return [];
  const why = { emailId, threadId, reason: 'user', decision: null };
  const none = { via: null, opportunityId: null, considered: [], direction: null };
  const leaves: EmailEvent[] = before && !same ? [{ type: 'EmailUnlinked', data: { ...why, record: before } }] : [];
  const comes: EmailEvent[] = record
    ? [{ type: 'EmailLinked', data: { ...why, ...none, record: { ...record, number: null } } }]
    : [];
  return [...leaves, ...comes, { type: 'EmailParentChosen', data: { emailId, threadId, record } }];
}
