import { z } from 'zod';
import { AccountId, TeamId, UserId } from '../../../domain/ids.js';
import { MAX_COMMENT, Rating } from '../../../domain/satisfaction/events.js';
import { SatisfactionSettings as Settings } from '../../../domain/satisfaction/settings.js';
import { BACKWARDS, isForwards } from './common.js';

export const SatisfactionSettings = z
  .strictObject(Settings.partial().shape)
  .meta({ id: 'SatisfactionSettings', description: 'Default: the usual text, a link for 30 days' });

/** What a form sends is text. */
const rating = z
  .union(
    [
      z.int(),
      z
        .string()
        .regex(/^[1-5]$/)
        .transform(Number),
    ],
    { error: 'Choose one from 1 to 5.' },
  )
  .pipe(Rating)
  .describe('From 1, not content at all, to 5, very content');
export const SatisfactionAnswer = z
  .strictObject({
    rating,
    comment: z
      .string()
      // Browsers send line breaks as two characters, and count one.
      .overwrite((words) => words.replaceAll('\r\n', '\n').trim())
      .max(MAX_COMMENT)
      .nullable()
      .default(null)
      .transform((words) => words || null)
      .describe('In their own words; none, or empty: they say no more'),
  })
  .meta({ id: 'SatisfactionAnswer' });
export const SatisfactionToken = z.string().max(100).describe('Of the link');
export const SatisfactionQuestion = z
  .object({
    caseNumber: z.int(),
    accountName: z.string(),
    answered: z.boolean(),
    until: z.string().describe('Up to then it can be answered'),
  })
  .meta({ id: 'SatisfactionQuestion' });
export const SatisfactionGiven = z
  .object({ caseNumber: z.int(), accountName: z.string(), rating: Rating, comment: z.string().nullable() })
  .meta({ id: 'SatisfactionGiven' });

const day = z.iso.date();
export const SatisfactionQuery = z
  .strictObject({
    account: AccountId.optional(),
    team: TeamId.optional().describe('The team that the cases were in when they were closed'),
    user: UserId.optional().describe('Who had them then'),
    from: day.optional().describe('The first day, in UTC, on which was asked; default: the first that there is'),
    to: day.optional().describe('The last day; default: the last that there is'),
  })
  .refine(isForwards, BACKWARDS);
const satisfaction = {
  asked: z.int(),
  answered: z.int(),
  mean: z.number().nullable().describe('To two digits; null: nobody has answered'),
  ratings: z
    .object({ 1: z.int(), 2: z.int(), 3: z.int(), 4: z.int(), 5: z.int() })
    .describe('How many gave each rating'),
};
export const SatisfactionReport = z
  .object({
    total: z.object(satisfaction).meta({ id: 'Satisfaction' }),
    teams: z.array(
      z
        .object({
          teamId: z.string().nullable().describe('null: the cases were in no team'),
          ...satisfaction,
          users: z.array(
            z
              .object({ userId: z.string().nullable().describe('null: nobody had the cases'), ...satisfaction })
              .meta({ id: 'SatisfactionWithUser' }),
          ),
        })
        .meta({ id: 'SatisfactionWithTeam' }),
    ),
  })
  .meta({ id: 'SatisfactionReport' });
