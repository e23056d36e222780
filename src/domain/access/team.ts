import type { Decider } from '../decider.js';
import { NotFound, Rejected } from '../errors.js';
import type { TeamId, UserId } from '../ids.js';
import type { TeamEvent } from './events.js';

export type Team =
  | { readonly status: 'absent' }
  | {
      readonly status: 'present';
      readonly teamId: TeamId;
      readonly name: string;
      /** The members' positions; none where a member has none. */
      readonly members: Readonly<Record<UserId, string | null>>;
    };

export const team: Decider<Team, TeamEvent> = {
  initialState: () => ({ status: 'absent' }),
  evolve(state, { type, data }) {
    if (type === 'TeamCreated') return { status: 'present', members: {}, ...data };
    if (state.status === 'absent') return state;
    switch (type) {
      case 'TeamMemberAdded':
      case 'TeamMemberPositionSet':
        return { ...state, members: { ...state.members, [data.userId]: data.position } };
      case 'TeamMemberRemoved': {
        const { [data.userId]: _, ...members } = state.members;
        return { ...state, members };
      }
    }
  },
};

export function createTeam(state: Team, created: { readonly teamId: TeamId; readonly name: string }): TeamEvent[] {
  if (state.status !== 'absent') throw new Rejected('team-exists', `There is a team ${created.teamId} already.`);
  return [{ type: 'TeamCreated', data: created }];
}

/** Every assignment names all members of the team, and an event has to stay small. */
const MAX_MEMBERS = 1_000;

/** Adds a member, or gives one another position. */
export function setMember(state: Team, userId: UserId, position: string | null): TeamEvent[] {
  const { teamId, members } = present(state);
  const before = members[userId];
  if (before === undefined) {
    if (Object.keys(members).length >= MAX_MEMBERS)
      throw new Rejected('team-full', `A team has at most ${MAX_MEMBERS} members.`);
    return [{ type: 'TeamMemberAdded', data: { teamId, userId, position } }];
  }
  return before === position ? [] : [{ type: 'TeamMemberPositionSet', data: { teamId, userId, position } }];
}

export function removeMember(state: Team, userId: UserId): TeamEvent[] {
  const { teamId, members } = present(state);
  if (members[userId] === undefined) throw new NotFound('team member', userId);
  return [{ type: 'TeamMemberRemoved', data: { teamId, userId } }];
}

function present(state: Team): Exclude<Team, { status: 'absent' }> {
  if (state.status === 'absent') throw new NotFound('team', 'of this id');
  return state;
}
