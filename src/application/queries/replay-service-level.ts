import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { START } from '../../domain/event.js';
import { type AccountId, streams } from '../../domain/ids.js';
import { mailAccount, ofGroup } from '../../domain/mail-account/mail-account.js';
import { checkServiceLevel, type ServiceLevel } from '../../domain/service-level/level.js';
import { type Outcome, Replay, replayed } from '../../domain/service-level/replay.js';
import { checkServiceLevelNames, type ServiceLevelInput, serviceLevelOf } from '../commands/account-settings.js';
import { Aggregates } from '../log/aggregates.js';
import { EventLog } from '../log/event-log.js';
import { CLOCK } from '../parts.js';
import type { Clock } from '../ports/clock.js';
import { scheduleOf } from '../service-levels/schedules.js';

export interface ReplayedLevel {
  readonly cases: number;
  readonly outcomes: readonly Outcome[];
  /** By which it was measured. */
  readonly level: ServiceLevel;
}

/** What an account would have kept and missed under another service level: from the log, which stays as it is. */
export class ReplayServiceLevel extends Query<ReplayedLevel> {
  constructor(
    readonly accountId: AccountId,
    /** What is left out is as in the account's own. */
    readonly input: ServiceLevelInput,
    /** Only cases that came to be from then on; none: all. */
    readonly since: string | null,
  ) {
    super();
  }
}

@QueryHandler(ReplayServiceLevel)
export class ReplayServiceLevelHandler implements IQueryHandler<ReplayServiceLevel> {
  constructor(
    private readonly log: EventLog,
    private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ accountId, input, since }: ReplayServiceLevel): Promise<ReplayedLevel> {
    const { state } = await this.aggregates.load(mailAccount, streams.mailAccount(accountId));
    const level = serviceLevelOf(input, ofGroup(state).serviceLevel);
    checkServiceLevel(level);
    await checkServiceLevelNames(this.aggregates, input);
    const replay = new Replay(accountId, level, await scheduleOf(this.aggregates, level.calendarId));
    for await (const { events } of this.log.readAll(START, replayed)) {
      for (const event of events) {
        const isBefore = event.type === 'CaseCreated' && since !== null && event.metadata.at < since;
        if (!isBefore) replay.take(event);
      }
    }
    return { ...replay.outcomes(this.clock.now().toISOString()), level };
  }
}
