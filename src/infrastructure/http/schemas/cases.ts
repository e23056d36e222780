import { z } from 'zod';
import { Limits, RecordSkills } from '../../../domain/assignment/explanation.js';
import { MAX_SKILLS, Overdue, Respects, Skill } from '../../../domain/assignment/rule.js';
import { CasePriority, CaseStatus, MAX_SPLIT } from '../../../domain/case/events.js';
import { MAX_TAGS, Tag } from '../../../domain/case/tag.js';
import { EmailId, TeamId, UserId } from '../../../domain/ids.js';
import { Distribution } from '../../../domain/mail-account/events.js';
import { Rating } from '../../../domain/satisfaction/events.js';
import { LEVEL_STATES } from '../../../domain/service-level/standing.js';
import { CaseReference, Changed, flag, instant, page, paging, text } from './common.js';
import { Sending } from './emails.js';

/** `status=New` or `status=New,Assigned`. */
const statuses = z
  .string()
  .max(200)
  .transform((value) => value.split(','))
  .pipe(z.array(CaseStatus).min(1))
  .describe('One status, or several with commas');

export const CaseQuery = z.strictObject({
  ...paging,
  status: statuses.optional(),
  open: flag.optional(),
  team: TeamId.optional(),
  assignee: z
    .union([z.literal('none'), UserId])
    .optional()
    .describe('`none`: those that nobody has'),
  tag: Tag.optional(),
  text: z.string().trim().min(1).max(500).optional().describe('Words of the subject or of who wrote'),
  serviceLevel: z
    .enum(LEVEL_STATES)
    .optional()
    .describe('How what was promised stands; such a list is sorted by number or dueAt'),
  dueBefore: instant.optional().describe('Only open cases that are due before that: implies sort=dueAt'),
  sort: z
    .enum(['number', 'updatedAt', 'createdAt', 'dueAt'])
    .optional()
    .describe('Default number; dueAt: only open cases for which something is due'),
  direction: z.enum(['asc', 'desc']).optional().describe('Default desc, of dueAt asc'),
});

const Standing = z
  .object({ state: z.enum(['running', 'paused', 'warned', 'missed', 'met', 'late']), dueAt: instant.nullable() })
  .nullable();

const CaseName = z.object({ id: z.string(), number: z.int() });
const Case = z
  .object({
    caseId: z.string(),
    number: z.int().describe('0 for the instant until it is routed'),
    subject: z.string(),
    status: CaseStatus,
    open: z.boolean(),
    priority: CasePriority,
    tags: z.array(z.string()).describe('What agents sort it by'),
    teamId: z.string().nullable(),
    assignee: z.string().nullable(),
    distribution: z
      .string()
      .nullable()
      .describe('How it found its user, or `manual`, or `imported`: they had it where it was brought from'),
    unassignedBecause: z.string().nullable(),
    accountId: z.string().nullable(),
    contact: z.string().nullable(),
    contactText: z.string(),
    description: z.string(),
    threadId: z.string().nullable(),
    originalEmailId: z.string().nullable(),
    duplicateOf: CaseName.nullable(),
    mergedInto: CaseName.nullable().describe('What it was merged into'),
    splitFrom: CaseName.nullable().describe('The case whose e-mails made it'),
    mentions: CaseName.nullable(),
    links: z
      .object({
        accountId: z.string().nullable(),
        contactId: z.string().nullable(),
        leadId: z.string().nullable(),
        opportunityId: z.string().nullable(),
      })
      .describe('The records of the CRM that its messages are about'),
    importedFrom: z
      .object({ source: z.string(), id: z.string(), number: z.int().nullable() })
      .nullable()
      .describe('The system that it was brought from, and its id and number there; null: it is from here'),
    emailCount: z.int(),
    noteCount: z.int(),
    serviceLevel: z
      .object({ firstResponse: Standing, solution: Standing })
      .nullable()
      .describe('How what its account promised stands; null: it promised nothing'),
    serviceLevelState: z.enum(LEVEL_STATES).nullable().describe('The worst of that'),
    dueAt: instant.nullable().describe('When something has to have been done next, while it is open'),
    satisfaction: z
      .object({
        requestedAt: instant,
        answeredAt: instant.nullable().describe('null: not yet'),
        rating: Rating.nullable().describe('From 1, not content at all, to 5, very content'),
        comment: z.string().nullable().describe('In the words of a customer: it may hold anything'),
      })
      .nullable()
      .describe('What whoever wrote it was asked when it was closed, and says; null: nobody was asked'),
    createdAt: instant,
    updatedAt: instant,
    revision: z.int(),
  })
  .meta({ id: 'Case' });
export const Cases = page('Cases', Case);
export const WholeCase = Case.extend({
  askedFor: CaseName.nullable().describe('What was asked for, where that was merged into this one'),
  merged: z
    .array(Case.pick({ caseId: true, number: true, subject: true, emailCount: true, noteCount: true }))
    .describe('What was merged into it, with what it brought: e-mails and notes of these are seen here'),
}).meta({ id: 'WholeCase' });

export const NewCase = z
  .strictObject({
    subject: text(500),
    description: z.string().max(20_000).default(''),
    teamId: TeamId.nullable().default(null),
    distribution: Distribution.default('none'),
    userId: UserId.nullable().default(null).describe('For direct-assignment'),
    position: z.string().trim().min(1).max(100).nullable().default(null),
    respects: z
      .strictObject({
        availability: Respects.shape.availability.default(false),
        capacity: Respects.shape.capacity.default(false),
        rate: Respects.shape.rate.default(false),
        skills: Respects.shape.skills.default(false),
      })
      .prefault({})
      .describe('What the distribution looks at besides'),
    skills: z.array(Skill).max(MAX_SKILLS).default([]).describe('What its user has to be able to do'),
    overdue: z.strictObject(Overdue.shape).nullable().default(null).describe('When it goes on to the next'),
    priority: CasePriority.default('Normal'),
  })
  .meta({ id: 'NewCase' });
export const RequestedCase = Changed.extend({ caseId: z.string() }).meta({ id: 'RequestedCase' });
export const Assigning = z
  .strictObject({ userId: UserId, teamId: TeamId.nullable().default(null).describe('None: it stays in its team') })
  .meta({ id: 'Assigning' });
export const Unassigning = z
  .strictObject({ redistribute: z.boolean().default(false).describe('The distribution finds another user') })
  .prefault({})
  .meta({ id: 'Unassigning' });
export const NewStatus = z
  .strictObject({
    status: CaseStatus,
    duplicateOf: z.int().positive().nullable().default(null).describe('The number of a case; for Duplicate only'),
  })
  .meta({ id: 'NewStatus' });
export const Merging = z
  .strictObject({ into: CaseReference.describe('The number or the id of the case that stays') })
  .meta({ id: 'Merging' });
export const MergedCase = Changed.extend({
  into: CaseName.describe('Where it went: what `into` is part of, where that was merged itself'),
  undoUntil: instant,
}).meta({ id: 'MergedCase' });
export const Splitting = z
  .strictObject({
    emails: z.array(EmailId).min(1).max(MAX_SPLIT),
    subject: text(500).nullable().default(null).describe('None: that of the first e-mail'),
    userId: UserId.nullable().default(null).describe('Who gets it; none: whoever the distribution finds'),
  })
  .meta({ id: 'Splitting' });
export const NewPriority = z.strictObject({ priority: CasePriority }).meta({ id: 'NewPriority' });
const tags = z.array(Tag).max(MAX_TAGS);
export const NewTags = z
  .strictObject({ add: tags.default([]), remove: tags.default([]) })
  .meta({ id: 'NewTags', description: 'What is named as both is given' });
export const NewNote = z.strictObject({ text: text(20_000) }).meta({ id: 'NewNote' });
export const AddedNote = Changed.extend({ noteId: z.string() }).meta({ id: 'AddedNote' });

const TimelineEntry = z
  .object({
    caseId: z.string(),
    revision: z.int(),
    at: instant,
    actor: z.string(),
    kind: z.string().describe('The type of the event'),
    facts: z.record(z.string(), z.unknown()),
    sending: Sending,
  })
  .meta({ id: 'TimelineEntry' });
export const Timeline = page('Timeline', TimelineEntry);

const candidate = {
  userId: z.string(),
  position: z.string().nullable(),
  openCases: z.int(),
  eligible: z.boolean(),
  because: z.string().nullable().describe('Why not eligible: the first reason'),
  reasons: z.array(z.string()).describe('All reasons why not'),
  limits: Limits.nullable().describe('What the account looks at besides; null: nothing'),
  lastTurn: z.int(),
};
const Explanation = z
  .object({
    distribution: Distribution,
    teamId: z.string().nullable(),
    rule: z.string(),
    candidates: z.array(z.object(candidate)),
    orderBefore: z.array(z.string()),
    orderAfter: z.array(z.string()),
    asOf: z.object({ stream: z.string(), revision: z.int() }).nullable(),
    at: instant.nullable().describe('The moment that it took for now'),
    respects: Respects,
    skills: z.array(z.string()).describe('What its user had to be able to do'),
    recordSkills: z.array(RecordSkills).describe('Those of them that records of the case ask for'),
    overdue: Overdue.nullable(),
  })
  .meta({ id: 'Explanation' });
const AssignmentEntry = z
  .object({
    caseId: z.string(),
    revision: z.int(),
    at: instant,
    actor: z.string(),
    userId: z.string().nullable(),
    previousUserId: z.string().nullable(),
    teamId: z.string().nullable(),
    distribution: z.string(),
    explanation: Explanation.nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'AssignmentEntry' });
export const Assignments = page('Assignments', AssignmentEntry);
export const AssignmentQuery = z.strictObject({ ...paging, user: UserId.optional(), team: TeamId.optional() });

export const Why = z
  .object({
    caseId: z.string(),
    number: z.int(),
    assignee: z.string().nullable(),
    sentence: z.string(),
    distribution: z.string().nullable(),
    rule: z.string().nullable(),
    at: instant.nullable(),
    candidates: z.array(z.object({ ...candidate, name: z.string(), picked: z.boolean(), turn: z.int().nullable() })),
  })
  .meta({ id: 'Why' });

export const Workloads = z
  .object({
    items: z.array(
      z
        .object({
          teamId: z.string(),
          name: z.string(),
          users: z.array(
            z.object({
              userId: z.string(),
              member: z.boolean(),
              open: z.int().describe('Open cases in this team'),
              given: z.int(),
              availability: z
                .object({
                  reasons: z
                    .array(z.string())
                    .describe(
                      'Why not: inactive, away, outside-hours, at-capacity, over-rate; none: they could have a case',
                    ),
                  backAt: instant.nullable().describe('When they are there again, where they are not'),
                  openCases: z.int().describe('Over all teams'),
                  capacity: Limits.shape.capacity,
                  rate: Limits.shape.rate,
                })
                .nullable()
                .describe('Of a member'),
            }),
          ),
          unassigned: z.int().describe('Open cases of the team that nobody has'),
        })
        .meta({ id: 'Workload' }),
    ),
  })
  .meta({ id: 'Workloads' });
export const CursorQuery = z.strictObject({ team: TeamId.optional() });
export const Cursors = z
  .object({
    items: z.array(
      z
        .object({
          teamId: z.string(),
          position: z.string().nullable(),
          next: z.string().nullable().describe('Who gets the next case of a round-robin'),
          order: z.array(z.string()).describe('The next one first'),
        })
        .meta({ id: 'Cursor' }),
    ),
  })
  .meta({ id: 'Cursors' });
