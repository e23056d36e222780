import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Document } from '../../src/application/ports/document-store.js';
import type { EmailEvent } from '../../src/domain/email/events.js';
import type { Filed } from '../../src/domain/email/filed.js';
import type { RecordedEvent } from '../../src/domain/events.js';
import { AccountId, type EmailId, EmailId as EmailIds, FolderId, streams, type UserId } from '../../src/domain/ids.js';
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
import { ARCHIVE, IMPORTANT, INBOX } from '../../src/domain/inbox/places.js';
import { type InboxView, inbox, inboxId } from '../../src/projections/inbox.js';
import { type InboxCountsView, inboxCounts } from '../../src/projections/inbox-counts.js';
import type { Projection } from '../../src/projections/projection.js';
import { delivery, metadata, received, userId } from '../support/domain-builders.js';

const users = [userId('ana'), userId('bor')];
const emails = ['e1', 'e2', 'e3'].map((id) => EmailIds.parse(id));
const work = FolderId.parse('work');

/** A log of inboxes, in memory. */
class Log {
  readonly events: RecordedEvent[] = [];

  append(stream: string, event: EmailEvent | InboxEmailEvent): void {
    const revision = this.of(stream).length;
    const place = {
      id: `${stream}@${revision}`,
      stream,
      revision,
      position: String(this.events.length).padStart(6, '0'),
    };
    // A type and the data that came with it.
    this.events.push({ ...event, ...place, metadata } as RecordedEvent);
  }

  of(stream: string): readonly RecordedEvent[] {
    return this.events.filter((event) => event.stream === stream);
  }

  standing(emailId: EmailId, who: UserId): InboxEmail {
    // Each stream holds the events of its kind.
    const came = this.of(streams.email(emailId)) as unknown as EmailEvent[];
    const touched = this.of(streams.inboxEmail(emailId, who)) as unknown as InboxEmailEvent[];
    return touched.reduce<InboxEmail>(evolveStanding, arrivalOf(came, who));
  }

  /** As intake does it: whoever has it is not named again. */
  deliver(emailId: EmailId, filed: Omit<Filed, 'userIds'> & { readonly userIds: UserId[] }): void {
    const stream = streams.email(emailId);
    const userIds = filed.userIds.filter((who) => this.standing(emailId, who) === null);
    const one = { ...delivery('support'), accountId: AccountId.parse('a1'), filed: { ...filed, userIds } };
    const data = { emailId, delivery: one, variant: null };
    if (this.of(stream).length > 0) this.append(stream, { type: 'EmailDelivered', data });
    else this.append(stream, { type: 'EmailReceived', data: { ...received('a'), emailId, delivery: one } });
  }
}

function documentsOf<View>(projection: Projection, events: readonly RecordedEvent[]): Map<string, View> {
  const documents = new Map<string, Document>();
  for (const event of events) {
    for (const change of projection.changes(event)) {
      if (!('id' in change)) continue;
      const { id, apply } = change;
      const document = apply(documents.get(id), (other) => documents.get(other));
      if (document) documents.set(id, document);
    }
  }
  // Only this projection's functions have written there.
  return documents as unknown as Map<string, View>;
}

const anyFiled = fc
  .record({
    userIds: fc.subarray(users),
    read: fc.boolean(),
    owner: fc.constantFrom(null, ...users),
    groupFolderId: fc.constantFrom(null, work),
    trashed: fc.subarray(users),
  })
  .map(({ trashed, ...filed }) => ({
    ...{ teamIds: [], sent: false, silent: false, noCase: false, link: null, skills: [], matchedBy: [] },
    ...filed,
    exceptions: trashed.map((who) => ({
      ...{ userId: who, folderId: null, trashed: true, read: false, silent: false, matchedBy: [] },
    })),
  }));
const decisions: readonly ((state: InboxEmail) => InboxEmailEvent[])[] = [
  ...[readEmail, unreadEmail, starEmail, unstarEmail, trashEmail, readElsewhere],
  ...[INBOX, ARCHIVE, work].map((to) => (state: InboxEmail) => moveEmail(state, to)),
  (state) => restoreEmail(state, () => true),
];
const anyHappening = fc.oneof(
  fc.record({ emailId: fc.constantFrom(...emails), filed: anyFiled }),
  fc.record({
    emailId: fc.constantFrom(...emails),
    who: fc.constantFrom(...users),
    decide: fc.constantFrom(...decisions),
  }),
);

test('shows and counts what the streams say, whatever happens in whatever order', () => {
  fc.assert(
    fc.property(fc.array(anyHappening, { maxLength: 60, size: 'max' }), (happenings) => {
      const log = new Log();
      for (const happening of happenings) {
        if ('filed' in happening) log.deliver(happening.emailId, happening.filed);
        else {
          const { emailId, who, decide } = happening;
          const state = log.standing(emailId, who);
          if (state) for (const event of decide(state)) log.append(streams.inboxEmail(emailId, who), event);
        }
      }
      const views = documentsOf<InboxView>(inbox, log.events);
      const counts = documentsOf<InboxCountsView>(inboxCounts, log.events);
      for (const who of users) {
        const counted: Record<string, { total: number; unread: number }> = {};
        const add = (folder: string, unread: boolean) => {
          const before = counted[folder] ?? { total: 0, unread: 0 };
          counted[folder] = { total: before.total + 1, unread: before.unread + Number(unread) };
        };
        for (const emailId of emails) {
          const standing = log.standing(emailId, who);
          const view = views.get(inboxId(who, emailId));
          if (!standing) {
            expect(view).toBeUndefined();
            continue;
          }
          expect(view).toMatchObject(standing);
          expect(view?.revision).toBe(log.of(streams.inboxEmail(emailId, who)).length - 1);
          expect(view?.trashed).toBe(standing.folderId === 'trash');
          add(standing.folderId, standing.unread);
          if (standing.starred && standing.folderId !== 'trash') add(IMPORTANT, standing.unread);
        }
        const shown = Object.entries(counts.get(who)?.folders ?? {}).filter(([, { total }]) => total > 0);
        expect(Object.fromEntries(shown)).toEqual(counted);
      }
    }),
    { numRuns: 200 },
  );
});

test('says whose server is to be told, until it was', () => {
  const log = new Log();
  const [ana = userId('ana')] = users;
  const [emailId = EmailIds.parse('e')] = emails;
  const stream = streams.inboxEmail(emailId, ana);
  const untold = () => documentsOf<InboxView>(inbox, log.events).get(inboxId(ana, emailId))?.untold;
  const step = (decide: (state: InboxEmail) => InboxEmailEvent[]) => {
    for (const event of decide(log.standing(emailId, ana))) log.append(stream, event);
  };
  const told = (seen: boolean) => {
    const emails = [{ userId: ana, emailId, seen }];
    const data = { accountId: AccountId.parse('a1'), emails };
    log.append('mailbox-a1', { type: 'ReadStateStored', data } as never);
  };
  log.deliver(emailId, {
    ...{ teamIds: [], groupFolderId: null, owner: ana, sent: false, userIds: [ana], exceptions: [], read: false },
    ...{ silent: false, noCase: false, link: null, skills: [], matchedBy: [] },
  });
  expect(untold()).toEqual([]);
  step(readEmail);
  expect(untold()).toEqual(['a1']);
  step(unreadEmail);
  told(true);
  expect(untold(), 'that it is unread again').toEqual(['a1']);
  told(false);
  expect(untold()).toEqual([]);
});
