import { z } from 'zod';
import { CrmRecordRef } from '../crm-record/link.js';
import { EventRef, type Upcast } from '../event.js';
import { Instant, TeamId, UserId } from '../ids.js';
import { Distribution, liftRule, Overdue, Respects } from './rule.js';

/** What a record says that its cases need. */
export const RecordSkills = z.object({ record: CrmRecordRef, skills: z.array(z.string()) });
export type RecordSkills = z.infer<typeof RecordSkills>;

export const Limits = z.object({
  capacity: z
    .object({
      most: z.number().int(),
      counted: z.number().int().describe('Open cases that count.'),
      leftOut: z.number().int().describe('Open cases that do not, by their status, tags or age.'),
    })
    .nullable()
    .describe('None: they may have any number.'),
  rate: z
    .object({ cases: z.number().int(), windowMinutes: z.number().int(), given: z.number().int() })
    .nullable()
    .describe('None: as many at once as come.'),
  missingSkills: z.array(z.string()),
});
export type Limits = z.infer<typeof Limits>;

export const Candidate = z.object({
  userId: UserId,
  position: z.string().nullable(),
  openCases: z.number().int().nonnegative().describe('Over all teams, before this case.'),
  eligible: z.boolean(),
  because: z
    .string()
    .nullable()
    .describe(
      'Why not, the first reason: `inactive`, `other-position`, `away`, `outside-hours`, `at-capacity`, `over-rate`, `lacks-skill`, `had-it-before`; none for the eligible.',
    ),
  reasons: z.array(z.string()).describe('All reasons why not.'),
  limits: Limits.nullable().describe('What was looked at besides; none: the account regards nothing of it.'),
  lastTurn: z.number().int().describe('The number of the last turn in the team; larger is later.'),
});
export type Candidate = z.infer<typeof Candidate>;

/** Everything that decided who gets a case, so that anybody can check it later. */
export const Explanation = z.object({
  distribution: Distribution,
  teamId: TeamId.nullable(),
  rule: z
    .string()
    .describe(
      'The rule that decided: `longest-ago`, `fewest-open`, `tie-longest-ago`, `only-one`, `configured-user`, `waiting-for-somebody`, `nobody-eligible`, `no-distribution`, `no-team`.',
    ),
  candidates: z.array(Candidate),
  orderBefore: z.array(UserId).describe('The eligible, next one first.'),
  orderAfter: z.array(UserId),
  asOf: EventRef.nullable().describe('The last event that the decision had seen.'),
  at: Instant.nullable().describe('The moment that it took for now: when its cause was recorded.'),
  respects: Respects,
  skills: z.array(z.string()).describe('What its user had to be able to do.'),
  recordSkills: z
    .array(RecordSkills)
    .describe('Those of them that records of the case ask for; the others are of its account, or of filters.'),
  overdue: Overdue.nullable(),
});
export type Explanation = z.infer<typeof Explanation>;

export const Assignment = z.object({
  userId: UserId.nullable().describe('None: nobody was eligible.'),
  teamId: TeamId.nullable(),
  distribution: Distribution,
  explanation: Explanation,
});
export type Assignment = z.infer<typeof Assignment>;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
/** An explanation of before there was availability. */
export const liftExplanation: Upcast = (explanation) => ({
  at: null,
  recordSkills: [],
  ...liftRule(explanation),
  candidates: (Array.isArray(explanation.candidates) ? explanation.candidates : []).map((candidate) =>
    isObject(candidate)
      ? { limits: null, reasons: typeof candidate.because === 'string' ? [candidate.because] : [], ...candidate }
      : candidate,
  ),
});

/** Lifts what stands under some name of an event's data, where it is there. */
export const liftIn =
  (name: string, lift: Upcast): Upcast =>
  (data) => {
    const inner = data[name];
    return isObject(inner) ? { ...data, [name]: lift(inner) } : data;
  };
