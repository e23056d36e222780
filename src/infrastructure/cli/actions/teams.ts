import { type TeamView, teamsCollection } from '../../../projections/people.js';
import { changing, reading } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';
import { asObject } from './users.js';

export async function addTeam(
  invocation: Invocation,
  teamId: string,
  options: { readonly name?: string },
): Promise<undefined> {
  const body = { teamId, name: options.name ?? teamId };
  const answer = await changing(invocation, 'team add', (api) => api.send('POST', 'teams', body));
  invocation.terminal.answer({ teamId, ...asObject(answer) }, () => `Team ${teamId} is there.`);
}

export async function setMember(
  invocation: Invocation,
  teamId: string,
  userId: string,
  { position = null }: { readonly position?: string | null },
): Promise<undefined> {
  const answer = await changing(invocation, 'team member', (api) =>
    api.send('PUT', memberPath(teamId, userId), { position }),
  );
  const place = position === null ? '' : ` as ${position}`;
  invocation.terminal.answer({ teamId, userId, ...asObject(answer) }, () => `User ${userId} is in ${teamId}${place}.`);
}

export async function removeMember(invocation: Invocation, teamId: string, userId: string): Promise<undefined> {
  const answer = await changing(invocation, 'team remove', (api) => api.send('DELETE', memberPath(teamId, userId)));
  invocation.terminal.answer({ teamId, userId, ...asObject(answer) }, () => `User ${userId} is out of ${teamId}.`);
}

const memberPath = (teamId: string, userId: string): string =>
  `teams/${encodeURIComponent(teamId)}/members/${encodeURIComponent(userId)}`;

export function listTeams(invocation: Invocation): Promise<undefined> {
  const { terminal } = invocation;
  return reading(invocation, 'team list', async (readModels) => {
    const teams = await readModels.all<TeamView>(teamsCollection);
    terminal.answer(teams, () =>
      teams.length === 0
        ? 'There are no teams yet: `mailcase team add`.'
        : terminal.table(teams, [
            { title: 'TEAM', value: ({ teamId }) => teamId },
            { title: 'NAME', value: ({ name }) => name, flexible: true },
            { title: 'MEMBERS', value: membersOf, flexible: true },
          ]),
    );
    return undefined;
  });
}

const membersOf = ({ members }: TeamView): string =>
  members.map(({ userId, position }) => (position === null ? userId : `${userId} (${position})`)).join(', ');
