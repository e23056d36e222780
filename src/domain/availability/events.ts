import { z } from 'zod';
import { MAX_SKILLS, Skill } from '../assignment/rule.js';
import { CaseStatus } from '../case/status.js';
import { MAX_TAGS, Tag } from '../case/tag.js';
import { type EventsOf, event } from '../event.js';
import { Instant, TeamId, UserId } from '../ids.js';

/** A time of day on the wall: `08:00`; `24:00` is the end of the day. */
export const WallTime = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'a time of day as 08:00, at most 24:00');

/** When somebody works, on the clock of their wall. A shift over midnight is written as two: to `24:00`, and from `00:00`. */
export const WorkingHours = z.object({
  timeZone: z.string().min(1).max(64).describe('An IANA time zone: `Europe/Ljubljana`.'),
  days: z
    .array(z.array(z.object({ from: WallTime, to: WallTime })).max(6))
    .length(7)
    .describe('Monday first; of each day from when to when, in order.'),
});
export type WorkingHours = z.infer<typeof WorkingHours>;

/** How many open cases somebody can have, and which of them do not count. */
export const Capacity = z.object({
  maxOpenCases: z.number().int().min(0).max(1_000),
  leavingOut: z.object({
    statuses: z.array(CaseStatus).max(3).describe('Cases of these do not count: `Pending`.'),
    tags: z.array(Tag).max(MAX_TAGS).describe('Nor do cases that have one of these: `waits for parts`.'),
    olderThanDays: z.number().int().min(1).max(3_650).nullable().describe('Cases that they have had for longer.'),
  }),
});
export type Capacity = z.infer<typeof Capacity>;

/** How many new cases somebody can be given in how much time. */
export const Rate = z.object({
  cases: z.number().int().min(1).max(1_000),
  windowMinutes: z.number().int().min(1).max(44_640),
});
export type Rate = z.infer<typeof Rate>;

export const AwayId = z.string().min(1).max(64).brand<'AwayId'>();
export type AwayId = z.infer<typeof AwayId>;
export const HandOverId = z.string().min(1).max(64).brand<'HandOverId'>();
export type HandOverId = z.infer<typeof HandOverId>;
/** Why somebody is not there. */
export const Absence = z.enum(['away', 'outside-hours']);
export type Absence = z.infer<typeof Absence>;

const reason = z.string().max(500);

export const availabilityEvents = {
  AwayPlanned: event(
    'A user will be away. Periods that overlap are one in effect.',
    z.object({
      userId: UserId,
      awayId: AwayId,
      from: Instant,
      to: Instant.describe('From then on they are back.'),
      reason: reason.nullable().meta({ personal: 'userId' }),
    }),
  ),
  AwayCancelled: event(
    'A user is not away after all, or not any longer.',
    z.object({ userId: UserId, awayId: AwayId }),
  ),
  WorkingHoursSet: event(
    'When a user works; none: as their teams do.',
    z.object({ userId: UserId, hours: WorkingHours.nullable() }),
  ),
  CapacitySet: event(
    'How many open cases a user can have; none: as their teams say.',
    z.object({ userId: UserId, capacity: Capacity.nullable() }),
  ),
  RateSet: event(
    'How many new cases in how much time a user can be given; none: as their teams say.',
    z.object({ userId: UserId, rate: Rate.nullable() }),
  ),
  UserSkillsSet: event(
    'What a user can do: all of it.',
    z.object({ userId: UserId, skills: z.array(Skill).max(MAX_SKILLS) }),
  ),
  AvailabilityBegan: event(
    'A user is there: the time came, or a plan was changed.',
    z.object({ userId: UserId, at: Instant.describe('When by the plan; recorded a moment later.') }),
  ),
  AvailabilityEnded: event(
    'A user is not there, or not there for another reason.',
    z.object({ userId: UserId, reason: Absence, at: Instant }),
  ),
  LimitEased: event(
    'Time has passed, and a user may have a case again: a window of the rate is over, or an open case is so old that it does not count.',
    z.object({ userId: UserId, limit: z.enum(['capacity', 'rate']), at: Instant }),
  ),
  HandOverRequested: event(
    'The open cases of a user are to go to others.',
    z.object({
      userId: UserId,
      handOverId: HandOverId,
      to: UserId.nullable().describe('To whom; none: through the distribution again.'),
      reason,
      cases: z.number().int().nonnegative().describe('How many they had, as far as the read model had come.'),
    }),
  ),
  HandOverFinished: event(
    'Each open case of the user has gone to somebody else, or waits for somebody.',
    z.object({ userId: UserId, handOverId: HandOverId }),
  ),
};
export type AvailabilityEvent = EventsOf<typeof availabilityEvents>;

export const teamAvailabilityEvents = {
  TeamWorkingHoursSet: event(
    'When the members of a team work who have no hours of their own.',
    z.object({ teamId: TeamId, hours: WorkingHours.nullable() }),
  ),
  TeamCapacitySet: event(
    'How many open cases each member of a team can have who has no capacity of their own.',
    z.object({ teamId: TeamId, capacity: Capacity.nullable() }),
  ),
  TeamRateSet: event(
    'How many new cases in how much time each member of a team can be given who has no rate of their own.',
    z.object({ teamId: TeamId, rate: Rate.nullable() }),
  ),
  TeamHoursBegan: event('The hours of a team began.', z.object({ teamId: TeamId, at: Instant })),
  TeamHoursEnded: event('The hours of a team ended.', z.object({ teamId: TeamId, at: Instant })),
};
export type TeamAvailabilityEvent = EventsOf<typeof teamAvailabilityEvents>;
