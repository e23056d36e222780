import { describe, expect, it } from 'vitest';
import { EVERYBODY, ofTeam, ofUser } from '../../src/domain/access/audience.js';
import { EVERYTHING, NOTHING, type Permissions } from '../../src/domain/access/permissions.js';
import type { EventType, RecordedAs } from '../../src/domain/events.js';
import { CaseId, EmailId, RecordId, RoleId, recordKey } from '../../src/domain/ids.js';
import type { FollowedRecord } from '../../src/domain/notification/followed.js';
import { addFollowers, evolveFollowed, type FollowedInput } from '../../src/domain/notification/followed.js';
import {
  type Cause,
  happeningsOf,
  type Suspended,
  type WrittenEmail,
} from '../../src/domain/notification/happening.js';
import type { NotificationKind } from '../../src/domain/notification/kinds.js';
import type { People, ToldPerson } from '../../src/domain/notification/people.js';
import { USUAL_PREFERENCES } from '../../src/domain/notification/preferences.js';
import { raise } from '../../src/domain/notification/raise.js';
import { accountId, received, teamId, userId } from '../support/domain-builders.js';

const AT = '2026-03-02T10:00:00.000Z';
const CASE = CaseId.parse('c1');
const none = { read: 'no', edit: 'no', assign: 'no', delete: 'no' } as const;

function recorded<Type extends EventType>(type: Type, data: RecordedAs<Type>['data'], actor = 'system:routing') {
  const metadata = { $correlationId: 'x', $causationId: 'x', actor, schemaVersion: 1, at: AT };
  const where = { id: 'e', stream: 'case-c1', revision: 7, position: '7' };
  // Its type names its data.
  return { ...where, type, data, metadata } as unknown as RecordedAs<Type>;
}

interface Setting {
  /** Who follows the case. */
  readonly followers?: readonly string[];
  readonly left?: readonly string[];
  readonly assignee?: string | null;
  readonly people?: Readonly<Record<string, Partial<ToldPerson>>>;
  readonly roles?: Readonly<Record<string, Permissions>>;
  readonly contactFollowers?: readonly string[];
}

const NAMES = ['ana', 'bor', 'cene', 'dana'];

function peopleOf({ people = {}, roles = {} }: Setting): People {
  const user = (name: string): ToldPerson => ({
    userId: userId(name),
    active: true,
    administrator: false,
    roleIds: [],
    fromGroups: { roleIds: [], administrator: false },
    emailAddresses: [`${name}@acme.example`],
    teamIds: [],
    preferences: null,
    ...people[name],
  });
  return {
    users: Object.fromEntries(NAMES.map((name) => [name, user(name)])),
    roles,
    authors: Object.fromEntries(NAMES.map((name) => [`${name}@acme.example`, userId(name)])),
    newsSince: { [accountId('support')]: AT },
  };
}

function caseOf({ followers = [], left = [], assignee = null }: Setting): FollowedRecord {
  return {
    record: { type: 'Case', id: CASE },
    name: 'Printer on fire',
    number: 1,
    originalEmailId: EmailId.parse('first'),
    holders: { requester: null, assignee, teamId: 'support' },
    assignee: assignee === null ? null : userId(assignee),
    belongsTo: [EVERYBODY, ...(assignee === null ? [] : [ofUser(assignee)]), ofTeam('support')],
    followers: Object.fromEntries(followers.map((name) => [name, 'user' as const])),
    left: Object.fromEntries(left.map((name) => [name, 3])),
    seen: 3,
  };
}

const contactOf = ({ contactFollowers = [] }: Setting): FollowedRecord => ({
  ...caseOf({ followers: contactFollowers }),
  record: { type: 'Contact', id: RecordId.parse('17') },
  name: 'Zoja',
  number: null,
  originalEmailId: null,
  belongsTo: [EVERYBODY],
});

/** Who is told as what, and who follows from then on: `note ana`, `+bor note`. */
function outcome(
  cause: Cause,
  setting: Setting,
  email = received('m', { receivedAt: AT }),
  written: WrittenEmail | null = null,
  suspended: Suspended | null = null,
): string[] {
  const people = peopleOf(setting);
  const records = new Map([caseOf(setting), contactOf(setting)].map((one) => [recordKey(one.record), one]));
  const happenings = happeningsOf(cause, people, (key) => records.get(key), email, written, suspended);
  const raised = happenings.flatMap((one) => raise(people, { stream: 'case-c1', revision: 7 }, AT, one));
  return raised.flatMap((event) => {
    if (event.type === 'FollowersAdded') {
      return event.data.followers.map(({ userId, because }) => `+${userId} ${because}`);
    }
    if (event.type !== 'NotificationsRaised') return [];
    return event.data.userIds.map((userId) => `${event.data.kind} ${userId}`);
  });
}

const note = (by: string, mentions: readonly string[] = []) =>
  recorded('CaseNoteAdded', { caseId: CASE, noteId: 'n', text: 'Hm.', mentions: mentions.map(userId) }, `user:${by}`);
const assigned = (to: string, by = 'system:routing') =>
  recorded('CaseAssigned', { caseId: CASE, userId: userId(to) } as RecordedAs<'CaseAssigned'>['data'], by);
const status = (by = 'user:ana') =>
  recorded(
    'CaseStatusChanged',
    { caseId: CASE, from: 'New', to: 'Closed' } as RecordedAs<'CaseStatusChanged'>['data'],
    by,
  );
const reopened = (emailId: string | null) =>
  recorded('CaseReopened', { caseId: CASE, from: 'Closed', to: 'New', emailId } as RecordedAs<'CaseReopened'>['data']);
const routed = (change: object = {}) =>
  recorded('EmailRouted', {
    ...{ again: false, sender: 'zoja@customer.example', case: { id: CASE, number: 1 }, parent: null },
    ...change,
  } as unknown as RecordedAs<'EmailRouted'>['data']);
const contact = { record: { type: 'Contact', id: '17' }, via: null, opportunityId: null, by: 'from', reason: 'from' };

const only = (...list: NotificationKind[]): Partial<ToldPerson> => ({ preferences: { ...USUAL_PREFERENCES, list } });
const follows = (change: Partial<typeof USUAL_PREFERENCES.autoFollow>): Partial<ToldPerson> => ({
  preferences: { ...USUAL_PREFERENCES, autoFollow: { ...USUAL_PREFERENCES.autoFollow, ...change } },
});
const role = (permissions: Partial<Permissions>) => ({
  roles: { r: { ...NOTHING, ...permissions } },
  people: { bor: { roleIds: [RoleId.parse('r')] } },
});
const read = (level: 'no' | 'own' | 'team' | 'all') => ({ ...none, read: level });

describe('who is told of what', () => {
  it.each<[string, Cause, Setting, string[]]>([
    [
      'a note: followers, not its author, who follows now',
      note('ana'),
      { followers: ['bor'] },
      ['+ana note', 'note bor'],
    ],
    ['a note of a follower', note('bor'), { followers: ['ana', 'bor'] }, ['note ana']],
    ['a note that names somebody', note('ana', ['cene']), {}, ['+ana note', '+cene mention', 'mention cene']],
    ['a follower who is named hears once', note('ana', ['bor']), { followers: ['ana', 'bor'] }, ['mention bor']],
    ['whoever names themselves hears nothing', note('ana', ['ana']), { followers: ['ana'] }, []],
    [
      'a mention that is not wanted is a note',
      note('ana', ['bor']),
      { followers: ['ana', 'bor'], people: { bor: only('note') } },
      ['note bor'],
    ],
    ['no notes wanted', note('ana'), { followers: ['ana', 'bor'], people: { bor: only('email') } }, []],
    ['following by notes is not wanted', note('ana'), { people: { ana: follows({ note: false }) } }, []],
    [
      'following by mentions is not wanted; being told is',
      note('ana', ['bor']),
      { followers: ['ana'], people: { bor: follows({ mention: false }) } },
      ['mention bor'],
    ],
    ['whoever left does not come back by a note', note('ana'), { left: ['ana'], followers: ['bor'] }, ['note bor']],
    [
      'nor by being named, and is told of that',
      note('ana', ['bor']),
      { left: ['bor'], followers: ['ana'] },
      ['mention bor'],
    ],
    ['whoever has gone', note('ana'), { followers: ['ana', 'bor'], people: { bor: { active: false } } }, []],
    ['named and gone', note('ana', ['bor']), { followers: ['ana'], people: { bor: { active: false } } }, []],

    ['an assignment: whoever has it now', assigned('ana'), { assignee: 'ana' }, ['+ana assigned', 'assignment ana']],
    [
      'and followers',
      assigned('ana'),
      { assignee: 'ana', followers: ['ana', 'bor'] },
      ['assignment ana', 'assignment bor'],
    ],
    [
      'taken for oneself',
      assigned('ana', 'user:ana'),
      { assignee: 'ana', followers: ['bor'] },
      ['+ana assigned', 'assignment bor'],
    ],
    [
      'whoever left comes back by it',
      assigned('ana'),
      { assignee: 'ana', left: ['ana'] },
      ['+ana assigned', 'assignment ana'],
    ],
    [
      'following by assignments is not wanted',
      assigned('ana'),
      { assignee: 'ana', people: { ana: follows({ assigned: false }) } },
      ['assignment ana'],
    ],

    ['a status', status(), { followers: ['ana', 'bor'] }, ['status bor']],
    ['assigned before anybody was told: follows now', status(), { assignee: 'bor' }, ['+bor assigned', 'status bor']],
    ['assigned and left: stays away', status(), { assignee: 'bor', left: ['bor'] }, []],
    ['opened again by a user', reopened(null), { followers: ['bor'] }, ['status bor']],
    ['opened again by a message, which tells of itself', reopened('m'), { followers: ['bor'] }, []],

    ['an e-mail', routed(), { followers: ['ana', 'bor'] }, ['email ana', 'email bor']],
    ['that was decided before', routed({ again: true }), { followers: ['ana'] }, []],
    [
      'of a user, who follows now',
      routed({ sender: 'ana@acme.example' }),
      { followers: ['bor'] },
      ['+ana replied', 'email bor'],
    ],
    ['about no record', routed({ case: null }), { followers: ['ana'] }, []],
    ['about a contact', routed({ case: null, parent: contact }), { contactFollowers: ['dana'] }, ['email dana']],
    [
      'about a case and a contact: each once',
      routed({ parent: contact }),
      { followers: ['ana', 'bor'], contactFollowers: ['bor', 'dana'] },
      ['email ana', 'email bor', 'email dana'],
    ],

    ['may read no cases', note('ana'), { followers: ['ana', 'bor'], ...role({ cases: read('no') }) }, []],
    [
      'their own cases, and it is',
      note('ana'),
      { assignee: 'bor', followers: ['ana', 'bor'], ...role({ cases: read('own') }) },
      ['note bor'],
    ],
    ['their own cases, and it is not', note('ana'), { followers: ['ana', 'bor'], ...role({ cases: read('own') }) }, []],
    ['their team’s, and it is not', note('ana'), { followers: ['ana', 'bor'], ...role({ cases: read('team') }) }, []],
    ['named, and may not read it', note('ana', ['bor']), { followers: ['ana'], ...role({ cases: read('own') }) }, []],
    ['cases and no e-mails', routed(), { followers: ['ana', 'bor'], ...role({ cases: read('all') }) }, ['email ana']],
    [
      'not the case but the contact',
      routed({ parent: contact }),
      { followers: ['bor'], contactFollowers: ['bor'], ...role({ records: read('all'), emails: read('all') }) },
      ['email bor'],
    ],
  ])('%s', (_, cause, setting, expected) => {
    expect(outcome(cause, setting)).toEqual(expected);
  });

  it('their team’s, and it is', () => {
    const people = { bor: { roleIds: [RoleId.parse('r')], teamIds: [teamId('support')] } };
    const roles = { r: { ...NOTHING, cases: read('team') } };
    expect(outcome(note('ana'), { followers: ['ana', 'bor'], people, roles })).toEqual(['note bor']);
  });

  it('a role that is gone allows nothing; administrators may everything', () => {
    const gone = { roleIds: [RoleId.parse('gone')] };
    expect(outcome(note('ana'), { followers: ['ana', 'bor'], people: { bor: gone } })).toEqual([]);
    const admin = { bor: { ...gone, administrator: true } };
    expect(outcome(note('ana'), { followers: ['ana', 'bor'], people: admin })).toEqual(['note bor']);
    expect(EVERYTHING.cases.read).toBe('all');
  });
});

describe('a message of ours', () => {
  const dispatch = { userId: 'ana', teamIds: ['support'], owner: null, kind: 'message' };
  // What is looked at of it.
  const written = (change: object = {}, more: Partial<WrittenEmail> = {}): WrittenEmail => ({
    email: { ...received('m'), dispatch: { ...dispatch, ...change } } as unknown as WrittenEmail['email'],
    records: [{ type: 'Case', id: CASE }],
    isFirst: true,
    ...more,
  });
  const nobody = { refused: [], pending: [], retryAt: null };
  const refused = [{ recipient: 'zoja@customer.example', code: 550, status: null, text: 'no' }];
  const sent = (change: object = {}) =>
    recorded('EmailSent', { ...nobody, response: 'ok', ...change } as unknown as RecordedAs<'EmailSent'>['data']);
  const failed = (change: object = {}) =>
    recorded('EmailSendFailed', {
      ...{ ...nobody, pending: ['zoja@customer.example'], error: 'no way', ...change },
    } as unknown as RecordedAs<'EmailSendFailed'>['data']);
  const followed = { followers: ['ana', 'bor'] };
  const AGAIN = '2026-03-02T11:00:00.000Z';

  it.each<[string, Cause, WrittenEmail | null, Setting, string[]]>([
    ['has left: followers, not its writer', sent(), written(), followed, ['email bor']],
    ['its writer follows now', sent(), written(), { followers: ['bor'] }, ['+ana replied', 'email bor']],
    ['has left for others before', sent(), written({}, { isFirst: false }), followed, []],
    ['about no record', sent(), written({}, { records: [] }), followed, []],
    ['of the service', sent({ refused }), written({ userId: null }), followed, []],
    ['an automatic answer', sent(), written({ kind: 'auto-reply' }), followed, []],
    ['for some, and not for others', sent({ refused }), written(), followed, ['email bor', 'sending-failed ana']],
    ['failed for good: its writer alone', failed(), written(), followed, ['sending-failed ana']],
    ['also about no record', failed(), written({}, { records: [] }), {}, ['sending-failed ana']],
    ['is tried again', failed({ retryAt: AGAIN }), written(), followed, []],
    ['is tried again for some', failed({ retryAt: AGAIN, refused }), written(), followed, ['sending-failed ana']],
    ['failures are not wanted', failed(), written(), { people: { ana: only('email') } }, []],
    ['is none that we know', sent(), null, followed, []],
  ])('%s', (_, cause, one, setting, expected) => {
    expect(outcome(cause, setting, undefined, one)).toEqual(expected);
  });
});

describe('what does not work until somebody mends it', () => {
  const error = 'no answer';
  const webhook = recorded('WebhookSuspended', { error } as RecordedAs<'WebhookSuspended'>['data']);
  const account = recorded('AccountSendingSuspended', { error } as RecordedAs<'AccountSendingSuspended'>['data']);
  const people = { ana: { administrator: true }, bor: { fromGroups: { roleIds: [], administrator: true } } };
  const away = { ...people, ana: { administrator: true, active: false } };
  const ofGroup = { name: 'support@acme.example', owner: null };

  it.each<[string, Cause, Suspended | null, Setting, string[]]>([
    [
      'a webhook: administrators',
      webhook,
      { name: 'Shop', owner: null },
      { people },
      ['webhook-suspended ana', 'webhook-suspended bor'],
    ],
    ['sending from an account', account, ofGroup, { people }, ['sending-suspended ana', 'sending-suspended bor']],
    [
      'from somebody’s own: them too, each once',
      account,
      { ...ofGroup, owner: userId('cene') },
      { people },
      ['sending-suspended cene', 'sending-suspended ana', 'sending-suspended bor'],
    ],
    ['not who is away', account, ofGroup, { people: away }, ['sending-suspended bor']],
    ['nobody: there is no such webhook', webhook, null, { people }, []],
  ])('%s', (_, cause, suspended, setting, expected) => {
    expect(outcome(cause, setting, undefined, null, suspended)).toEqual(expected);
  });
});

describe('mail that tells nobody', () => {
  const followed = { followers: ['ana', 'bor'] };
  const filed = {
    ...{ teamIds: [], groupFolderId: null, userIds: [], exceptions: [], read: false, silent: false },
    ...{ noCase: false, link: null, skills: [], matchedBy: [] },
  };
  const email = (delivery: object) => {
    const one = received('m', { receivedAt: AT });
    return { ...one, delivery: { ...one.delivery, ...delivery } };
  };
  it.each([
    ['brought in for no account', { accountId: null }, []],
    ['from before the account was ours', { receivedAt: '2026-03-02T09:59:59.000Z' }, []],
    ['without a date', { receivedAt: null }, ['email ana', 'email bor']],
    ['where a filter says so', { filed: { ...filed, silent: true } }, []],
    [
      'where a filter of their own says so, to them',
      { filed: { ...filed, exceptions: [{ userId: userId('ana'), silent: true }] } },
      ['email bor'],
    ],
  ])('%s', (_, delivery, expected) => {
    // What a filter leaves open is no matter here.
    expect(outcome(routed(), followed, email(delivery) as ReturnType<typeof received>)).toEqual(expected);
  });

  it('the message that made the case, to those who follow that', () => {
    const first = { ...received('m', { receivedAt: AT }), emailId: EmailId.parse('first') };
    expect(outcome(routed(), followed, first)).toEqual([]);
  });
});

it('whoever leaves after it was decided that they follow stays away, in whatever order that is read', () => {
  const record = { type: 'Case' as const, id: CASE };
  const added = {
    ...{ cause: { stream: 'case-c1', revision: 7 }, record, seen: 3 },
    followers: [{ userId: userId('ana'), because: 'assigned' as const }],
  };
  const leave = { ...recorded('RecordUnfollowed', { record, userId: userId('ana') }), revision: 4 } as FollowedInput;
  const empty = caseOf({});
  expect(addFollowers(evolveFollowed(empty, leave), added).followers).toEqual({});
  expect(evolveFollowed(addFollowers(empty, added), leave).followers).toEqual({});
});
