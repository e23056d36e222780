import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { filter, present, removeFilter } from '../../domain/filter/filter.js';
import { type FilterId, streams } from '../../domain/ids.js';
import { Requires } from '../access/need.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';
import { mustSetUp } from './filter-references.js';

/** What it did stays. */
@Requires('filters', 'delete', ({ filterId }: RemoveFilter) => ({ kind: 'filter', id: filterId }))
export class RemoveFilter extends Command<Changed> {
  constructor(
    readonly filterId: FilterId,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(RemoveFilter)
export class RemoveFilterHandler implements ICommandHandler<RemoveFilter> {
  constructor(private readonly aggregates: Aggregates) {}

  async execute({ filterId, by }: RemoveFilter): Promise<Changed> {
    const stream = streams.emailFilter(filterId);
    const { state, done, revision, position } = await this.aggregates.load(filter, stream, by.cause);
    if (done) return { revision, position };
    mustSetUp(present(state).scope, by.asker);
    return this.aggregates.change(filter, stream, removeFilter, by, by.expectedRevision);
  }
}
