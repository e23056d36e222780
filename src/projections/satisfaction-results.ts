import { live } from '../application/ports/document-store.js';
import type { AccountId, TeamId, UserId } from '../domain/ids.js';
import { RATINGS, type Rating } from '../domain/satisfaction/events.js';
import { at, type OneChange, projection } from './projection.js';

/** What came of the questions of one day about one user in one team. */
export interface SatisfactionResult {
  /** When they were asked, as `2026-03-01`, in UTC. */
  readonly day: string;
  readonly accountId: AccountId;
  /** Who had the cases when they were closed, and in which team they were; none: nobody, in none. */
  readonly teamId: TeamId | null;
  readonly userId: UserId | null;
  readonly asked: number;
  /** How many answered so. */
  readonly ratings: Readonly<Record<Rating, number>>;
}

export const satisfactionResults = projection<SatisfactionResult>(
  'satisfaction-results',
  { version: 1, fields: ['day'], indexes: [['day']] },
  {
    CaseSatisfactionRequested: ({ data, metadata }) =>
      counted(data, metadata.at, (view) => ({ ...view, asked: view.asked + 1 })),
    CaseSatisfactionGiven: ({ data }) =>
      counted(data, data.requestedAt, (view) => ({
        ...view,
        ratings: { ...view.ratings, [data.rating]: view.ratings[data.rating] + 1 },
      })),
  },
);
export const satisfactionResultsCollection = live(satisfactionResults.spec);

// Each rating is a key of it.
export const noRatings = Object.fromEntries(RATINGS.map((rating) => [rating, 0])) as Record<Rating, number>;

function counted(
  { accountId, teamId, userId }: Pick<SatisfactionResult, 'accountId' | 'teamId' | 'userId'>,
  when: string,
  count: (view: SatisfactionResult) => SatisfactionResult,
): OneChange<SatisfactionResult> {
  const day = when.slice(0, 10);
  return at(`${day}/${accountId}/${teamId ?? ''}/${userId ?? ''}`, (view) =>
    count(view ?? { day, accountId, teamId, userId, asked: 0, ratings: noRatings }),
  );
}
