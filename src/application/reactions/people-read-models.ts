import type { AssignmentState } from '../../domain/assignment/state.js';
import type { Position } from '../../domain/event.js';
import { CaseId, type UserId } from '../../domain/ids.js';
import { type CaseView, casesCollection } from '../../projections/cases.js';
import { type Deadline, deadlinesCollection } from '../../projections/deadlines.js';
import { ROTA, type RotaView, rotaCollection } from '../../projections/rota.js';
import { type ServiceLevelDue, serviceLevelDuesCollection } from '../../projections/service-level-dues.js';
import { OPEN } from '../commands/hand-over.js';
import { type ReadModels, whenBuilt } from '../queries/read-models.js';
import type { HeldCases } from './hand-overs.js';
import type { RunningCases } from './service-levels.js';
import type { DueWork } from './timers.js';

/** What the reactions about people ask the read models. One that is being built holds nobody up: it rings when it is there. */
export class PeopleReadModels implements DueWork, HeldCases, RunningCases {
  constructor(private readonly readModels: ReadModels) {}

  async rota(): Promise<AssignmentState | null> {
    const view = await whenBuilt(this.readModels.get<RotaView>(rotaCollection, ROTA));
    return view?.state ?? null;
  }

  async deadlines(limit: number): Promise<readonly Deadline[]> {
    const sort = { field: 'dueAt', direction: 'asc' } as const;
    const page = await whenBuilt(this.readModels.find<Deadline>(deadlinesCollection, { sort, limit }));
    return page?.items ?? [];
  }

  async dues(limit: number): Promise<readonly ServiceLevelDue[]> {
    const sort = { field: 'lookAt', direction: 'asc' } as const;
    const page = await whenBuilt(this.readModels.find<ServiceLevelDue>(serviceLevelDuesCollection, { sort, limit }));
    return page?.items ?? [];
  }

  async *by(calendar: string, after: Position): AsyncIterable<readonly CaseId[]> {
    await this.readModels.reached(after, serviceLevelDuesCollection);
    const pages = this.readModels.pages<ServiceLevelDue>(serviceLevelDuesCollection, { where: { calendar } });
    for await (const page of pages) yield page.map(({ caseId }) => caseId);
  }

  async *of(userId: UserId, after: Position): AsyncIterable<readonly CaseId[]> {
    await this.readModels.reached(after, casesCollection);
    const query = {
      where: { assignee: userId, status: { in: OPEN } },
      sort: { field: 'number', direction: 'asc' },
    } as const;
    for await (const page of this.readModels.pages<CaseView>(casesCollection, query)) {
      yield page.map(({ caseId }) => CaseId.parse(caseId));
    }
  }
}
