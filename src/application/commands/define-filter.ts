import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Rejected } from '../../domain/errors.js';
import type { FilterDefinition } from '../../domain/filter/events.js';
import { scopeKey } from '../../domain/filter/filing-state.js';
import { belongingsOfFilter, defineFilter, type Filter, filter, warningsOf } from '../../domain/filter/filter.js';
import { derivedId, FilterId, streams } from '../../domain/ids.js';
import { filtersCollection } from '../../projections/filters.js';
import { ForAnybody } from '../access/need.js';
import { may } from '../access/reading.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import { ReadModels } from '../queries/read-models.js';
import type { Asked } from './asked.js';
import { mustExist, mustSetUp, type NamedScope, scopeOf } from './filter-references.js';

export interface SavedFilter extends Changed {
  readonly filterId: FilterId;
  /** What whoever saved it should know. */
  readonly warnings: readonly string[];
}

export type FilterSettings = Omit<FilterDefinition, 'filterId' | 'scope'>;

/** Of one scope: each message of it is compared with all of them. */
const MAX_FILTERS = 500;

@ForAnybody()
export class DefineFilter extends Command<SavedFilter> {
  constructor(
    readonly scope: NamedScope,
    readonly settings: FilterSettings,
    readonly by: Asked,
    /** Chosen by whoever brings it from elsewhere. */
    readonly chosen?: FilterId,
  ) {
    super();
  }
}

@CommandHandler(DefineFilter)
export class DefineFilterHandler implements ICommandHandler<DefineFilter> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ scope: named, settings, by, chosen }: DefineFilter): Promise<SavedFilter> {
    const scope = await scopeOf(this.aggregates, named, by.asker);
    mustSetUp(scope, by.asker);
    const isWithinReach = may(by.asker, 'filters', 'edit', belongingsOfFilter(scope));
    if (!isWithinReach) throw new Rejected('not-allowed', 'Your roles do not allow to make such a filter.');
    await mustExist(this.aggregates, scope, settings.action);
    const before = await this.readModels.count(filtersCollection, { scopeKey: scopeKey(scope) });
    if (before >= MAX_FILTERS)
      throw new Rejected('too-many-filters', `There are ${before} filters of this kind already.`);
    const filterId = chosen ?? FilterId.parse(derivedId('filter', by.actor, by.cause));
    const definition = { ...settings, filterId, scope };
    const decide = (state: Filter) => defineFilter(state, definition);
    const changed = await this.aggregates.change(filter, streams.emailFilter(filterId), decide, by);
    return { ...changed, filterId, warnings: warningsOf(definition) };
  }
}
