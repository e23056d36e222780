import { describe, expect, test } from 'vitest';
import { fold } from '../../src/domain/decider.js';
import { BlobHash, EmailId } from '../../src/domain/ids.js';
import type { MailboxEvent } from '../../src/domain/mail-account/events.js';
import { hasId } from '../../src/domain/mail-account/id-set.js';
import { failFetching, mailbox, recoverFetching } from '../../src/domain/mail-account/mailbox.js';
import { accountId } from '../support/domain-builders.js';

const support = accountId('support');
const counts = { received: 1, duplicates: 0, skipped: 0, quarantined: 0 };
const fetched = (folder: string, uidValidity: string, lastUid: number): MailboxEvent => ({
  type: 'MailboxFetched',
  data: { accountId: support, folder, uidValidity, lastUid, ...counts },
});
const failed = { accountId: support, code: 'login', error: 'The server refused the password.' };
const blob = BlobHash.parse('a'.repeat(64));
const came = { receivedAt: null, seen: false, headerOnly: false };
const where = { folder: 'INBOX', uidValidity: '1', uid: '7', error: 'no headers', blob, size: 1, ...came };

describe('a mailbox', () => {
  test('has a cursor for each folder', () => {
    const state = fold(mailbox, [fetched('INBOX', '1', 5), fetched('Spam', '9', 2), fetched('INBOX', '1', 8)]);
    expect(state.cursors).toEqual({ INBOX: { uidValidity: '1', lastUid: 8 }, Spam: { uidValidity: '9', lastUid: 2 } });
    expect(state.revision).toBe(2);
  });

  test('begins again with another UIDVALIDITY', () => {
    const state = fold(mailbox, [fetched('INBOX', '1', 500), fetched('INBOX', '2', 3)]);
    expect(state.cursors).toEqual({ INBOX: { uidValidity: '2', lastUid: 3 } });
  });

  test('tells of a failure when it is news, and of the recovery once', () => {
    const working = mailbox.initialState();
    const failing = fold(mailbox, failFetching(working, failed));
    expect(failing.failing).toEqual({ code: 'login', error: failed.error });
    expect(failFetching(failing, { ...failed, error: 'The server refused it again.' })).toEqual([]);
    expect(failFetching(failing, { ...failed, code: 'tls' })).toHaveLength(1);
    expect(recoverFetching(working, support)).toEqual([]);
    expect(fold(mailbox, [...failFetching(working, failed), ...recoverFetching(failing, support)]).failing).toBeNull();
  });

  test('knows what waits in quarantine, and no more what was released', () => {
    const quarantined = (quarantineId: string): MailboxEvent => ({
      type: 'EmailQuarantined',
      data: { accountId: support, quarantineId, ...where },
    });
    const data = { accountId: support, quarantineId: 'q1', emailId: EmailId.parse('e1') };
    const state = fold(mailbox, [quarantined('q1'), quarantined('q2'), { type: 'QuarantineReleased', data }]);
    expect(['q1', 'q2', 'q3'].filter((id) => hasId(state.quarantined, id))).toEqual(['q2']);
  });
});
