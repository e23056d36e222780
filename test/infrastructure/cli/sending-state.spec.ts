import { expect, test } from 'vitest';
import { UserId } from '../../../src/domain/ids.js';
import { stateOf } from '../../../src/infrastructure/cli/actions/sending-state.js';
import type { SendingView } from '../../../src/projections/emails.js';
import { accountId } from '../../support/domain-builders.js';

const sent: SendingView = {
  ...{
    accountId: accountId('support'),
    userId: UserId.parse('ana'),
    kind: 'message',
    answers: null,
    forwards: null,
    recipients: 1,
  },
  ...{ sendAt: '2026-03-02T09:00:00.000Z', status: 'sent', dueAt: null, attempts: 2, refused: [], error: '250 taken' },
  ...{ sentAt: '2026-03-02T09:20:00.000Z', doubt: null, copy: null },
};
const refusal = { recipient: 'bor@x.example', code: 550, status: '5.1.1', text: '550 no such user' };

test.each<[Partial<SendingView>, string]>([
  [{}, 'ana, sent'],
  [{ userId: null, status: 'attempted' }, 'being sent'],
  [{ status: 'failed', error: 'too old' }, 'ana, failed: too old'],
  [{ refused: [refusal] }, 'ana, sent: 550 no such user'],
  [{ doubt: 'sent-again' }, 'ana, sent, in doubt, and sent again: it may have arrived twice'],
  [{ doubt: 'sent-folder' }, 'ana, sent, in doubt, and found in the sent folder'],
  [{ doubt: 'assumed' }, 'ana, sent, in doubt, and not sent again: it may not have arrived'],
])('how far a message is, in words: %j', (change, words) => {
  expect(stateOf({ ...sent, ...change })).toBe(words);
});
