import { z } from 'zod';
import { CasePriority, CaseStatus } from '../../../domain/case/events.js';
import { MAX_BROUGHT_NUMBER } from '../../../domain/case/imported.js';
import { AccountId, RecordId, TeamId, UserId } from '../../../domain/ids.js';
import { instant, text } from './common.js';

/** Notes of one case, and characters of all of them: they go into the log in one append. */
const MAX_NOTES = 500;
const MAX_NOTES_LENGTH = 200_000;

export const CaseImportQuery = z.strictObject({
  source: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,49}$/, 'lower-case letters, digits, dots and dashes, 1 to 50')
    .describe('The system that they come from: `espocrm`'),
  numbersUpTo: z.coerce
    .number()
    .int()
    .min(0)
    .max(MAX_BROUGHT_NUMBER)
    .default(0)
    .describe('The highest number of a case there: numbers that are given here from now on are above it'),
});

const note = z.strictObject({
  noteId: text(100).describe('Its id there'),
  text: text(20_000),
  by: text(200).nullable().default(null).describe('Who wrote it'),
  writtenAt: instant.nullable().default(null),
});

export const ImportedCaseLine = z
  .strictObject({
    foreignId: text(100).describe('Its id there'),
    number: z
      .int()
      .positive()
      .max(MAX_BROUGHT_NUMBER)
      .nullable()
      .default(null)
      .describe('It keeps this number, unless a case has it here'),
    subject: text(500),
    description: z.string().max(20_000).default(''),
    status: CaseStatus,
    priority: CasePriority.default('Normal'),
    userId: UserId.nullable().default(null).describe('Who has it'),
    teamId: TeamId.nullable().default(null),
    accountId: AccountId.nullable().default(null).describe('The group account that it came to'),
    links: z
      .strictObject({
        accountId: RecordId.nullable().default(null),
        contactId: RecordId.nullable().default(null),
        leadId: RecordId.nullable().default(null),
        opportunityId: RecordId.nullable().default(null),
      })
      .prefault({})
      .describe('The records that it is about'),
    createdAt: instant.nullable().default(null),
    notes: z
      .array(note)
      .max(MAX_NOTES)
      .default([])
      .refine((notes) => notes.reduce((sum, one) => sum + one.text.length, 0) <= MAX_NOTES_LENGTH, {
        message: `have more than ${MAX_NOTES_LENGTH} characters together`,
      }),
  })
  .meta({ id: 'ImportedCase' });

export const CaseResults = z
  .union([
    z.object({
      line: z.int(),
      foreignId: z.string().nullable(),
      caseId: z.string().nullable().describe('Its number comes with the routing, and may be another one'),
      outcome: z.enum(['imported', 'changed', 'unchanged', 'refused']),
      code: z.string().nullable(),
      detail: z.string().nullable(),
      without: z
        .array(z.string())
        .describe('What of it could not be taken: `user-not-active`, `team-not-found`, `account-not-found`'),
    }),
    z.object({
      done: z.literal(true),
      imported: z.int(),
      changed: z.int(),
      unchanged: z.int(),
      refused: z.int(),
      position: z.string(),
    }),
  ])
  .meta({
    id: 'CaseResults',
    description: 'Lines of NDJSON: one for each that came, and one that is `done`, or a problem',
  });
