import { z } from 'zod';
import { MAX_SKILLS, Skill } from '../../../domain/assignment/rule.js';
import type { ToldOfRecord } from '../../../domain/crm-record/crm-record.js';
import { MAX_ADDRESSES, MAX_TEAMS, Stage } from '../../../domain/crm-record/events.js';
import { CrmRecordRef } from '../../../domain/crm-record/link.js';
import { RecordId, RecordType, TeamId, UserId } from '../../../domain/ids.js';
import { enteredAddresses } from '../../mime/record-address.js';
import { instant, page, paging, text } from './common.js';
import { Sending } from './emails.js';
import { AddressMarksOf } from './reports.js';

/** Characters of one address as it is entered, with its name and comments. */
const LONGEST_ENTRY = 1_000;

const addresses = z
  .array(z.string().min(1).max(LONGEST_ENTRY))
  .max(MAX_ADDRESSES)
  .default([])
  .transform((entries, context) => {
    const found = entries.map(enteredAddresses);
    for (const [n, one] of found.entries()) {
      if (one.length === 0)
        context.issues.push({ code: 'custom', path: [n], message: 'has no e-mail address in it', input: entries[n] });
    }
    const all = [...new Set(found.flat())];
    if (all.length > MAX_ADDRESSES) {
      context.issues.push({ code: 'custom', message: `has more than ${MAX_ADDRESSES} addresses`, input: entries });
    }
    return all;
  })
  .describe(
    'Names, comments and groups are left out; domains are compared in ASCII, all in lower case; the first is the main one',
  );

const facts = {
  name: text(250),
  emailAddresses: addresses,
  accountId: RecordId.nullable().default(null).describe('The Account of a Contact or an Opportunity'),
  contactId: RecordId.nullable().default(null).describe('The Contact of an Opportunity'),
  convertedTo: z
    .strictObject({ accountId: RecordId.nullable().default(null), contactId: RecordId.nullable().default(null) })
    .nullable()
    .default(null)
    .describe('What a Lead became'),
  stage: Stage.nullable().default(null).describe('Of an Opportunity; default open'),
  assignedUserId: UserId.nullable().default(null),
  teamIds: z.array(TeamId).max(MAX_TEAMS).default([]),
  skills: z
    .array(Skill)
    .max(MAX_SKILLS)
    .nullable()
    .default(null)
    .describe('What whoever gets a case of it has to be able to do. Not said: what it was'),
};
/** What the CRM says of a record; what it does not say is not so, but for skills, which may not be its own. */
export const RecordBody = z.strictObject(facts).meta({ id: 'RecordBody' });
export const RecordLineBody = z.strictObject({ type: RecordType, id: RecordId, ...facts }).meta({ id: 'RecordLine' });

export const factsOf = (
  { type, id }: z.infer<typeof CrmRecordRef>,
  { convertedTo, ...told }: z.infer<typeof RecordBody>,
): ToldOfRecord => ({ ...told, type, id, convertedTo });

const record = z
  .object({
    type: RecordType,
    id: z.string(),
    key: z.string().describe('`Contact/17`'),
    name: z.string(),
    emailAddresses: z.array(z.string()),
    accountId: z.string().nullable(),
    contactId: z.string().nullable(),
    convertedTo: z.object({ accountId: z.string().nullable(), contactId: z.string().nullable() }).nullable(),
    stage: Stage.nullable(),
    assignedUserId: z.string().nullable(),
    teamIds: z.array(z.string()),
    skills: z.array(z.string()),
    registeredAt: instant,
    updatedAt: instant,
    revision: z.int(),
  })
  .meta({ id: 'Record' });

export const RecordWithMarks = record
  .extend({ addressMarks: z.array(AddressMarksOf).describe('What is held against its addresses') })
  .meta({ id: 'RecordWithMarks' });
export const Records = page('Records', record);
export const RecordQuery = z.strictObject({
  ...paging,
  type: RecordType.optional(),
  text: text(200).optional().describe('Words of the name or of an address, by their beginnings'),
  email: z
    .string()
    .min(3)
    .max(LONGEST_ENTRY)
    .transform((entered, context) => {
      const [address] = enteredAddresses(entered);
      if (address !== undefined) return address;
      context.issues.push({ code: 'custom', message: 'is no e-mail address', input: entered });
      return z.NEVER;
    })
    .optional()
    .describe('One of their addresses'),
});
export const RecordTimeline = page(
  'RecordTimeline',
  z
    .object({
      record: z.string(),
      at: instant,
      actor: z.string(),
      kind: z.string().describe('The type of the event'),
      facts: z.record(z.string(), z.unknown()),
      sending: Sending,
    })
    .meta({ id: 'RecordTimelineEntry' }),
);
export const RecordResults = z
  .union([
    z.object({
      line: z.int(),
      type: RecordType.nullable(),
      id: z.string().nullable(),
      outcome: z.enum(['registered', 'changed', 'unchanged', 'refused']),
      code: z.string().nullable(),
      detail: z.string().nullable(),
    }),
    z.object({
      done: z.literal(true),
      registered: z.int(),
      changed: z.int(),
      unchanged: z.int(),
      refused: z.int(),
      position: z.string(),
    }),
  ])
  .meta({
    id: 'RecordResults',
    description: 'Lines of NDJSON: one for each that came, and one that is `done`, or a problem',
  });
export const Linking = z
  .object({
    state: z.enum(['working', 'idle']),
    changes: z.int().describe('Changes of records that came'),
    done: z.int().describe('Those for which all messages were looked at'),
    emails: z.int().describe('Messages that got another parent'),
    threads: z.int(),
  })
  .meta({ id: 'Linking' });
export const NewParent = CrmRecordRef.strict().meta({ id: 'NewParent' });
