import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { CaseId, streams } from '../../domain/ids.js';
import { caseClock } from '../../domain/service-level/clock.js';
import { casesCollection } from '../../projections/cases.js';
import type { Asker } from '../access/asker.js';
import { Aggregates } from '../log/aggregates.js';
import { CLOCK } from '../parts.js';
import type { Clock } from '../ports/clock.js';
import { scheduleOf } from '../service-levels/schedules.js';
import { caseNamed } from './case-names.js';
import { type ExplainedLevel, explainLevel } from './explain-service-level.js';
import { ReadModels } from './read-models.js';

/** How what was promised for a case stands at this moment, and why. */
export class GetCaseServiceLevel extends Query<ExplainedLevel> {
  constructor(
    /** The case's number or id. */
    readonly name: string,
    readonly after?: Position,
    readonly asker?: Asker,
  ) {
    super();
  }
}

@QueryHandler(GetCaseServiceLevel)
export class GetCaseServiceLevelHandler implements IQueryHandler<GetCaseServiceLevel> {
  constructor(
    private readonly readModels: ReadModels,
    private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ name, after, asker }: GetCaseServiceLevel): Promise<ExplainedLevel> {
    await this.readModels.reached(after, casesCollection);
    const { caseId, number } = await caseNamed(this.readModels, name, asker);
    const { state } = await this.aggregates.load(caseClock, streams.case(CaseId.parse(caseId)));
    const schedule = await scheduleOf(this.aggregates, state?.started?.level.calendarId ?? null);
    return explainLevel({ caseId, number }, state, schedule, this.clock.now().toISOString());
  }
}
