import { type Case, caseDecider, type PresentCase } from '../../src/domain/case/case.js';
import type { CaseEvent } from '../../src/domain/case/events.js';
import type { Delivery, EmailReceivedData } from '../../src/domain/email/events.js';
import { derivedEventId, type EventRef, type RecordedOf } from '../../src/domain/event.js';
import type { EventType, MailcaseEvent, RecordedAs, RecordedEvent } from '../../src/domain/events.js';
import { type CaseId, type EmailId, streams, type ThreadId } from '../../src/domain/ids.js';
import {
  type CaseStep,
  type Decision,
  isCarriedOut,
  isOverruled,
  linkBehind,
  type PlainStep,
  restOf,
  stepsOf,
} from '../../src/domain/routing/carry-out.js';
import type { RoutingEvent } from '../../src/domain/routing/events.js';
import { linkAgain } from '../../src/domain/routing/history.js';
import { changedKeys } from '../../src/domain/routing/record-index.js';
import {
  type EmailCause,
  isChosen,
  placeEmail,
  routeCase,
  routeEmail,
  routeQueued,
  routeSplit,
} from '../../src/domain/routing/route.js';
import {
  evolveRouting,
  initialRouting,
  type RoutingInput,
  type RoutingState,
  routingInputs,
} from '../../src/domain/routing/state.js';
import { type IndexDocument, type IndexInput, indexChanges } from '../../src/domain/routing/thread-index.js';
import { metadata } from './domain-builders.js';

type Cause = RecordedAs<'EmailReceived' | 'EmailDelivered' | 'EmailRoutingRequested' | 'EmailCaseChosen'>;
type RecordCause = RecordedAs<'RecordRegistered' | 'RecordChanged' | 'RecordRemoved'>;

/**
 * The domain with nothing around it: a log in memory, its folds, and routing as one after another decides, appends,
 * reads back and carries out. No batches, no crashes, no clock: what comes out is what the rules say.
 */
export class DomainWorld {
  readonly log: RecordedEvent[] = [];
  readonly index = new Map<string, IndexDocument>();
  /** Received messages by what the specification calls them. */
  readonly emails = new Map<string, EmailReceivedData>();
  routing: RoutingState = initialRouting();

  private readonly streams = new Map<string, RecordedEvent[]>();
  private readonly cases = new Map<CaseId, Case>();
  private readonly ids = new Set<string>();
  private readonly causes: Cause[] = [];
  private readonly recordCauses: RecordCause[] = [];
  private carriedOut = 0;

  append(stream: string, events: readonly MailcaseEvent[], idOf?: (n: number) => string): void {
    for (const [n, { type, data }] of events.entries()) {
      const position = String(this.log.length).padStart(9, '0');
      const id = idOf?.(n) ?? `event-${position}`;
      const place = { id, stream, revision: this.stream(stream).length, position, metadata };
      // A type and the data that came with it.
      this.fold({ ...place, type, data } as RecordedEvent);
    }
  }

  stream(name: string): readonly RecordedEvent[] {
    return this.streams.get(name) ?? [];
  }

  /** Everything of one type, in the order of the log. */
  all<Type extends EventType>(type: Type): RecordedAs<Type>[] {
    return this.log.filter((event): event is RecordedAs<Type> => event.type === type);
  }

  caseState(caseId: CaseId): Case {
    return this.cases.get(caseId) ?? caseDecider.initialState();
  }

  /** Every case that has a number, the oldest first. */
  numbered(): PresentCase[] {
    const created = [...this.cases.values()].flatMap((one) => (one.phase === 'created' ? [one] : []));
    return created.sort((a, b) => a.number - b.number);
  }

  caseOf(number: number): PresentCase {
    const found = this.numbered().find((one) => one.number === number);
    if (!found) throw new Error(`there is no case ${number}`);
    return found;
  }

  /** What somebody does with a case. */
  change(number: number, decide: (state: Case) => readonly CaseEvent[]): void {
    const state = this.caseOf(number);
    this.append(streams.case(state.caseId), decide(state));
  }

  receive(email: EmailReceivedData, name = email.threadKey): void {
    this.emails.set(name, email);
    this.append(streams.email(email.emailId), [{ type: 'EmailReceived', data: email }]);
  }

  email(name: string): EmailReceivedData {
    const email = this.emails.get(name);
    if (!email) throw new Error(`there is no message ${name}`);
    return email;
  }

  /** Decides and carries out until nothing waits. */
  route(): void {
    this.carryOut();
    for (let decision = this.decide(); decision; decision = this.decide()) {
      this.commit(decision);
      this.carryOut();
    }
  }

  /** What routing would append next; none: nothing waits. */
  decide(): RoutingEvent | null {
    const asOf = this.routing.seen;
    const [waiting] = this.routing.waiting;
    if (waiting?.split) {
      const { split } = waiting;
      const all = [...this.emails.values()];
      const emails = split.emails.flatMap((id) => all.find(({ emailId }) => emailId === id) ?? []);
      return routeSplit(this.routing, this.index, { ...waiting, split }, emails, asOf);
    }
    if (waiting) return routeCase(this.routing, this.index, waiting, asOf);
    const queued = routeQueued(this.routing, asOf);
    if (queued) return queued;
    const cause = this.nextCause();
    if (!cause) return this.linkHistory();
    const email = this.causeOf(cause);
    return isChosen(email)
      ? placeEmail(this.routing, this.index, email, asOf)
      : routeEmail(this.routing, this.index, email, asOf);
  }

  /** What a message, or else the next record that has changed, gives another parent to. */
  private linkHistory(): RoutingEvent | null {
    const { relinking, records, seen: asOf } = this.routing;
    const linked = (cause: EventRef, threadIds: readonly ThreadId[]): RoutingEvent => {
      const { stream, revision } = cause;
      const threads = linkAgain(this.index, threadIds);
      const done = { cause: { stream, revision }, asOf, records: stream === streams.routing ? 0 : 1, next: null };
      return { type: 'ThreadsLinked', data: { ...done, threads } };
    };
    const [first] = relinking;
    if (first) return linked(first.cause, [first.threadId]);
    const done = records ? this.recordCauses.findIndex((one) => same(one, records.cause)) : -1;
    const cause = this.recordCauses[done + 1];
    if (!cause) return null;
    const keys = new Set(changedKeys(cause));
    const asked = [...this.index.values()].flatMap((one) => (one.kind === 'asked' && keys.has(one.key) ? [one] : []));
    return linked(
      cause,
      asked.map(({ threadId }) => threadId),
    );
  }

  /** The commit; throws when somebody else decided in between, as the log would. */
  commit(decision: RoutingEvent): void {
    if (this.stream(streams.routing).length !== this.routing.revision + 1) throw new Error('wrong expected revision');
    this.append(streams.routing, [decision]);
  }

  /** All that the decisions read back cause elsewhere. */
  carryOut(): void {
    const decisions = this.stream(streams.routing);
    for (; this.carriedOut < decisions.length; this.carriedOut++) {
      const decision = decisions[this.carriedOut];
      if (decision && isDecision(decision)) this.carryOutOne(decision);
    }
  }

  /** As after a crash that lost how far it was: what was decided from this revision on is carried out again. */
  carryOutAgain(from = 0): void {
    this.carriedOut = from;
    this.carryOut();
  }

  nextCause(): Cause | null {
    const last = this.routing.lastEmailCause;
    return this.causes[last ? this.causes.findIndex((one) => same(one, last)) + 1 : 0] ?? null;
  }

  causeOf(event: Cause): EmailCause {
    const cause: EventRef = { stream: event.stream, revision: event.revision };
    const { at } = event.metadata;
    const history = this.stream(event.stream).filter(({ revision }) => revision <= event.revision);
    const first = history.find((one): one is RecordedAs<'EmailReceived'> => one.type === 'EmailReceived');
    if (!first) throw new Error(`${event.stream} was never received`);
    const all: Delivery[] = history.flatMap((one) =>
      one.type === 'EmailReceived' || one.type === 'EmailDelivered' ? [one.data.delivery] : [],
    );
    const { answersCase } = first.data;
    const whole = { cause, at, email: first.data, deliveries: all, earlier: [], answersCase };
    if (event.type === 'EmailRoutingRequested') return whole;
    // Beside the rest it says what was chosen.
    if (event.type === 'EmailCaseChosen') return { ...whole, chosen: event.data.case } as EmailCause;
    return { ...whole, deliveries: [event.data.delivery], earlier: all.slice(0, -1) };
  }

  private fold(event: RecordedEvent): void {
    const stream = this.streams.get(event.stream) ?? [];
    this.streams.set(event.stream, stream);
    stream.push(event);
    this.log.push(event);
    this.ids.add(event.id);
    if (
      event.type === 'EmailReceived' ||
      event.type === 'EmailDelivered' ||
      event.type === 'EmailRoutingRequested' ||
      event.type === 'EmailCaseChosen'
    ) {
      this.causes.push(event);
    }
    if (event.type === 'RecordRegistered' || event.type === 'RecordChanged' || event.type === 'RecordRemoved') {
      this.recordCauses.push(event);
    }
    for (const [key, document] of indexChangesOf(this.index, event)) this.index.set(key, document);
    this.routing = routingAfter(this.routing, event);
    if (event.stream.startsWith('case-')) {
      // A case's stream holds the events of a case, each of which names it.
      const caseEvent = event as RecordedOf<CaseEvent>;
      this.cases.set(caseEvent.data.caseId, caseDecider.evolve(this.caseState(caseEvent.data.caseId), caseEvent));
    }
  }

  private carryOutOne(decision: Decision): void {
    const onCases = new Map<CaseId, CaseStep[]>();
    for (const step of stepsOf(decision)) {
      if (step.kind === 'plain') this.carryOutPlain(step, decision);
      else onCases.set(step.caseId, [...(onCases.get(step.caseId) ?? []), step]);
    }
    // One append for all that a decision does to a case.
    for (const [caseId, steps] of onCases) this.carryOutOnCase(caseId, steps, decision);
  }

  private carryOutPlain({ stream, events }: PlainStep, decision: Decision, way = ''): void {
    const idAt = (n: number) => {
      const before = events.slice(0, n).filter(({ type }) => type === at(events, n).type).length;
      return idOf(decision, way, stream, at(events, n), before);
    };
    const fresh = events.flatMap((event, n) =>
      this.ids.has(idAt(n)) || isOverruled(event, this.stream(stream)) ? [] : [n],
    );
    this.append(
      stream,
      fresh.map((n) => at(events, n)),
      (n) => idAt(at(fresh, n)),
    );
  }

  private carryOutOnCase(caseId: CaseId, steps: readonly CaseStep[], decision: Decision): void {
    const before = this.caseState(caseId);
    let after = before;
    const events: CaseEvent[] = [];
    for (const step of steps.filter((one) => !isCarriedOut(one, before))) {
      const decided = step.decide(after, step.path);
      events.push(...decided);
      after = decided.reduce(caseDecider.evolve, after);
    }
    const way = steps[0]?.path[0];
    this.appendToCase(caseId, events, decision, way ? `via ${way.id}` : '');
    for (const step of steps) {
      const linked = linkBehind(step, after);
      if (linked) this.carryOutPlain(linked, decision, way ? `via ${way.id}` : '');
    }
    for (const rest of steps.flatMap((step) => restOf(step, after) ?? [])) {
      this.carryOutOnCase(rest.caseId, [rest], decision);
    }
  }

  private appendToCase(caseId: CaseId, events: readonly CaseEvent[], decision: Decision, way: string): void {
    const stream = streams.case(caseId);
    const ids = events.map((event, n) => {
      const before = events.slice(0, n).filter(({ type }) => type === event.type).length;
      return idOf(decision, way, stream, event, before);
    });
    this.append(stream, events, (n) => at(ids, n));
  }
}

/** The routing state after one more event of the log; what it is no fold of leaves it as it is. */
export function routingAfter(state: RoutingState, event: RecordedEvent): RoutingState {
  return isRoutingInput(event) ? evolveRouting(state, event) : state;
}

/** What an event of the log changes in the index of message ids. */
export function indexChangesOf(index: ReadonlyMap<string, IndexDocument>, event: RecordedEvent) {
  // It leaves alone what it does not know.
  return indexChanges(index, event as IndexInput);
}

/** The thread of a message as of now, through all aliases. */
export function threadOf(world: DomainWorld, emailId: EmailId): string | null {
  const threaded = world.stream(streams.email(emailId)).findLast((event) => event.type === 'EmailThreaded');
  if (threaded?.type !== 'EmailThreaded') return null;
  let id = threaded.data.threadId;
  for (;;) {
    const merged = world.stream(streams.thread(id)).find((event) => event.type === 'ThreadMerged');
    if (merged?.type !== 'ThreadMerged') return id;
    id = merged.data.into;
  }
}

const inputs: ReadonlySet<string> = new Set(routingInputs);
const isRoutingInput = (event: RecordedEvent): event is RecordedEvent & RoutingInput => inputs.has(event.type);

const isDecision = (event: RecordedEvent): event is Decision =>
  event.type === 'EmailRouted' ||
  event.type === 'EmailPlaced' ||
  event.type === 'CaseRouted' ||
  event.type === 'ThreadsLinked';

const same = (event: EventRef, ref: EventRef) => event.stream === ref.stream && event.revision === ref.revision;

function idOf(decision: Decision, way: string, stream: string, { type }: MailcaseEvent, n: number): string {
  return derivedEventId('routing', `${decision.stream}@${decision.revision}${way}`, stream, type, n);
}

function at<T>(list: readonly T[], n: number): T {
  const one = list[n];
  if (one === undefined) throw new Error(`nothing at ${n}`);
  return one;
}
