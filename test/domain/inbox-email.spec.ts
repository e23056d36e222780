import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Delivery, EmailEvent } from '../../src/domain/email/events.js';
import type { Filed } from '../../src/domain/email/filed.js';
import { AccountId, EmailId, FolderId, type UserId } from '../../src/domain/ids.js';
import { arrivalOf } from '../../src/domain/inbox/arrival.js';
import type { InboxEmailEvent } from '../../src/domain/inbox/events.js';
import {
  evolveStanding,
  type InboxEmail,
  moveEmail,
  readElsewhere,
  readEmail,
  restoreEmail,
  starEmail,
  trashEmail,
  unreadEmail,
  unstarEmail,
} from '../../src/domain/inbox/inbox-email.js';
import { ARCHIVE, IMPORTANT, INBOX, TRASH } from '../../src/domain/inbox/places.js';
import { refused } from '../support/decisions.js';
import { delivery, received, userId } from '../support/domain-builders.js';

const [ana, bor] = [userId('ana'), userId('bor')];
const work = FolderId.parse('work');
const emailId = EmailId.parse('e1');
const here = () => true;

const filed = (change: Partial<Filed>): Filed => ({
  ...{ teamIds: [], groupFolderId: null, owner: null, sent: false, userIds: [], exceptions: [], read: false },
  ...{ silent: false, noCase: false, link: null, skills: [], matchedBy: [] },
  ...change,
});
const exception = (who: UserId, change: object) => ({
  ...{ userId: who, folderId: null, trashed: false, read: false, silent: false, matchedBy: [] },
  ...change,
});
const to = (account: string, change: Partial<Filed>): Delivery => ({
  ...delivery(account),
  accountId: AccountId.parse(account),
  filed: filed(change),
});
const arrives = (...deliveries: readonly Delivery[]): EmailEvent[] =>
  deliveries.map((one, n) =>
    n === 0
      ? { type: 'EmailReceived', data: { ...received('a'), emailId, delivery: one } }
      : { type: 'EmailDelivered', data: { emailId, delivery: one, variant: null } },
  );
const inInbox = arrivalOf(arrives(to('support', { userIds: [ana] })), ana);
const having = (state: InboxEmail, ...steps: readonly ((state: InboxEmail) => InboxEmailEvent[])[]): InboxEmail =>
  steps.reduce((now, step) => step(now).reduce(evolveStanding, now), state);

describe('what comes to an inbox', () => {
  test('is unread, in the inbox, of those whom the account gives it to and nobody else', () => {
    expect(inInbox).toMatchObject({ folderId: INBOX, unread: true, starred: false, accountIds: [] });
    expect(arrivalOf(arrives(to('support', { userIds: [ana] })), bor)).toBeNull();
    expect(arrivalOf(arrives({ ...delivery('support'), filed: null }), ana)).toBeNull();
  });

  test("stands in the account's folder of the group, and where a user's own filters say", () => {
    const all = arrives(
      to('support', {
        groupFolderId: work,
        userIds: [ana, bor],
        exceptions: [exception(bor, { trashed: true, read: true })],
      }),
    );
    expect(arrivalOf(all, ana)).toMatchObject({ folderId: work, unread: true });
    expect(arrivalOf(all, bor)).toMatchObject({ folderId: TRASH, before: work, unread: false });
  });

  test('of one message in a group account and two own ones: one e-mail, each as it came to them', () => {
    const all = arrives(
      to('support', { userIds: [] }),
      to('anas', { owner: ana, userIds: [ana], exceptions: [exception(ana, { folderId: work })] }),
      to('bors', { owner: bor, userIds: [bor], read: true }),
    );
    expect(arrivalOf(all, ana)).toMatchObject({ folderId: work, unread: true, accountIds: ['anas'] });
    expect(arrivalOf(all, bor)).toMatchObject({ folderId: INBOX, unread: false, accountIds: ['bors'] });
  });

  test('once more, stands where it stood, and the own account that holds it is known', () => {
    const again = to('anas', { owner: ana, userIds: [], exceptions: [exception(ana, { folderId: work })] });
    const twice = arrivalOf(arrives(to('support', { userIds: [ana] }), again, again), ana);
    expect(twice).toMatchObject({ folderId: INBOX, accountIds: ['anas'] });
  });
});

describe('in an inbox', () => {
  test.each([
    ['read', readEmail, { unread: false }],
    ['starred', starEmail, { starred: true }],
    ['moved', (state: InboxEmail) => moveEmail(state, ARCHIVE), { folderId: ARCHIVE }],
    ['thrown away', trashEmail, { folderId: TRASH, before: INBOX }],
  ])('an e-mail is %s, and again changes nothing', (_, decide, change) => {
    expect(decide(inInbox)).toHaveLength(1);
    const changed = having(inInbox, decide);
    expect(changed).toMatchObject(change);
    expect(decide(changed)).toEqual([]);
    expect(refused(() => decide(null))).toBe('not-found e-mail-not-found');
  });

  test('an e-mail is unread again, and unstarred', () => {
    expect(having(inInbox, readEmail, unreadEmail)).toMatchObject({ unread: true });
    expect(unreadEmail(inInbox)).toEqual([]);
    expect(having(inInbox, starEmail, unstarEmail)).toMatchObject({ starred: false });
    expect(unstarEmail(inInbox)).toEqual([]);
  });

  test('what another program has read is read here, but for what the user keeps unread', () => {
    expect(having(inInbox, readElsewhere)).toMatchObject({ unread: false });
    expect(readElsewhere(having(inInbox, readEmail, unreadEmail))).toEqual([]);
    expect(readElsewhere(having(inInbox, readEmail, unreadEmail, readEmail))).toEqual([]);
  });

  test('comes out of the trash to where it was, or to the inbox where that is no more', () => {
    const gone = having(inInbox, (state) => moveEmail(state, work), trashEmail);
    expect(having(gone, (state) => restoreEmail(state, here))).toMatchObject({ folderId: work });
    expect(having(gone, (state) => restoreEmail(state, (one) => one !== work))).toMatchObject({ folderId: INBOX });
    expect(having(gone, (state) => moveEmail(state, ARCHIVE))).toMatchObject({ folderId: ARCHIVE });
    expect(restoreEmail(inInbox, here)).toEqual([]);
  });

  test.each([TRASH, IMPORTANT])('nothing is moved to %s by hand', (place) => {
    expect(refused(() => moveEmail(inInbox, place))).toBe('rejected not-a-folder');
  });

  test('each event says how the e-mail stood when it happened, whatever happens in whatever order', () => {
    const steps = [readEmail, unreadEmail, starEmail, unstarEmail, trashEmail, readElsewhere];
    const moves = [INBOX, ARCHIVE, work].map((place) => (state: InboxEmail) => moveEmail(state, place));
    const restore = (state: InboxEmail) => restoreEmail(state, here);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...steps, ...moves, restore), { maxLength: 40 }), (taken) => {
        let state = inInbox;
        for (const step of taken) {
          for (const event of step(state)) {
            const { data } = event;
            if ('folderId' in data) expect(data.folderId).toBe(state?.folderId);
            if ('from' in data) expect(data.from).toBe(state?.folderId);
            if ('starred' in data) expect(data.starred).toBe(state?.starred);
            if ('unread' in data) expect(data.unread).toBe(state?.unread);
            state = evolveStanding(state, event);
          }
        }
      }),
    );
  });
});
