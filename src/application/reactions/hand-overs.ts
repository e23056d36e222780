import { availability, finishHandOver } from '../../domain/availability/availability.js';
import { type Case, caseDecider, handOverCase } from '../../domain/case/case.js';
import { type Position, START } from '../../domain/event.js';
import type { RecordedAs } from '../../domain/events.js';
import { type CaseId, streams, type UserId } from '../../domain/ids.js';
import type { Aggregates } from '../log/aggregates.js';
import type { EventLog } from '../log/event-log.js';
import type { AloneWork } from './alone.js';

type Requested = RecordedAs<'HandOverRequested'>;

/** What handing over asks the read models. */
export interface HeldCases {
  /** Open cases of a user in the order of their numbers, once everything up to a position is shown. */
  of(userId: UserId, after: Position): AsyncIterable<readonly CaseId[]>;
}

/**
 * Takes the open cases of users who go, one after another: each is changed once for one request, whatever crashes in
 * between, and only if the user still has it.
 */
export class HandOvers implements AloneWork {
  readonly name = 'hand-overs';
  private readonly open = new Map<string, Requested>();
  private position: Position = START;

  constructor(
    private readonly log: EventLog,
    private readonly aggregates: Aggregates,
    private readonly held: HeldCases,
  ) {}

  forget(): void {
    this.open.clear();
    this.position = START;
  }

  async run(signal: AbortSignal): Promise<null> {
    const types = ['HandOverRequested', 'HandOverFinished'] as const;
    for await (const { events, checkpoint } of this.log.readAll(this.position, types)) {
      for (const event of events) {
        if (event.type === 'HandOverRequested') this.open.set(event.data.handOverId, event);
        else this.open.delete(event.data.handOverId);
      }
      this.position = checkpoint;
    }
    for (const requested of [...this.open.values()]) {
      if (signal.aborted) return null;
      await this.handOver(requested, signal);
    }
    return null;
  }

  private async handOver({ data, metadata, position }: Requested, signal: AbortSignal): Promise<void> {
    const { userId, handOverId, to, reason } = data;
    const by = { actor: metadata.actor, cause: `hand-over ${handOverId}`, correlationId: metadata.$correlationId };
    for await (const caseIds of this.held.of(userId, position)) {
      for (const caseId of caseIds) {
        if (signal.aborted) return;
        const decide = (state: Case) => handOverCase(state, userId, to, reason);
        await this.aggregates.change(caseDecider, streams.case(caseId), decide, by);
      }
    }
    await this.aggregates.change(
      availability,
      streams.availability(userId),
      (state) => finishHandOver(state, userId, handOverId),
      { ...by, actor: 'system:hand-overs' },
    );
  }
}
