import { live } from '../application/ports/document-store.js';
import { type Belonging, EVERYBODY, ofTeam, ofUser } from '../domain/access/audience.js';
import { AUDITED_TYPES, categoryOf, isAudited, subjectsOf } from '../domain/audit/audited.js';
import { userOf } from '../domain/event.js';
import type { EventType, RecordedEvent } from '../domain/events.js';
import { TeamId } from '../domain/ids.js';
import { at, type Change, type Projection } from './projection.js';

/** Where one thing that was done stands in the log, with what it is found by. What the event says stands there alone. */
export interface AuditEntry {
  readonly at: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: EventType;
  readonly actor: string;
  readonly correlationId: string;
  /** What it is found by (`mark`). */
  readonly marks: readonly string[];
  /** Of whoever did it, and of the teams that they were in then. */
  readonly belongsTo: readonly Belonging[];
}

/** Beside them: the teams that each user is in at present. It has no time, and is in no list. */
interface TeamsNote {
  readonly teamIds: readonly string[];
}

/** One text for each way to find an entry. */
export const mark = {
  actor: (actor: string) => `actor ${actor}`,
  type: (type: string) => `type ${type}`,
  category: (category: string) => `category ${category}`,
  stream: (stream: string) => `stream ${stream}`,
  correlation: (id: string) => `correlation ${id}`,
  about: (subject: string) => `about ${subject}`,
} as const;

const noteId = (userId: string): string => `teams of ${userId}`;
/** The document of a note's id is made below, and by nothing else. */
const noted = (document: AuditEntry | undefined): TeamsNote =>
  (document as unknown as TeamsNote | undefined) ?? { teamIds: [] };

function noteOf({ type, data }: RecordedEvent): Change<AuditEntry>[] {
  if (type !== 'TeamMemberAdded' && type !== 'TeamMemberRemoved') return [];
  const { userId, teamId } = data;
  const change = (document: AuditEntry | undefined): AuditEntry => {
    const others = noted(document).teamIds.filter((one) => one !== teamId);
    const note: TeamsNote = { teamIds: type === 'TeamMemberAdded' ? [...others, teamId] : others };
    return note as unknown as AuditEntry;
  };
  return [at(noteId(userId), change)];
}

function entryOf(event: RecordedEvent): Change<AuditEntry>[] {
  if (!isAudited(event)) return [];
  const { stream, revision, type, metadata } = event;
  const { actor, $correlationId: correlationId, at: when } = metadata;
  const userId = userOf(actor);
  const marks = [
    ...[mark.actor(actor), mark.type(type), mark.category(categoryOf(stream)), mark.stream(stream)],
    ...[mark.correlation(correlationId), ...subjectsOf(event).map(mark.about)],
  ];
  const reads = userId === null ? [] : [noteId(userId)];
  const entry = (_: AuditEntry | undefined, other: (id: string) => AuditEntry | undefined): AuditEntry => {
    const teamIds = userId === null ? [] : noted(other(noteId(userId))).teamIds;
    const teams = teamIds.map((id) => ofTeam(TeamId.parse(id)));
    const belongsTo = [EVERYBODY, ...(userId === null ? [] : [ofUser(userId)]), ...teams] as const;
    return { at: when, stream, revision, type, actor, correlationId, marks, belongsTo };
  };
  return [at(`${stream}@${revision}`, entry, reads)];
}

/** Who did what, when and to what: found here, and read in the log. */
export const audit: Projection = {
  spec: {
    name: 'audit',
    version: 1,
    fields: ['at'],
    arrays: ['marks', 'belongsTo'],
    indexes: [['at'], ['marks', 'at'], ['belongsTo', 'at']],
  },
  readsFrom: 1,
  types: AUDITED_TYPES,
  // An entry is plain JSON: to the engine it is a document.
  changes: (event) => [...noteOf(event), ...entryOf(event)] as unknown as ReturnType<Projection['changes']>,
};
export const auditCollection = live(audit.spec);
