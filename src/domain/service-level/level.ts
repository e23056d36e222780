import { z } from 'zod';
import { CasePriority } from '../case/status.js';
import { Invalid } from '../errors.js';
import { CalendarId, TeamId, UserId } from '../ids.js';

/** What is promised to whoever wrote. */
export const Target = z.enum(['first-response', 'solution']);
export type Target = z.infer<typeof Target>;

const minutes = z.number().int().min(1).max(527_040).describe('In the hours of the calendar.');
const targets = {
  firstResponseMinutes: minutes.nullable().describe('Until somebody has answered; none: whenever.'),
  solutionMinutes: minutes.nullable().describe('Until it is Closed or Rejected; none: whenever.'),
};

export const Escalation = z.object({
  userIds: z.array(UserId).max(50).describe('Who is told.'),
  teamIds: z.array(TeamId).max(20).describe('Whose members are told.'),
  assignee: z.boolean().describe('Whoever has the case is told.'),
  raiseTo: CasePriority.nullable().describe('The priority that it has at least from then on; none: it stays.'),
  redistribute: z.boolean().describe('It goes through the distribution again.'),
});
export type Escalation = z.infer<typeof Escalation>;

/** What is promised to those who write to an account, and what is done where it is not kept. */
export const ServiceLevel = z.object({
  calendarId: CalendarId.nullable().describe('In whose hours the time goes by; none: around the clock.'),
  ...targets,
  byPriority: z
    .array(z.object({ priority: CasePriority, ...targets }))
    .max(CasePriority.options.length)
    .describe('What is promised instead for a case of a priority that somebody gave it.'),
  pausedBy: z
    .array(z.enum(['New', 'Assigned', 'Pending']))
    .max(3)
    .describe('Statuses in which no time goes by: `Pending`.'),
  warnAtPercent: z.number().int().min(1).max(99).nullable().describe('Of the time; none: nobody is warned.'),
  escalation: Escalation.describe('What is done when a time is over.'),
});
export type ServiceLevel = z.infer<typeof ServiceLevel>;

/** What a service level says where it says nothing. */
export const USUAL_LEVEL: ServiceLevel = {
  calendarId: null,
  firstResponseMinutes: null,
  solutionMinutes: null,
  byPriority: [],
  pausedBy: ['Pending'],
  warnAtPercent: 80,
  escalation: { userIds: [], teamIds: [], assignee: true, raiseTo: null, redistribute: false },
};

/** @throws Invalid where it promises nothing, or two things for one priority */
export function checkServiceLevel({ firstResponseMinutes, solutionMinutes, byPriority }: ServiceLevel): void {
  const twice = byPriority.findIndex(
    ({ priority }, n) => byPriority.findIndex((one) => one.priority === priority) !== n,
  );
  if (twice >= 0) throw new Invalid([{ path: `serviceLevel.byPriority.${twice}.priority`, message: 'is there twice' }]);
  const promises = [{ firstResponseMinutes, solutionMinutes }, ...byPriority];
  if (promises.every((one) => one.firstResponseMinutes === null && one.solutionMinutes === null)) {
    throw new Invalid([{ path: 'serviceLevel', message: 'promises nothing: give a first response or a solution' }]);
  }
}

/** Milliseconds of a calendar's hours that there are for something; none: as many as it takes. */
export function allowed(level: ServiceLevel, target: Target, priority: CasePriority): number | null {
  const promised = level.byPriority.find((one) => one.priority === priority) ?? level;
  const given = target === 'solution' ? promised.solutionMinutes : promised.firstResponseMinutes;
  return given === null ? null : given * 60_000;
}
