import { live } from '../application/ports/document-store.js';
import { isOpen } from '../domain/case/events.js';
import { at, type Change, existing, projection } from './projection.js';

/** How busy a team is: the cases of each of its users, and those that nobody has. */
export interface TeamWorkload {
  readonly teamId: string;
  readonly name: string;
  /** Open cases in this team, by user. */
  readonly open: Readonly<Record<string, number>>;
  /** Cases ever given to a user in this team, by the distribution or by hand. */
  readonly given: Readonly<Record<string, number>>;
}

export const teamWorkloads = projection<TeamWorkload>(
  'team-workloads',
  { version: 3, fields: [], indexes: [] },
  {
    TeamCreated: ({ data: { teamId, name } }) => at(teamId, () => ({ teamId, name, open: {}, given: {} })),
    CaseAssigned: ({ data: { teamId, userId, previousUserId, previousTeamId, status } }) => [
      ...changeOpen(previousTeamId, previousUserId, isOpen(status) ? -1 : 0),
      ...changeOpen(teamId, userId, isOpen(status) ? 1 : 0),
      ...changeTeam(teamId, (view) => ({ ...view, given: add(view.given, userId, 1) })),
    ],
    CaseUnassigned: ({ data: { teamId, userId, status } }) => changeOpen(teamId, userId, isOpen(status) ? -1 : 0),
    CaseStatusChanged: ({ data: { teamId, userId, from, to } }) =>
      changeOpen(teamId, userId, Number(isOpen(to)) - Number(isOpen(from))),
    CaseReopened: ({ data: { teamId, userId, from, to } }) =>
      changeOpen(teamId, userId, Number(isOpen(to)) - Number(isOpen(from))),
  },
);
export const teamWorkloadsCollection = live(teamWorkloads.spec);

function changeTeam(teamId: string | null, change: (view: TeamWorkload) => TeamWorkload): Change<TeamWorkload>[] {
  return teamId === null ? [] : [existing(teamId, change)];
}

function changeOpen(teamId: string | null, userId: string | null, by: number): Change<TeamWorkload>[] {
  if (userId === null || by === 0) return [];
  return changeTeam(teamId, (view) => ({ ...view, open: add(view.open, userId, by) }));
}

function add(counts: Readonly<Record<string, number>>, userId: string, by: number): Readonly<Record<string, number>> {
  return { ...counts, [userId]: Math.max(0, (counts[userId] ?? 0) + by) };
}
