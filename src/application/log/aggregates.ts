import type { Decider } from '../../domain/decider.js';
import { Conflict, Unavailable } from '../../domain/errors.js';
import { type Position, START } from '../../domain/event.js';
import type { MailcaseEvent } from '../../domain/events.js';
import { StoreUnavailable, WrongExpectedRevision } from '../ports/event-store.js';
import type { Cause, EventLog } from './event-log.js';

/** What a command did: where the log and the stream stand for whoever asked. */
export interface Changed {
  /** Of the stream; -1: it does not exist. */
  readonly revision: number;
  readonly position: Position;
}

export interface Loaded<State> extends Changed {
  readonly state: State;
  /** A command of this cause was carried out here before. */
  readonly done: boolean;
}

/** How often a command decides again when somebody else was faster. */
const TRIES = 5;

/** @throws Conflict where a stream is not where the caller has seen it */
export function checkSeen(expectedRevision: number | undefined, revision: number): void {
  if (expectedRevision === undefined || expectedRevision === revision) return;
  throw new Conflict(`It has changed since: revision ${revision}, not ${expectedRevision}.`, 'stale');
}

/** Loads an aggregate from its stream, lets it decide, and appends at the revision that it was loaded at. */
export class Aggregates {
  constructor(private readonly log: EventLog) {}

  async load<State, E extends MailcaseEvent>(
    decider: Decider<State, E>,
    stream: string,
    cause?: string,
  ): Promise<Loaded<State>> {
    let state = decider.initialState();
    let revision = -1;
    let position: Position = START;
    let done = false;
    for await (const event of this.log.readStream(stream)) {
      // A stream holds its own aggregate's events alone; what a decider does not know it leaves alone.
      state = decider.evolve(state, event as unknown as E);
      ({ revision, position } = event);
      done ||= cause !== undefined && event.metadata.$causationId === cause;
    }
    return { state, revision, position, done };
  }

  /**
   * Carries out a command. The same cause again does nothing more.
   * @param expectedRevision where the caller has seen the stream (`If-Match`); none: wherever it is
   * @throws Conflict when the stream is not there, and whatever `decide` throws
   */
  async change<State, E extends MailcaseEvent>(
    decider: Decider<State, E>,
    stream: string,
    decide: (state: State) => readonly E[],
    by: Cause,
    expectedRevision?: number,
  ): Promise<Changed> {
    for (let attempt = 1; ; attempt++) {
      const { state, revision, position, done } = await this.load(decider, stream, by.cause);
      if (done) return { revision, position };
      checkSeen(expectedRevision, revision);
      const events = decide(state);
      if (events.length === 0) return { revision, position };
      try {
        return await this.log.append({ stream, expectedRevision: revision < 0 ? 'no-stream' : revision, events, by });
      } catch (error) {
        if (error instanceof StoreUnavailable)
          throw new Unavailable(error.message, `store-${error.code}`, { cause: error });
        if (!(error instanceof WrongExpectedRevision)) throw error;
        if (attempt === TRIES) throw new Conflict('Too many changes at once; try again.', 'busy');
      }
    }
  }
}
