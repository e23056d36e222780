import { z } from 'zod';
import { CasePriority, CaseStatus } from '../case/status.js';
import { EventRef, event } from '../event.js';
import { AccountId, CaseId, EmailId, Instant, TeamId, UserId } from '../ids.js';
import { ServiceLevel, Target } from './level.js';

const Due = z.object({
  dueAt: Instant,
  warnAt: Instant.nullable().describe('When people are warned; none: they are not, or have been.'),
  usedMinutes: z.number().nonnegative().describe('That had gone by at that moment.'),
  allowedMinutes: z.number().int().positive(),
});
export type Due = z.infer<typeof Due>;

const calendar = EventRef.nullable().describe('The calendar as it was then; none: around the clock.');
const of = { caseId: CaseId, accountId: AccountId };
const measured = {
  target: Target,
  usedMinutes: z.number().nonnegative().describe("Of the calendar's hours, without what was paused."),
  allowedMinutes: z.number().int().positive(),
  calendar,
};

/** What time does to a case whose account promises something; in the stream of the case. */
export const caseLevelEvents = {
  CaseServiceLevelStarted: event(
    'From a moment on the time of a case is measured, by what its account promised then.',
    z.object({
      ...of,
      level: ServiceLevel,
      promised: EventRef.describe('Where the account promised it.'),
      startedAt: Instant.describe('When its message came, but not before the account promised it.'),
    }),
  ),
  CaseDueTimesSet: event(
    'Until when something has to have happened to a case; what is not there is done, not promised, or not due while its status stops the clock.',
    z.object({
      ...of,
      because: z.enum(['started', 'paused', 'resumed', 'solved', 'stopped', 'priority', 'calendar']),
      status: CaseStatus,
      priority: CasePriority.describe('By which the times are; one that an escalation gave does not count.'),
      firstResponse: Due.nullable(),
      solution: Due.nullable(),
      calendar,
    }),
  ),
  CaseServiceLevelWarned: event(
    'The time for something is nearly over.',
    z.object({
      ...of,
      ...measured,
      at: Instant.describe('By the clock of the case.'),
      dueAt: Instant,
      userIds: z.array(UserId),
      teamIds: z.array(TeamId),
    }),
  ),
  CaseServiceLevelMissed: event(
    'The time for something was over before it was done. What follows from that stands beside this.',
    z.object({
      ...of,
      ...measured,
      at: Instant.describe('When it was due.'),
      metAt: Instant.nullable().describe('It had been solved in time then, and was opened again.'),
      userIds: z.array(UserId).describe('Who is told.'),
      teamIds: z.array(TeamId).describe('Whose members are told.'),
    }),
  ),
  CaseServiceLevelMet: event(
    'Somebody answered, or the case was solved, for the first time: in time or late.',
    z.object({
      ...of,
      ...measured,
      at: Instant,
      emailId: EmailId.nullable().describe('The answer.'),
      late: z.boolean(),
    }),
  ),
};
