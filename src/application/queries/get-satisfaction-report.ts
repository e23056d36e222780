import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { RATINGS, type Rating } from '../../domain/satisfaction/events.js';
import {
  noRatings,
  type SatisfactionResult,
  satisfactionResultsCollection,
} from '../../projections/satisfaction-results.js';
import { type Asker, levelOf } from '../access/asker.js';
import { ReadModels } from './read-models.js';

export interface Satisfaction {
  readonly asked: number;
  readonly answered: number;
  /** To two digits; none: nobody has answered. */
  readonly mean: number | null;
  /** How many gave each. */
  readonly ratings: Readonly<Record<Rating, number>>;
}

export interface SatisfactionReport {
  readonly total: Satisfaction;
  readonly teams: readonly (Satisfaction & {
    /** None: the cases were in no team. */
    readonly teamId: string | null;
    readonly users: readonly (Satisfaction & {
      /** None: nobody had the cases. */
      readonly userId: string | null;
    })[];
  })[];
}

export interface SatisfactionFilter {
  readonly account?: string | undefined;
  readonly team?: string | undefined;
  readonly user?: string | undefined;
  /** Days as `2026-03-01`, of UTC, on which was asked; both are within. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/**
 * How content people are, by team and user: all of it to whoever may read all cases, else that of their teams and of
 * themselves.
 */
export class GetSatisfactionReport extends Query<SatisfactionReport> {
  constructor(
    readonly filter: SatisfactionFilter = {},
    readonly after?: Position,
    readonly asker?: Asker,
  ) {
    super();
  }
}

@QueryHandler(GetSatisfactionReport)
export class GetSatisfactionReportHandler implements IQueryHandler<GetSatisfactionReport> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ filter, after, asker }: GetSatisfactionReport): Promise<SatisfactionReport> {
    await this.readModels.reached(after, satisfactionResultsCollection);
    const { from = '', to = '9999-12-31' } = filter;
    const days = this.readModels.pages<SatisfactionResult>(satisfactionResultsCollection, {
      where: { day: { gte: from, lte: to } },
      sort: { field: 'day', direction: 'asc' },
    });
    let total = nothing;
    const teams = new Map<string | null, { sum: Sum; readonly users: Map<string | null, Sum> }>();
    for await (const results of days) {
      for (const one of results) {
        if (!isMeant(filter, one) || !isShown(asker, one)) continue;
        total = added(total, one);
        const team = teams.get(one.teamId) ?? { sum: nothing, users: new Map() };
        team.sum = added(team.sum, one);
        team.users.set(one.userId, added(team.users.get(one.userId) ?? nothing, one));
        teams.set(one.teamId, team);
      }
    }
    return {
      total: shown(total),
      teams: sorted(teams).map(([teamId, { sum, users }]) => ({
        teamId,
        ...shown(sum),
        users: sorted(users).map(([userId, its]) => ({ userId, ...shown(its) })),
      })),
    };
  }
}

type Sum = Pick<SatisfactionResult, 'asked' | 'ratings'>;
const nothing: Sum = { asked: 0, ratings: noRatings };

const added = (sum: Sum, { asked, ratings }: Sum): Sum => ({
  asked: sum.asked + asked,
  // Each rating is a key of it.
  ratings: Object.fromEntries(RATINGS.map((one) => [one, sum.ratings[one] + ratings[one]])) as Record<Rating, number>,
});

function shown({ asked, ratings }: Sum): Satisfaction {
  const answered = RATINGS.reduce<number>((all, one) => all + ratings[one], 0);
  const points = RATINGS.reduce<number>((all, one) => all + one * ratings[one], 0);
  const mean = answered === 0 ? null : Math.round((100 * points) / answered) / 100;
  return { asked, answered, mean, ratings };
}

/** By name, and what is none last. */
const sorted = <T>(map: ReadonlyMap<string | null, T>): readonly (readonly [string | null, T])[] =>
  [...map].sort(([a], [b]) => (a === null ? 1 : b === null ? -1 : a < b ? -1 : 1));

const isMeant = ({ account, team, user }: SatisfactionFilter, one: SatisfactionResult): boolean =>
  (account === undefined || account === one.accountId) &&
  (team === undefined || team === one.teamId) &&
  (user === undefined || user === one.userId);

function isShown(asker: Asker | undefined, { teamId, userId }: SatisfactionResult): boolean {
  const level = asker ? levelOf(asker, 'cases', 'read') : 'all';
  if (level === 'all') return true;
  if (level !== 'no' && userId !== null && userId === asker?.userId) return true;
  return level === 'team' && teamId !== null && (asker?.teamIds.includes(teamId) ?? false);
}
