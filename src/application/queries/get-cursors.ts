import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { turnOrder } from '../../domain/assignment/assign.js';
import type { AssignmentState } from '../../domain/assignment/state.js';
import type { Position } from '../../domain/event.js';
import type { TeamId } from '../../domain/ids.js';
import { ROTA, type RotaView, rotaCollection } from '../../projections/rota.js';
import { type Asker, levelOf } from '../access/asker.js';
import { ReadModels } from './read-models.js';

export interface Cursor {
  readonly teamId: string;
  /** None: all members. Else those with this position in the team. */
  readonly position: string | null;
  /** Who gets the next case of a round-robin; none: nobody is eligible. */
  readonly next: string | null;
  /** The next one first. */
  readonly order: readonly string[];
}

/** Whose turn it is in each team, and the order behind. */
export class GetCursors extends Query<readonly Cursor[]> {
  constructor(
    /** None: of all teams. */
    readonly teamId: string | null = null,
    readonly after?: Position,
    readonly asker?: Asker,
  ) {
    super();
  }
}

@QueryHandler(GetCursors)
export class GetCursorsHandler implements IQueryHandler<GetCursors> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ teamId, after, asker }: GetCursors): Promise<readonly Cursor[]> {
    await this.readModels.reached(after, rotaCollection);
    const rota = await this.readModels.get<RotaView>(rotaCollection, ROTA);
    if (!rota) return [];
    // The keys of the teams of a rota are their ids.
    const teams = Object.keys(rota.state.teams).sort() as TeamId[];
    const seen = (id: TeamId) => !asker || levelOf(asker, 'cases', 'read') === 'all' || asker.teamIds.includes(id);
    return teams
      .filter((id) => (teamId === null || id === teamId) && seen(id))
      .flatMap((id) => cursorsOf(rota.state, id));
  }
}

function cursorsOf(state: AssignmentState, teamId: TeamId): Cursor[] {
  const positions = Object.values(state.teams[teamId] ?? {}).flatMap(({ position }) => position ?? []);
  return [null, ...[...new Set(positions)].sort()].map((position) => {
    const order = turnOrder(state, teamId, position);
    return { teamId, position, next: order[0] ?? null, order };
  });
}
