import { z } from 'zod';
import type { Upcast } from '../event.js';
import { TeamId, UserId } from '../ids.js';

/** How a new case finds its user; `none` leaves it New and unassigned. */
export const Distribution = z.enum(['none', 'direct-assignment', 'round-robin', 'less-busy']);
export type Distribution = z.infer<typeof Distribution>;

/** What somebody can do, in a company's own words: `german`, `invoices`. Compared in lower case. */
export const Skill = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._+#/-]{0,49}$/u, 'letters, digits, spaces and ._+#/-, 1 to 50')
  .describe('What a case needs and a user has: `german`, `invoices`.');
export const MAX_SKILLS = 50;

/** What the distribution looks at besides who is in the team; nothing unless the account says so. */
export const Respects = z.object({
  availability: z.boolean().describe('Away, and working hours.'),
  capacity: z.boolean().describe('The most open cases.'),
  rate: z.boolean().describe('The most new cases in a window of time.'),
  skills: z.boolean().describe('The skills that the case needs.'),
});
export type Respects = z.infer<typeof Respects>;
const RESPECTS_NOTHING: Respects = { availability: false, capacity: false, rate: false, skills: false };

/** When a case goes on to the next, since its user has done nothing with it. */
export const Overdue = z.object({
  minutes: z.number().int().min(1).max(527_040).describe('Since it was assigned.'),
  what: z.enum(['not-opened', 'not-answered']),
});
export type Overdue = z.infer<typeof Overdue>;

/** How cases of an account, or one that is made by hand, find their users. */
export const AssignmentRule = z.object({
  distribution: Distribution,
  teamId: TeamId.nullable(),
  userId: UserId.nullable().describe('For `direct-assignment`.'),
  position: z.string().nullable().describe('Narrows the members to those with this position in the team.'),
  respects: Respects,
  skills: z.array(z.string()).describe('What its user has to be able to do.'),
  overdue: Overdue.nullable().describe('When it goes on to the next; none: never.'),
});
export type AssignmentRule = z.infer<typeof AssignmentRule>;

/** What a rule says that regards nothing but who is in the team. */
export const PLAIN: Pick<AssignmentRule, 'respects' | 'skills' | 'overdue'> = {
  respects: RESPECTS_NOTHING,
  skills: [],
  overdue: null,
};

/** A rule that hands a case to nobody. */
export const NO_RULE: AssignmentRule = {
  distribution: 'none',
  teamId: null,
  userId: null,
  position: null,
  ...PLAIN,
};

/** A rule of before there was availability: it regards nothing. */
export const liftRule: Upcast = (rule) => ({ ...PLAIN, ...rule });
