import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { changeFilter, type Filter, filter, present, warningsOf } from '../../domain/filter/filter.js';
import { type FilterId, streams } from '../../domain/ids.js';
import { Requires } from '../access/need.js';
import { Aggregates } from '../log/aggregates.js';
import type { Asked } from './asked.js';
import type { FilterSettings, SavedFilter } from './define-filter.js';
import { mustExist, mustSetUp } from './filter-references.js';

/** All of it is as it is given from now on; whose mail it is about stays. */
@Requires('filters', 'edit', ({ filterId }: ChangeFilter) => ({ kind: 'filter', id: filterId }))
export class ChangeFilter extends Command<SavedFilter> {
  constructor(
    readonly filterId: FilterId,
    readonly settings: FilterSettings,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(ChangeFilter)
export class ChangeFilterHandler implements ICommandHandler<ChangeFilter> {
  constructor(private readonly aggregates: Aggregates) {}

  async execute({ filterId, settings, by }: ChangeFilter): Promise<SavedFilter> {
    const stream = streams.emailFilter(filterId);
    const { state } = await this.aggregates.load(filter, stream);
    const { scope } = present(state);
    mustSetUp(scope, by.asker);
    await mustExist(this.aggregates, scope, settings.action);
    const decide = (now: Filter) => changeFilter(now, settings);
    const changed = await this.aggregates.change(filter, stream, decide, by, by.expectedRevision);
    return { ...changed, filterId, warnings: warningsOf({ ...settings, filterId, scope }) };
  }
}
