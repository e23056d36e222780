import { type Case, caseDecider } from '../../domain/case/case.js';
import type { CaseEvent } from '../../domain/case/events.js';
import { derivedEventId } from '../../domain/event.js';
import type { MailcaseEvent } from '../../domain/events.js';
import { type CaseId, streams } from '../../domain/ids.js';
import {
  type CaseStep,
  type Decision,
  isCarriedOut,
  isOverruled,
  linkBehind,
  type PlainStep,
  restOf,
  stepsOf,
} from '../../domain/routing/carry-out.js';
import { appendedBytes } from '../log/append-size.js';
import type { Cause, EventLog } from '../log/event-log.js';
import { type Append, type EventToAppend, type ExpectedRevision, WrongExpectedRevision } from '../ports/event-store.js';

const ACTOR = 'system:routing';
const CACHED_CASES = 5_000;
/** Of one append to a case: above this it is cut between two decisions, which are small themselves. */
const APPEND_BYTES = 400_000;

interface CaseEntry {
  readonly state: Case;
  /** -1: the stream does not exist. */
  readonly revision: number;
}

interface Pending {
  readonly append: Append;
  succeeded(revision: number): void;
  /** Somebody else wrote there: see what is to do now. */
  conflicted(): void;
}

/**
 * Writes what decisions cause in the streams of e-mails, threads and cases: stream by stream in the order of the
 * decisions, each event with an id derived from its decision, so that a crash anywhere is completed by going on.
 */
export class CarryOut {
  private readonly cases = new Map<CaseId, CaseEntry>();

  constructor(private readonly log: EventLog) {}

  async all(decisions: readonly Decision[]): Promise<void> {
    const plain = new Map<string, PlainWork>();
    const onCases = new Map<CaseId, CaseStep[]>();
    const correlations: Correlations = new Map(
      decisions.map(({ revision, metadata }) => [revision, metadata.$correlationId]),
    );
    for (const decision of decisions) {
      for (const step of stepsOf(decision)) {
        if (step.kind === 'case') push(onCases, step.caseId, step);
        else {
          const by = causeOf({ decision, path: [] }, correlations);
          this.collect(plain, step, firstGuess(step.stream, decision), by);
        }
      }
    }
    try {
      while (plain.size > 0 || onCases.size > 0) {
        const passedOn = new Map<CaseId, CaseStep[]>();
        const unknown = [...plain.values()].filter(({ expected }) => expected === 'unknown');
        // Each is a round trip where the log is a server: all at once, not one after another.
        await Promise.all([
          ...unknown.map((work) => this.refresh(work, plain)),
          ...[...onCases.keys()].filter((caseId) => !this.cases.has(caseId)).map((caseId) => this.load(caseId)),
        ]);
        const pending = [...plain.values()].flatMap((work) => this.plainAppend(work, plain));
        const arrived: Underway['arrived'] = [];
        for (const [caseId, steps] of onCases) {
          const append = await this.caseAppend(caseId, steps, { passedOn, arrived, onCases }, correlations);
          if (append) pending.push(append);
          else onCases.delete(caseId);
        }
        await this.appendAll(pending);
        for (const one of arrived) this.collect(plain, one.step, 'unknown', one.by);
        for (const [caseId, steps] of passedOn) for (const step of steps) push(onCases, caseId, step);
      }
    } catch (error) {
      // What was written is not known: the streams are read again.
      this.cases.clear();
      throw error;
    }
  }

  private async appendAll(pending: readonly Pending[]): Promise<void> {
    const outcomes = await this.log.appendMany(pending.map(({ append }) => append));
    let failed: Error | null = null;
    for (const [n, outcome] of outcomes.entries()) {
      if (outcome.ok) pending[n]?.succeeded(outcome.revision);
      else if (outcome.error instanceof WrongExpectedRevision) pending[n]?.conflicted();
      else failed = outcome.error;
    }
    if (failed) throw failed;
  }

  /** @param expected where the stream is, most often, where it is written to for the first time here */
  private collect(plain: Map<string, PlainWork>, step: PlainStep, expected: PlainWork['expected'], by: Cause): void {
    const { stream } = step;
    const work: PlainWork = plain.get(stream) ?? { stream, events: [], expected };
    plain.set(stream, work);
    for (const event of step.events) {
      work.events.push({ event, by, n: nth(work.events, event, by) });
    }
  }

  private plainAppend(work: PlainWork, plain: Map<string, PlainWork>): Pending[] {
    const { stream, events, expected } = work;
    if (expected === 'unknown') return [];
    const append: Append = {
      stream,
      expectedRevision: expected,
      events: events.map(({ event, by, n }) => this.log.identify(stream, event, n, by)),
    };
    const conflicted = () => {
      work.expected = 'unknown';
    };
    return [{ append, succeeded: () => plain.delete(stream), conflicted }];
  }

  /** What of it stands in the stream already, and where the stream is now. */
  private async refresh(work: PlainWork, plain: Map<string, PlainWork>): Promise<void> {
    const { stream } = work;
    const held = new Set<string>();
    const history: MailcaseEvent[] = [];
    let revision = -1;
    for await (const recorded of this.log.readStream(stream)) {
      held.add(recorded.id);
      history.push(recorded);
      revision = recorded.revision;
    }
    work.events = work.events.filter(
      ({ event, by, n }) =>
        !held.has(derivedEventId(by.actor, by.cause, stream, event.type, n)) && !isOverruled(event, history),
    );
    work.expected = revision < 0 ? 'no-stream' : revision;
    if (work.events.length === 0) plain.delete(stream);
  }

  /**
   * One append for what a batch does to a case, or for as much of it as one can take; none where it was all done
   * before. What is passed on goes on from there.
   */
  private async caseAppend(
    caseId: CaseId,
    steps: readonly CaseStep[],
    { passedOn, arrived, onCases }: Underway,
    correlations: Correlations,
  ): Promise<Pending | null> {
    const stream = streams.case(caseId);
    const { state: loaded, revision } = this.cases.get(caseId) ?? (await this.load(caseId));
    const passOn = (step: CaseStep, after: Case) => {
      const rest = restOf(step, after);
      if (rest) push(passedOn, rest.caseId, rest);
      const linked = linkBehind(step, after);
      if (linked) arrived.push({ step: linked, by: causeOf(step, correlations) });
    };
    let state = loaded;
    let bytes = 0;
    const prepared: { event: CaseEvent; by: Cause; n: number; appended: EventToAppend }[] = [];
    const toDo: CaseStep[] = [];
    const later: CaseStep[] = [];
    for (const step of steps) {
      if (isCarriedOut(step, loaded)) {
        passOn(step, loaded);
        continue;
      }
      // All that one decision does to a case is one append: it is recognised by the decision.
      if (later.length > 0 || (bytes > APPEND_BYTES && toDo.at(-1)?.decision.revision !== step.decision.revision)) {
        later.push(step);
        continue;
      }
      const by = causeOf(step, correlations);
      const events = step.decide(state, step.path);
      toDo.push(step);
      for (const event of events) {
        const n = nth(prepared, event, by);
        const appended = this.log.identify(stream, event, n, by);
        prepared.push({ event, by, n, appended });
        bytes += appendedBytes(appended);
      }
      state = events.reduce(caseDecider.evolve, state);
    }
    if (prepared.length === 0) return null;
    // What was done before is passed on once, whatever becomes of this append.
    onCases.set(caseId, [...toDo, ...later]);
    return {
      append: {
        stream,
        expectedRevision: revision < 0 ? 'no-stream' : revision,
        events: prepared.map(({ appended }) => appended),
      },
      succeeded: (at) => {
        if (later.length === 0) onCases.delete(caseId);
        else onCases.set(caseId, later);
        this.remember(caseId, { state, revision: at });
        for (const step of toDo) passOn(step, state);
      },
      conflicted: () => this.cases.delete(caseId),
    };
  }

  private async load(caseId: CaseId): Promise<CaseEntry> {
    let entry: CaseEntry = { state: caseDecider.initialState(), revision: -1 };
    for await (const event of this.log.readStream(streams.case(caseId))) {
      // A case's stream holds the events of a case.
      entry = { state: caseDecider.evolve(entry.state, event as unknown as CaseEvent), revision: event.revision };
    }
    this.remember(caseId, entry);
    return entry;
  }

  private remember(caseId: CaseId, entry: CaseEntry): void {
    this.cases.delete(caseId);
    this.cases.set(caseId, entry);
    for (const oldest of this.cases.keys()) {
      if (this.cases.size <= CACHED_CASES) return;
      this.cases.delete(oldest);
    }
  }
}

/** What started it all, by the revision of the decision: it is passed on to whatever follows. */
type Correlations = ReadonlyMap<number, string>;

/** What is under way besides the case at hand. */
interface Underway {
  readonly passedOn: Map<CaseId, CaseStep[]>;
  /** Messages that have come to where they stay. */
  readonly arrived: { readonly step: PlainStep; readonly by: Cause }[];
  readonly onCases: Map<CaseId, CaseStep[]>;
}

interface PlainWork {
  readonly stream: string;
  events: { readonly event: MailcaseEvent; readonly by: Cause; readonly n: number }[];
  expected: ExpectedRevision | 'unknown';
}

/**
 * Where a stream is, most often, when a decision is the first of its batch to write there. It must not be a revision
 * behind what this decision may have written already, or that would be written again: right behind its own cause
 * nothing of it can stand.
 */
function firstGuess(stream: string, { data: { cause } }: Decision): ExpectedRevision | 'unknown' {
  if (cause.stream === stream) return cause.revision;
  // A thread is merged once, so its stream is new.
  return stream.startsWith('thread-') ? 'no-stream' : 'unknown';
}

/** What came by way of a duplicate has a cause of its own there, or its ids would depend on what else came. */
function causeOf(
  { decision: { stream, revision }, path: [via] }: Pick<CaseStep, 'decision' | 'path'>,
  correlations: Correlations,
): Cause {
  const decision = `${stream}@${revision}`;
  const correlationId = correlations.get(revision) ?? decision;
  return { actor: ACTOR, cause: via ? `${decision} via ${via.id}` : decision, correlationId };
}

/** How many events of this type and cause go before it into the same stream. */
function nth(
  before: readonly { readonly event: MailcaseEvent; readonly by: Cause }[],
  { type }: MailcaseEvent,
  { cause }: Cause,
): number {
  return before.filter(({ event, by }) => event.type === type && by.cause === cause).length;
}

function push<K, V>(into: Map<K, V[]>, key: K, value: V): void {
  const list = into.get(key);
  if (list) list.push(value);
  else into.set(key, [value]);
}
