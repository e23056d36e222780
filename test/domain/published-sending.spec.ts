import { expect, it } from 'vitest';
import type { RecordedAs, RecordedEvent } from '../../src/domain/events.js';
import { CaseId, UserId } from '../../src/domain/ids.js';
import type { EmailQueuedData } from '../../src/domain/outgoing/events.js';
import { publicSendingEvent } from '../../src/domain/webhook/published.js';
import { AFTER_OPENING, metadata, queued, teamId } from '../support/domain-builders.js';

const ANA = UserId.parse('ana');
const ours = queued('ours', ['jan@customer.example', 'nina@customer.example']);
const refusal = { recipient: 'nina@customer.example', code: 550, status: '5.1.1', text: 'No such user' };
const after = { emailId: ours.emailId, accountId: ours.dispatch.accountId, attempt: 1, refused: [], pending: [] };

/** Of an event only what is looked at. */
const recorded = <E extends Pick<RecordedEvent, 'type' | 'data'>>(event: E) =>
  ({ ...event, metadata }) as unknown as RecordedAs<E['type']>;
const dispatched = (dispatch: Partial<EmailQueuedData['dispatch']>) =>
  recorded({ type: 'EmailQueued', data: { ...ours, dispatch: { ...ours.dispatch, ...dispatch } } });
const sent = recorded({
  type: 'EmailSent',
  data: {
    ...after,
    ...{ accepted: ['jan@customer.example'], refused: [refusal], retryAt: null, response: 'OK', evidence: 'reply' },
  },
});
const failed = (retryAt: string | null, refused: readonly (typeof refusal)[] = []) =>
  recorded({
    type: 'EmailSendFailed',
    data: { ...after, refused: [...refused], retryAt, code: 'temporary', error: 'Later' },
  });

it('says for whom a server took it, who was refused, and in which case', () => {
  const of = { id: CaseId.parse('case-1'), number: 1 };
  const history = [dispatched({ userId: ANA, case: of, teamIds: [teamId('support')] }), sent];
  expect(publicSendingEvent(history, sent)).toMatchObject({
    type: 'email.sent',
    data: {
      email: { id: ours.emailId, accountId: ours.dispatch.accountId, kind: 'message' },
      ...{ case: of, by: 'ana', accepted: 1, refused: [refusal], pending: 0 },
    },
    place: { teamIds: ['support'], personal: false },
    key: 'case-1',
  });
});

it("is of a user's own account where it goes from one", () => {
  expect(publicSendingEvent([dispatched({ owner: ANA }), sent], sent)?.place.personal).toBe(true);
});

it('is nothing where it is tried again, unless somebody was refused', () => {
  const of = (event: ReturnType<typeof failed>) => publicSendingEvent([dispatched({}), event], event);
  expect(of(failed(AFTER_OPENING))).toBeNull();
  expect(of(failed(AFTER_OPENING, [refusal]))?.data).toMatchObject({ refused: [refusal], retryAt: AFTER_OPENING });
  expect(of(failed(null))?.type).toBe('email.failed');
});

it('is nothing where the service writes to one of us', () => {
  expect(publicSendingEvent([dispatched({ kind: 'notification' }), sent], sent)).toBeNull();
});
