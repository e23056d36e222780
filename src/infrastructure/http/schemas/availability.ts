import { z } from 'zod';
import { Limits } from '../../../domain/assignment/explanation.js';
import { MAX_SKILLS, Skill } from '../../../domain/assignment/rule.js';
import { Absence, Capacity, Rate, WallTime, WorkingHours } from '../../../domain/availability/events.js';
import { CaseStatus } from '../../../domain/case/events.js';
import { MAX_TAGS, Tag } from '../../../domain/case/tag.js';
import { UserId } from '../../../domain/ids.js';
import { Changed, instant, text } from './common.js';

const hours = z
  .strictObject({
    timeZone: z.string().trim().min(1).max(64).describe('An IANA time zone: Europe/Ljubljana'),
    days: z
      .array(z.array(z.strictObject({ from: WallTime, to: WallTime })).max(6))
      .length(7)
      .describe('Monday first; of each day from when to when, in order. A shift over midnight is two'),
  })
  .nullable();
const capacity = z
  .strictObject({
    maxOpenCases: Capacity.shape.maxOpenCases,
    leavingOut: z
      .strictObject({
        statuses: z.array(CaseStatus).max(3).default([]).describe('Cases of these do not count: Pending'),
        tags: z.array(Tag).max(MAX_TAGS).default([]).describe('Nor do those that have one of these: waits for parts'),
        olderThanDays: Capacity.shape.leavingOut.shape.olderThanDays.default(null),
      })
      .prefault({}),
  })
  .nullable();
const rate = z.strictObject(Rate.shape).nullable();

export const NewAway = z
  .strictObject({
    from: instant,
    to: instant.describe('From then on they are back'),
    reason: text(500).nullable().default(null),
  })
  .meta({ id: 'NewAway' });
export const PlannedAway = Changed.extend({ awayId: z.string() }).meta({ id: 'PlannedAway' });
export const Hours = z.strictObject({ hours: hours.describe('null: as the teams work') }).meta({ id: 'Hours' });
export const CapacityAndRate = z
  .strictObject({ capacity: capacity.optional(), rate: rate.optional() })
  .meta({ id: 'CapacityAndRate', description: 'What is left out stays; null: as the teams say' });
export const Skills = z
  .strictObject({ skills: z.array(Skill).max(MAX_SKILLS).describe('All of them') })
  .meta({ id: 'Skills' });
export const TeamSettings = z
  .strictObject({ hours: hours.optional(), capacity: capacity.optional(), rate: rate.optional() })
  .meta({
    id: 'TeamSettings',
    description: 'For the members who have nothing of their own. What is left out stays; null: none',
  });

const settings = {
  hours: WorkingHours.nullable(),
  capacity: Capacity.nullable(),
  rate: Rate.nullable(),
  presence: Absence.nullable().describe('Why not there; null: there'),
  reached: instant.nullable().describe('Up to here it is known'),
  revision: z.int().describe('Of the settings; -1: none were ever made'),
};
export const Availability = z
  .object({
    userId: z.string(),
    ...settings,
    away: z.array(z.object({ awayId: z.string(), from: instant, to: instant, reason: z.string().nullable() })),
    skills: z.array(z.string()),
  })
  .meta({ id: 'Availability' });
export const TeamAvailability = z
  .object({
    teamId: z.string(),
    ...settings,
    members: z.array(
      z.object({
        userId: z.string(),
        position: z.string().nullable(),
        openCases: z.int(),
        eligible: z.boolean().describe('There, and below their limits'),
        because: z.string().nullable(),
        reasons: z.array(z.string()).describe('Why not'),
        limits: Limits.nullable(),
        lastTurn: z.int(),
        skills: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'TeamAvailability' });

const reason = text(500).describe('Stands in the timeline of each case');
export const NewHandOver = z
  .strictObject({ to: UserId.nullable().default(null).describe('null: through the distribution again'), reason })
  .meta({ id: 'NewHandOver' });
export const StartedHandOver = Changed.extend({
  handOverId: z.string(),
  cases: z.int().describe('Open cases of the user'),
}).meta({ id: 'StartedHandOver' });
export const HandOverProgress = z
  .object({
    handOverId: z.string(),
    to: z.string().nullable(),
    reason: z.string(),
    cases: z.int().describe('Open cases that they had'),
    left: z.int().describe('Those that they still have'),
    finished: z.boolean(),
  })
  .meta({ id: 'HandOverProgress' });
export const Deactivation = z
  .strictObject({
    handOver: NewHandOver.nullable().default(null).describe('What becomes of their open cases; null: they stay theirs'),
  })
  .prefault({})
  .meta({ id: 'Deactivation' });
