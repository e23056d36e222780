import { type Belonging, EVERYBODY, ofTeam, ofUser } from '../access/audience.js';
import { belongingsOfCase, type CaseHolders, NOBODYS, withHolders } from '../case/belongings.js';
import type { RecordFacts } from '../crm-record/events.js';
import type { RecordedAs, RecordedEvent } from '../events.js';
import type { FollowReason } from '../follow/events.js';
import { MOST_FOLLOWERS } from '../follow/followers.js';
import { type EmailId, type RecordRef, recordKey, UserId } from '../ids.js';

/** One record as far as it matters who hears of it. */
export interface FollowedRecord {
  readonly record: RecordRef;
  readonly name: string;
  /** Of a case. */
  readonly number: number | null;
  /** The message that made a case: whoever hears of the case has heard of it. */
  readonly originalEmailId: EmailId | null;
  /** Of a case. */
  readonly holders: CaseHolders;
  /** To whom it is assigned. */
  readonly assignee: UserId | null;
  readonly belongsTo: readonly Belonging[];
  readonly followers: Readonly<Record<UserId, FollowReason>>;
  /** Who has left by their own will, at which revision of the followers' stream. */
  readonly left: Readonly<Record<UserId, number>>;
  /** The last revision of the followers' own stream; -1: none. */
  readonly seen: number;
}

export const followedInputs = [
  'CaseRequested',
  'CaseSplitOff',
  'CaseImported',
  'CaseSourceChanged',
  'CaseCreated',
  'CaseAssigned',
  'CaseUnassigned',
  'RecordRegistered',
  'RecordChanged',
  'RecordRemoved',
  'RecordFollowed',
  'RecordUnfollowed',
] as const;
export type FollowedInput = RecordedAs<(typeof followedInputs)[number]>;

/** The record that an event changes, as a key. */
export function changedBy({ type, data }: FollowedInput): string {
  switch (type) {
    case 'RecordFollowed':
    case 'RecordUnfollowed':
      return recordKey(data.record);
    case 'RecordRegistered':
    case 'RecordChanged':
    case 'RecordRemoved':
      return recordKey(data);
    default:
      return recordKey({ type: 'Case', id: data.caseId });
  }
}

const unknown = (of: RecordRef): FollowedRecord => ({
  record: of.type === 'Case' ? { type: of.type, id: of.id } : { type: of.type, id: of.id },
  name: '',
  number: null,
  originalEmailId: null,
  holders: NOBODYS,
  assignee: null,
  belongsTo: [],
  followers: {},
  left: {},
  seen: -1,
});

/** One event further, from none where it is the first. */
export function evolveFollowed(before: FollowedRecord | undefined, event: FollowedInput): FollowedRecord {
  switch (event.type) {
    case 'RecordFollowed':
    case 'RecordUnfollowed':
      return evolveFollowers(before ?? unknown(event.data.record), event);
    case 'RecordRegistered':
    case 'RecordChanged':
      return { ...(before ?? unknown(event.data)), ...asTold(event.data) };
    case 'RecordRemoved':
      return { ...(before ?? unknown(event.data)), assignee: null, belongsTo: [] };
    default:
      return evolveCase(before ?? unknown({ type: 'Case', id: event.data.caseId }), event);
  }
}

function evolveFollowers(
  { followers, left, ...rest }: FollowedRecord,
  { type, data, revision }: RecordedAs<'RecordFollowed' | 'RecordUnfollowed'>,
): FollowedRecord {
  const { [data.userId]: _, ...others } = followers;
  const { [data.userId]: __, ...gone } = left;
  return type === 'RecordFollowed'
    ? { ...rest, followers: { ...others, [data.userId]: data.because }, left: gone, seen: revision }
    : { ...rest, followers: others, left: { ...gone, [data.userId]: revision }, seen: revision };
}

const asTold = ({
  name,
  assignedUserId,
  teamIds,
}: RecordFacts): Pick<FollowedRecord, 'name' | 'assignee' | 'belongsTo'> => ({
  name,
  assignee: assignedUserId,
  belongsTo: [EVERYBODY, ...(assignedUserId === null ? [] : [ofUser(assignedUserId)]), ...teamIds.map(ofTeam)],
});

function evolveCase(
  before: FollowedRecord,
  event: RecordedAs<
    | 'CaseRequested'
    | 'CaseSplitOff'
    | 'CaseImported'
    | 'CaseSourceChanged'
    | 'CaseCreated'
    | 'CaseAssigned'
    | 'CaseUnassigned'
  >,
): FollowedRecord {
  const holders = withHolders(before.holders, event satisfies RecordedEvent);
  const held = { ...before, holders, assignee: assigneeOf(holders), belongsTo: belongingsOfCase(holders) };
  switch (event.type) {
    case 'CaseRequested':
    case 'CaseSplitOff':
    case 'CaseImported':
    case 'CaseSourceChanged':
      return { ...held, name: event.data.subject };
    case 'CaseCreated': {
      const { subject, number, originalEmailId } = event.data;
      return { ...held, name: subject, number, originalEmailId };
    }
    default:
      return held;
  }
}

const assigneeOf = ({ assignee }: CaseHolders): UserId | null => (assignee === null ? null : UserId.parse(assignee));

/** Those whom their work makes follow it; whoever has left since that was decided stays away. */
export function addFollowers(
  before: FollowedRecord,
  { followers, seen }: RecordedAs<'FollowersAdded'>['data'],
): FollowedRecord {
  const joined = followers.filter(({ userId }) => (before.left[userId] ?? -1) <= seen);
  const ids = new Set<string>(joined.map(({ userId }) => userId));
  const left = Object.entries(before.left).filter(([userId]) => !ids.has(userId));
  const added = joined.map(({ userId, because }) => [userId, before.followers[userId] ?? because]);
  return {
    ...before,
    followers: { ...before.followers, ...Object.fromEntries(added) },
    left: Object.fromEntries(left),
  };
}

export const hasRoom = ({ followers }: FollowedRecord): number => MOST_FOLLOWERS - Object.keys(followers).length;
