import type { EventRef } from '../event.js';
import type { FollowReason } from '../follow/events.js';
import { recordKey, type UserId } from '../ids.js';
import type { NotificationFacts, NotifyingEvent } from './events.js';
import { addFollowers, type FollowedRecord, hasRoom } from './followed.js';
import { beginning, type Happening } from './happening.js';
import type { NotificationKind } from './kinds.js';
import { mayRead, type People, preferencesOf, type ToldPerson } from './people.js';

type Raised = Extract<NotifyingEvent, { type: 'NotificationsRaised' }>['data'];
type Joined = { readonly userId: UserId; readonly because: FollowReason };

const NO_FACTS: Omit<NotificationFacts, 'name' | 'number'> = {
  emailId: null,
  subject: null,
  from: null,
  noteId: null,
  excerpt: null,
  assignee: null,
  status: null,
  bounce: null,
  serviceLevel: null,
  sendingFailed: null,
  suspended: null,
};

/**
 * Who is told of something, each once and whoever did it never; and who follows its records from now on because of it. Pure:
 * from what was so when it happened, whenever it is decided.
 */
export function raise(people: People, cause: EventRef, happenedAt: string, happening: Happening): NotifyingEvent[] {
  const joining = happening.records.map((record, n) => ({
    record,
    joined: joinedBy(people, record, n === 0 ? happening : null),
  }));
  const followed: NotifyingEvent[] = joining.flatMap(({ record, joined }) =>
    joined.length === 0 ? [] : [{ type: 'FollowersAdded', data: addedTo(record, cause, joined) }],
  );
  const records = joining.map(({ record, joined }) =>
    joined.length === 0 ? record : addFollowers(record, addedTo(record, cause, joined)),
  );
  return [...followed, ...groupsOf(people, { ...happening, records }, cause, happenedAt)];
}

const addedTo = (record: FollowedRecord, cause: EventRef, followers: readonly Joined[]) => ({
  cause,
  record: record.record,
  followers: [...followers],
  seen: record.seen,
});

/**
 * Whoever has a record follows it, and so does who has to do with what happened to it: unless they do not want that in
 * general, or have left it. Only an assignment brings somebody back who has left.
 */
function joinedBy(people: People, record: FollowedRecord, happening: Happening | null): Joined[] {
  const owner: Joined[] = record.assignee === null ? [] : [{ userId: record.assignee, because: 'assigned' }];
  const comesBack = happening?.kind === 'assignment' ? happening.facts.assignee : null;
  const joined = new Map<UserId, Joined>();
  for (const one of [...(happening?.joins ?? []), ...owner]) {
    const { userId, because } = one;
    const person = people.users[userId];
    if (!person?.active || joined.has(userId) || record.followers[userId]) continue;
    if (because !== 'user' && !preferencesOf(person).autoFollow[because]) continue;
    if (record.left[userId] !== undefined && userId !== comesBack) continue;
    if (mayReadRecord(people, person, record)) joined.set(userId, one);
  }
  return [...joined.values()].slice(0, hasRoom(record));
}

function groupsOf(people: People, happening: Happening, cause: EventRef, happenedAt: string): NotifyingEvent[] {
  const groups = new Map<string, Raised>();
  for (const [userId, { record, kind }] of toldBy(people, happening)) {
    const key = `${record ? recordKey(record.record) : ''} ${kind}`;
    const { actor, facts } = happening;
    const raised = groups.get(key) ?? {
      ...{ cause, kind, record: record?.record ?? null, actor, userIds: [], emailAtOnce: [], happenedAt },
      facts: { ...NO_FACTS, ...facts, name: beginning(record?.name ?? '', 500), number: record?.number ?? null },
    };
    raised.userIds.push(userId);
    if (wantsEmail(people, userId, kind, 'at-once')) raised.emailAtOnce.push(userId);
    groups.set(key, raised);
  }
  return [...groups.values()].map((data) => ({ type: 'NotificationsRaised', data }));
}

/** Of which record, and as what, each of those is told who is told. */
function toldBy(people: People, happening: Happening) {
  const told = new Map<UserId, { readonly record: FollowedRecord | null; readonly kind: NotificationKind }>();
  const tell = (userId: UserId, record: FollowedRecord | null, kind: NotificationKind) => {
    const person = people.users[userId];
    if (!person?.active || told.has(userId) || userId === happening.actor) return;
    if (!preferencesOf(person).list.includes(kind) || happening.email?.isSilentFor(userId)) return;
    // What is about nothing is told to whom it is of.
    if (!record) told.set(userId, { record, kind });
    else if (mayReadRecord(people, person, record) && mayReadEmail(people, person, record, happening))
      told.set(userId, { record, kind });
  };
  const [first = null] = happening.records;
  for (const { userId, kind } of happening.named) tell(userId, first, kind);
  for (const record of happening.namedOnly ? [] : happening.records) {
    // The message that made a case is no news to those who have just been given that.
    if (happening.email && record.originalEmailId === happening.facts.emailId) continue;
    // Its keys are ids of users.
    for (const userId of (Object.keys(record.followers) as UserId[]).sort()) tell(userId, record, happening.kind);
  }
  return told;
}

const mayReadRecord = (people: People, person: ToldPerson, { record, belongsTo }: FollowedRecord): boolean =>
  mayRead(people, person, record.type === 'Case' ? 'cases' : 'records', belongsTo);

/** What is in somebody's inbox, or of a record of theirs, is theirs to read, as far as they may read e-mails. */
const mayReadEmail = (
  people: People,
  person: ToldPerson,
  { belongsTo }: FollowedRecord,
  { email }: Happening,
): boolean => email === null || mayRead(people, person, 'emails', [...belongsTo, ...email.belongsTo]);

/** Whether somebody wants an e-mail of what they are told of, in this way. */
export function wantsEmail(
  { users }: People,
  userId: UserId,
  kind: NotificationKind,
  delivery: 'at-once' | 'digest',
): boolean {
  const person = users[userId];
  if (!person) return false;
  const preferences = preferencesOf(person);
  return preferences.delivery === delivery && preferences.email.includes(kind);
}
