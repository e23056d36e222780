import { z } from 'zod';
import { Permissions } from '../../domain/access/permissions.js';
import { Assignment, Candidate, Explanation } from '../../domain/assignment/explanation.js';
import { AssignmentRule, Overdue, Respects } from '../../domain/assignment/rule.js';
import { Capacity, Rate, WorkingHours } from '../../domain/availability/events.js';
import { CaseName, CasePriority, CaseStatus } from '../../domain/case/events.js';
import { Address, Attachment, Delivery } from '../../domain/email/events.js';
import { Filed, FiledFor, MatchedFilter } from '../../domain/email/filed.js';
import { EventMetadata, EventRef, type EventSchema } from '../../domain/event.js';
import { eventsOfStreams } from '../../domain/events.js';
import { FilterAction, FilterParameters, FilterScope } from '../../domain/filter/events.js';
import { FollowReason } from '../../domain/follow/events.js';
import {
  AccountId,
  BlobHash,
  CaseId,
  EmailId,
  FilterId,
  FolderId,
  Instant,
  RecordRef,
  RoleId,
  TeamId,
  ThreadId,
  TokenId,
  UserId,
} from '../../domain/ids.js';
import { Distribution, ImapSecurity } from '../../domain/mail-account/events.js';
import { NotificationFacts } from '../../domain/notification/events.js';
import { NotificationKind } from '../../domain/notification/kinds.js';
import { LooseEmail } from '../../domain/routing/events.js';

/** What occurs in several events, and is told once. */
const shared: Readonly<Record<string, z.ZodType>> = {
  ...{ EventRef, CaseName, CaseStatus, CasePriority, Distribution, ImapSecurity },
  ...{ FilterScope, FilterParameters, FilterAction },
  ...{ Filed, FiledFor, MatchedFilter, RecordRef },
  ...{ Permissions },
  ...{ FollowReason, NotificationKind, NotificationFacts },
  ...{ Address, Attachment, Delivery, LooseEmail, AssignmentRule, Assignment, Explanation, Candidate },
  ...{ Respects, Overdue, WorkingHours, Capacity, Rate },
  ...{ UserId, RoleId, TeamId, AccountId, EmailId, ThreadId, CaseId, TokenId, FilterId, FolderId },
  ...{ BlobHash, Instant },
};

/** As much of JSON Schema as the schemas of the events come to. */
interface Shape {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Shape[];
  readonly items?: Shape;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly description?: string;
  readonly personal?: string;
}

/** What the schemas say of themselves, and the names of those that are shared. */
class Named extends z.core.$ZodRegistry<Record<string, unknown>> {
  override get(schema: z.core.$ZodType) {
    const own = z.globalRegistry.get(schema);
    const name = Object.keys(shared).find((one) => shared[one] === schema);
    return name === undefined ? own : { ...own, id: name };
  }
  override has(schema: z.core.$ZodType): boolean {
    return this.get(schema) !== undefined;
  }
}

const shapeOf = (schema: z.ZodType): Shape =>
  // JSON Schema of these schemas has no more than these keywords.
  z.toJSONSchema(schema, { metadata: new Named(), io: 'output' }) as Shape;

/** docs/events.md: every event, the stream it stands in, and what it holds, from the schemas that it is checked by. */
export function eventsPage(): string {
  return [
    '# Events',
    '',
    'Made from the schemas in `src/domain` by `npm run docs`. An event is `{ type, data, metadata }` in plain JSON; both are checked',
    'when it is written and when it is read. Stored events never change: where a version is above 1, older ones are lifted when read.',
    '*Personal* marks what tells of a person, and of whom.',
    '',
    '## Metadata of every event',
    ...table(shapeOf(EventMetadata)),
    '',
    ...Object.entries(eventsOfStreams).flatMap(([stream, events]) => [
      `## \`${stream}\``,
      '',
      ...Object.entries<EventSchema>(events).flatMap(([type, schema]) => section(type, schema)),
    ]),
    '## Shared shapes',
    '',
    ...Object.entries(shared).flatMap(([name, schema]) => sharedShape(name, schema)),
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}

function section(type: string, { meaning, data, version }: EventSchema): string[] {
  return [`### ${type}`, version > 1 ? `${meaning} (Version ${version}.)` : meaning, ...table(shapeOf(data)), ''];
}

function sharedShape(name: string, schema: z.ZodType): string[] {
  const whole = z.toJSONSchema(schema, { metadata: new Named(), io: 'output' });
  // The schema itself is one of its own definitions, since it has a name.
  const shape = (whole.$defs?.[name] ?? whole) as Shape;
  if (shape.properties) return [`### ${name}`, ...table(shape), ''];
  return [`### ${name}`, shape.description ?? kindOf(shape), ''];
}

function table(shape: Shape): string[] {
  const rows = fields(shape, '').map(([path, field]) => {
    const personal = field.personal ? `*Personal (${field.personal}).* ` : '';
    return `| \`${path}\` | ${kindOf(field)} | ${personal}${field.description ?? ''} |`;
  });
  return ['', '| field | is | |', '|---|---|---|', ...rows];
}

/** What has no name of its own is told field by field. */
function fields(shape: Shape, prefix: string): [string, Shape][] {
  return Object.entries(shape.properties ?? {}).flatMap(([name, field]): [string, Shape][] => {
    const inner = unnamed(field);
    const path = `${prefix}${name}`;
    return [[path, field], ...(inner ? fields(inner, `${path}${isList(field) ? '[]' : ''}.`) : [])];
  });
}

const isList = (field: Shape): boolean => field.items !== undefined;

function unnamed(field: Shape): Shape | null {
  if (field.properties) return field;
  if (field.items) return unnamed(field.items);
  return field.anyOf?.map(unnamed).find((one) => one !== null) ?? null;
}

function kindOf({ $ref, const: value, enum: values, anyOf, items, type }: Shape): string {
  if ($ref) {
    const name = $ref.split('/').at(-1) ?? '';
    return `[${name}](#${name.toLowerCase()})`;
  }
  if (anyOf) return anyOf.map(kindOf).join(' or ');
  if (values) return values.map((one) => `\`${one}\``).join(', ');
  if (value !== undefined) return `\`${String(value)}\``;
  if (items) return `list of ${kindOf(items)}`;
  return [type ?? 'anything']
    .flat()
    .map((name) => WORDS[name] ?? name)
    .join(' or ');
}

const WORDS: Readonly<Record<string, string>> = { null: 'none', string: 'text', integer: 'whole number' };
