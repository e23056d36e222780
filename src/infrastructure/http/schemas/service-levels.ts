import { z } from 'zod';
import { WallTime } from '../../../domain/availability/events.js';
import { Holiday, MAX_HOLIDAYS } from '../../../domain/calendar/events.js';
import { CasePriority, CaseStatus } from '../../../domain/case/status.js';
import { AccountId } from '../../../domain/ids.js';
import { Escalation, ServiceLevel, Target } from '../../../domain/service-level/level.js';
import { BACKWARDS, instant, isForwards, page, text } from './common.js';

export const NewCalendar = z
  .strictObject({
    name: text(200),
    hours: z.strictObject({
      timeZone: z.string().trim().min(1).max(64).describe('An IANA time zone: Europe/Ljubljana'),
      days: z
        .array(z.array(z.strictObject({ from: WallTime, to: WallTime })).max(6))
        .length(7)
        .describe('Monday first; of each day from when to when, in order'),
    }),
    holidays: z.array(z.strictObject(Holiday.shape)).max(MAX_HOLIDAYS).default([]).describe('Days without hours'),
  })
  .meta({ id: 'NewCalendar' });
export const Calendar = z
  .object({
    calendarId: z.string(),
    name: z.string(),
    hours: z.object({
      timeZone: z.string(),
      days: z.array(z.array(z.object({ from: z.string(), to: z.string() }))),
    }),
    holidays: z.array(z.object({ date: z.string(), name: z.string() })),
    revision: z.int(),
  })
  .meta({ id: 'Calendar' });
export const Calendars = page('Calendars', Calendar);

const { escalation: _, ...level } = ServiceLevel.shape;
/** What is left out stays, or is as usual. */
export const ServiceLevelSettings = z
  .strictObject({
    ...z.object(level).partial().shape,
    escalation: z.strictObject(Escalation.partial().shape).optional(),
  })
  .meta({
    id: 'ServiceLevelSettings',
    description:
      'Default: around the clock, a warning at 80 %, Pending stops the clock, whoever has the case is told when a time is over',
  });
export const ShownServiceLevel = ServiceLevel.meta({ id: 'ServiceLevel' });

const promise = z
  .object({
    allowedMinutes: z.int().nullable().describe('null: nothing is promised'),
    usedMinutes: z.number().describe('Up to the answer, the solution, or now'),
    state: z.enum(['none', 'running', 'paused', 'warned', 'missed', 'met', 'late', 'stopped']),
    dueAt: instant.nullable(),
    warnedAt: instant.nullable(),
    missedAt: instant.nullable(),
    metAt: instant.nullable(),
  })
  .meta({ id: 'ServiceLevelPromise' });
export const CaseServiceLevel = z
  .object({
    caseId: z.string(),
    number: z.int(),
    sentence: z.string().describe('Why it stands so, in words'),
    level: ShownServiceLevel.nullable().describe('What its account promised when it came to be; null: nothing'),
    promised: z.object({ stream: z.string(), revision: z.int() }).nullable(),
    calendar: z.object({ stream: z.string(), revision: z.int() }).nullable().describe('null: around the clock'),
    priority: CasePriority.describe('By which the times are'),
    startedAt: instant.nullable(),
    firstResponse: promise.nullable(),
    solution: promise.nullable(),
    periods: z
      .array(
        z.object({ status: CaseStatus, from: instant, to: instant.nullable(), runs: z.boolean(), minutes: z.number() }),
      )
      .describe('In which status its time went by, and how much of it'),
  })
  .meta({ id: 'CaseServiceLevel' });

const outcome = z
  .object({
    target: Target,
    met: z.int(),
    missed: z.int(),
    medianMinutes: z.number().nullable().describe('Of those that were answered or solved; above 100 to two digits'),
  })
  .meta({ id: 'ServiceLevelOutcome' });
const month = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'a month as 2026-03');
export const ReportQuery = z
  .strictObject({
    account: AccountId.optional(),
    from: month.optional().describe('The first month, in UTC; default: the first that there is'),
    to: month.optional().describe('The last month; default: the last that there is'),
  })
  .refine(isForwards, BACKWARDS);
export const ServiceLevelReport = z
  .object({
    items: z.array(
      z
        .object({ accountId: z.string(), emailAddress: z.string().nullable(), outcomes: z.array(outcome) })
        .meta({ id: 'ServiceLevelsOfAccount' }),
    ),
  })
  .meta({ id: 'ServiceLevelReport' });

export const ReplayRequest = z
  .strictObject({
    serviceLevel: ServiceLevelSettings.optional().describe("What is left out is as in the account's own"),
    since: instant.optional().describe('Only cases that came to be from then on'),
  })
  .prefault({})
  .meta({ id: 'ServiceLevelReplayRequest' });
export const ReplayedLevels = z
  .object({
    cases: z.int(),
    outcomes: z.array(
      z.object({
        target: Target,
        met: z.int(),
        missed: z.int(),
        open: z.int().describe('Neither: still to be done, or given up'),
        medianMinutes: z.number().nullable(),
      }),
    ),
    level: ShownServiceLevel,
  })
  .meta({ id: 'ReplayedServiceLevels' });
