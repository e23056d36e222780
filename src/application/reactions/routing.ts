import type { Delivery, Email } from '../../domain/email/events.js';
import { type EventRef, type Position, START } from '../../domain/event.js';
import type { MailcaseEvent, RecordedAs, RecordedEvent } from '../../domain/events.js';
import { type CaseId, type EmailId, streams } from '../../domain/ids.js';
import type { Decision } from '../../domain/routing/carry-out.js';
import type { RoutingEvent } from '../../domain/routing/events.js';
import {
  type EmailCause,
  isChosen,
  neededFor,
  neededForCase,
  neededForSplit,
  placeEmail,
  routeCase,
  routeEmail,
  routeQueued,
  routeSplit,
  type Written,
} from '../../domain/routing/route.js';
import {
  evolveRouting,
  initialRouting,
  type RoutingInput,
  type RoutingState,
  routingInputs,
  type WaitingCase,
} from '../../domain/routing/state.js';
import { type IndexInput, indexChanges, touchedBy } from '../../domain/routing/thread-index.js';
import { appendedBytes } from '../log/append-size.js';
import type { EventLog } from '../log/event-log.js';
import { type CollectionSpec, type DocumentStore, live } from '../ports/document-store.js';
import { AppendTooLarge, type EventToAppend, MAX_APPEND_BYTES, WrongExpectedRevision } from '../ports/event-store.js';
import { CarryOut } from './carry-out.js';
import { LinkingHistory, type ThreadsLinked } from './linking-history.js';
import { Provisional, RoutingIndex } from './routing-index.js';

const ACTOR = 'system:routing';
/** Messages that are decided together. */
const BATCH = 256;
/** Bytes of decisions in one append, where it has more than one. */
const BATCH_BYTES = 400_000;
/** Events folded between two snapshots of the state. */
const SNAPSHOT_EVERY = 5_000;
/** Raised when the state's shape changes: an older snapshot is not read. */
const SNAPSHOT_VERSION = 3;

const snapshots: CollectionSpec = { name: 'routing-state', version: SNAPSHOT_VERSION, fields: [], indexes: [] };
const CARRIED = 'routing-carried';

/** What is decided about. */
export const causeTypes = [
  'EmailReceived',
  'EmailDelivered',
  'EmailQueued',
  'EmailRoutingRequested',
  'EmailCaseChosen',
] as const;
type Cause = RecordedAs<(typeof causeTypes)[number]>;

/** How far routing has come; for those who watch it. */
export interface RoutingProgress {
  readonly position: Position;
  readonly decisions: number;
  /** Messages up to here are decided; none: it has not looked yet. */
  readonly decided: Position | null;
  readonly failure: string | null;
}

/**
 * The one reaction that decides what becomes of a message. It folds the log into its state, decides a batch of causes
 * by pure functions, and appends all of it to the stream `routing` at the exact revision that the state was folded
 * from: that append is the commit. What follows from a decision is carried out when it is read back.
 */
export class Routing {
  private state: RoutingState = initialRouting();
  private position: Position = START;
  private foldedSinceSnapshot = 0;
  private carried: Position | null = null;
  private causes: Cause[] = [];
  private causesRead: Position | null = null;
  private causesDecided: Position | null = null;
  /** What started it all, by the cause that waits or is being decided; of those from before a restart the log is asked. */
  private readonly correlations = new Map<string, string>();
  /** The last decision of our own; behind it others have decided. */
  private decided = -1;
  private readonly index: RoutingIndex;
  private readonly carryOut: CarryOut;
  private readonly linking: LinkingHistory;
  private opened = false;
  private historyFirst = false;

  constructor(
    private readonly log: EventLog,
    private readonly documents: DocumentStore,
  ) {
    this.index = new RoutingIndex(documents);
    this.carryOut = new CarryOut(log);
    this.linking = new LinkingHistory(log, this.index);
  }

  /** Decides and carries out all that the log holds up to now. Throws what the stores throw; calling it again goes on. */
  async settle(signal?: AbortSignal): Promise<void> {
    try {
      if (!this.opened) await this.open();
      while (!signal?.aborted) {
        if (!(await this.catchUp(signal))) return;
        if (!(await this.decideSomething())) return;
      }
    } catch (error) {
      // Whether something took effect is open: take up again from what is stored.
      this.opened = false;
      throw error;
    }
  }

  /** Messages and the history take turns: however many of the ones there are, the other goes on. */
  private async decideSomething(): Promise<boolean> {
    this.historyFirst = !this.historyFirst;
    if (this.historyFirst) return (await this.linkHistory()) || this.decide();
    return (await this.decide()) || this.linkHistory();
  }

  /** Others may have decided meanwhile: the next time it takes up again from what is stored. */
  forget(): void {
    this.opened = false;
  }

  /** Everything up to here is decided from; for whoever waits until a message is routed. */
  progress(): Omit<RoutingProgress, 'failure'> {
    return { position: this.position, decisions: this.state.revision + 1, decided: this.causesDecided };
  }

  /** The state as of now, for those who show whose turn it is. Frozen by its types. */
  current(): RoutingState {
    return this.state;
  }

  /** Keeps what was folded, so that the next start is quick. */
  async snapshot(): Promise<void> {
    if (!this.opened || this.foldedSinceSnapshot === 0) return;
    const document = { state: this.state };
    await this.documents.write(live(snapshots), [{ id: 'state', document, position: this.position }]);
    this.foldedSinceSnapshot = 0;
  }

  private async open(): Promise<void> {
    await this.documents.prepare(snapshots);
    await this.index.open();
    const stored = (await this.documents.get(live(snapshots), ['state'])).get('state');
    // Written by `snapshot` under this version alone.
    const snapshot = stored && { state: stored.document.state as RoutingState, position: stored.position };
    this.state = snapshot?.state ?? initialRouting();
    this.position = snapshot?.position ?? START;
    this.carried = await this.documents.checkpoint(CARRIED);
    this.foldedSinceSnapshot = 0;
    this.forgetCauses();
    this.opened = true;
  }

  private forgetCauses(): void {
    this.causes = [];
    this.causesRead = null;
    this.causesDecided = null;
    this.linking.forget();
  }

  /** Folds what is new in the log to its end, and carries out the decisions among it; false: it was stopped before. */
  private async catchUp(signal?: AbortSignal): Promise<boolean> {
    let behind = true;
    while (behind) {
      behind = false;
      for await (const { events, checkpoint } of this.log.readAll(this.position, routingInputs)) {
        if (signal?.aborted) return false;
        await this.take(events, checkpoint);
        behind ||= events.length > 0;
      }
    }
    if (this.foldedSinceSnapshot >= SNAPSHOT_EVERY) await this.snapshot();
    return true;
  }

  private async take(events: readonly RoutingInput[], checkpoint: Position): Promise<void> {
    // The index leaves alone what it does not know.
    await this.index.load(events.flatMap((event) => touchedBy(event as IndexInput)));
    const decisions: Decision[] = [];
    for (const event of events) {
      this.index.apply(indexChanges(this.index, event as IndexInput), event.position);
      this.state = evolveRouting(this.state, event);
      this.rememberCorrelation(event);
      this.linking.saw(event);
      // Another node was here: the causes that were read ahead may be decided.
      if (event.stream === streams.routing && event.revision > this.decided) this.forgetCauses();
      const decided = isDecision(event);
      if (decided && (this.carried === null || event.position > this.carried)) decisions.push(event);
    }
    if (events.length > 0) await this.index.flush(checkpoint);
    await this.carryOutAll(decisions);
    this.position = checkpoint;
    this.foldedSinceSnapshot += events.length;
  }

  private async carryOutAll(decisions: readonly Decision[]): Promise<void> {
    const last = decisions.at(-1);
    if (!last) return;
    await this.carryOut.all(decisions);
    await this.documents.write(live(snapshots), [], { key: CARRIED, from: this.carried, to: last.position });
    this.carried = last.position;
  }

  /** One step through the messages that records which have changed concern; false: nothing waits. */
  private async linkHistory(): Promise<boolean> {
    const step = await this.linking.next(this.state, this.position);
    if (!step) return false;
    const { event, correlationId } = step;
    const by = { actor: ACTOR, cause: stepName(event.data), correlationId };
    try {
      const { revision } = await this.log.write({
        stream: streams.routing,
        expectedRevision: this.state.revision < 0 ? 'no-stream' : this.state.revision,
        events: [this.log.identify(streams.routing, event, 0, by)],
      });
      this.decided = revision;
    } catch (error) {
      if (!(error instanceof WrongExpectedRevision)) throw error;
      this.forgetCauses();
    }
    return true;
  }

  /** One batch of decisions; false: nothing waits. */
  private async decide(): Promise<boolean> {
    const waiting = this.state.waiting.slice(0, BATCH);
    const causes = waiting.length < BATCH ? await this.nextCauses(BATCH - waiting.length) : [];
    if (waiting.length + causes.length === 0 && !routeQueued(this.state, this.state.seen)) return false;
    const emails = decidedTogether(await this.emailsOf(causes));
    await this.index.load([...waiting.flatMap(neededForCase), ...emails.flatMap(neededFor)]);
    const splits = await this.splitsOf(waiting);
    await this.index.load([...splits.values()].flatMap(neededForSplit));
    await this.learnCorrelations(waiting, causes);
    const { events, taken } = this.decideAll(waiting, splits, emails);
    try {
      const { revision } = await this.log.write({
        stream: streams.routing,
        expectedRevision: this.state.revision < 0 ? 'no-stream' : this.state.revision,
        events,
      });
      this.decided = revision;
      const last = this.causes.splice(0, taken).at(-1);
      if (last) this.causesDecided = last.position;
    } catch (error) {
      if (!(error instanceof WrongExpectedRevision)) throw error;
      // Somebody else decided: what they wrote is read next, and the causes after it.
      this.forgetCauses();
    }
    return true;
  }

  /** Decides one after another, each on what the ones before it change, until the batch is full. */
  private decideAll(
    waiting: readonly WaitingCase[],
    splits: ReadonlyMap<CaseId, readonly Email[]>,
    emails: readonly EmailCause[],
  ): { events: EventToAppend[]; taken: number } {
    const asOf = this.state.seen;
    const index = new Provisional(this.index);
    let state = this.state;
    let bytes = 0;
    let full = false;
    const events: EventToAppend[] = [];
    /** False: it has no room, and is decided again in the next batch. */
    const add = ({ event, appended, size }: Sized): boolean => {
      full ||= events.length > 0 && bytes + size > BATCH_BYTES;
      if (full) return false;
      events.push(appended);
      bytes += size;
      const revision = state.revision + 1;
      const metadata = { ...UNRECORDED.metadata, at: state.assignment.now };
      const expected = { ...event, ...UNRECORDED, metadata, stream: streams.routing, revision };
      index.apply(indexChanges(index, expected));
      state = evolveRouting(state, expected);
      full = isReadBackFirst(event);
      return true;
    };
    for (const one of waiting) {
      const { split } = one;
      const decided = split
        ? routeSplit(state, index, { ...one, split }, splits.get(one.caseId) ?? [], asOf)
        : routeCase(state, index, one, asOf);
      if (!add(this.sized(decided))) return { events, taken: 0 };
    }
    // Those that wait go before those that wait for somebody.
    if (waiting.length < this.state.waiting.length) return { events, taken: 0 };
    for (let next = routeQueued(state, asOf); next; next = routeQueued(state, asOf)) {
      if (!add(this.sized(next))) return { events, taken: 0 };
    }
    let taken = 0;
    const decided = new Set<EmailId>();
    for (const email of emails) {
      const { emailId } = email.email;
      // Where it is from then on is known when that is read back: it may have been passed on.
      if (full || (isChosen(email) && decided.has(emailId))) break;
      if (!add(this.decideEmail(state, index, email, asOf))) break;
      decided.add(emailId);
      taken++;
    }
    return { events, taken };
  }

  /** One that cannot be decided, or whose decision no log would take, is parked: the others go on. */
  private decideEmail(state: RoutingState, index: Provisional, email: EmailCause, asOf: EventRef | null): Sized {
    try {
      const decide = isChosen(email) ? placeEmail(state, index, email, asOf) : routeEmail(state, index, email, asOf);
      const decided = this.sized(decide);
      if (decided.size <= MAX_APPEND_BYTES) return decided;
      throw new AppendTooLarge(`the decision has ${decided.size} bytes, ${MAX_APPEND_BYTES} are the most`);
    } catch (error) {
      const { cause } = email;
      const message = error instanceof Error ? error.message : String(error);
      const data = { cause, emailId: email.email.emailId, error: message.slice(0, 500) };
      return this.sized({ type: 'EmailParked', data });
    }
  }

  private sized(event: RoutingEvent): Sized {
    const cause = nameOf(event.data.cause);
    const correlationId = this.correlations.get(cause) ?? cause;
    const appended = this.log.identify(streams.routing, event, 0, { actor: ACTOR, cause, correlationId });
    return { event, appended, size: appendedBytes(appended) };
  }

  private rememberCorrelation(event: RoutingInput): void {
    const last = this.state.waiting.at(-1)?.cause;
    if (!last) this.correlations.clear();
    else if (last.stream === event.stream && last.revision === event.revision) {
      this.correlations.set(nameOf(event), event.metadata.$correlationId);
    }
  }

  /** A decision belongs to what its cause belongs to: those of this batch are known afterwards, and no others. */
  private async learnCorrelations(waiting: readonly WaitingCase[], causes: readonly Cause[]): Promise<void> {
    const known = new Map(causes.map((event) => [nameOf(event), event.metadata.$correlationId]));
    for (const { cause } of waiting) {
      const name = nameOf(cause);
      const correlation = this.correlations.get(name) ?? (await this.eventAt(cause)).metadata.$correlationId;
      known.set(name, correlation);
    }
    if (waiting.length === this.state.waiting.length) this.correlations.clear();
    for (const [name, correlation] of known) this.correlations.set(name, correlation);
  }

  /** The causes behind the last decided one, in the order of the log. */
  private async nextCauses(limit: number): Promise<readonly Cause[]> {
    this.causesRead ??= await this.positionOf(this.state.lastEmailCause);
    this.causesDecided ??= this.causesRead;
    if (this.causes.length < limit) {
      for await (const { events, checkpoint } of this.log.readAll(this.causesRead, causeTypes, BATCH)) {
        this.causes.push(...events);
        this.causesRead = checkpoint;
        if (this.causes.length >= limit) break;
      }
    }
    if (this.causes.length === 0) this.causesDecided = this.causesRead;
    return this.causes.slice(0, limit);
  }

  /** The messages of the cases that are split off, by the case that they are to make. */
  private async splitsOf(waiting: readonly WaitingCase[]): Promise<ReadonlyMap<CaseId, readonly Email[]>> {
    const splits = new Map<CaseId, readonly Email[]>();
    for (const { caseId, split } of waiting) {
      if (!split) continue;
      const histories = await Promise.all(
        split.emails.map((emailId) => this.history(emailId, Number.MAX_SAFE_INTEGER)),
      );
      splits.set(
        caseId,
        histories.map(({ email }) => email),
      );
    }
    return splits;
  }

  private async positionOf(ref: EventRef | null): Promise<Position> {
    return ref ? (await this.eventAt(ref)).position : START;
  }

  private async eventAt(ref: EventRef): Promise<RecordedEvent> {
    const event = await this.log.eventAt(ref);
    if (event) return event;
    throw new Error(`The log has lost ${ref.stream}@${ref.revision}, which it decided about.`);
  }

  private async emailsOf(causes: readonly Cause[]): Promise<EmailCause[]> {
    const emails: EmailCause[] = [];
    for (const event of causes) {
      const cause = { stream: event.stream, revision: event.revision };
      const { at } = event.metadata;
      if (event.type === 'EmailReceived') {
        const { delivery, answersCase } = event.data;
        emails.push({ cause, at, email: event.data, deliveries: [delivery], earlier: [], answersCase });
        continue;
      }
      if (event.type === 'EmailQueued') {
        emails.push({ cause, at, email: event.data, deliveries: [], earlier: [], written: event.data.dispatch });
        continue;
      }
      const { email, deliveries, answersCase, written } = await this.history(event.data.emailId, event.revision);
      const isDelivery = event.type === 'EmailDelivered';
      emails.push({
        cause,
        at,
        email,
        deliveries: isDelivery ? [event.data.delivery] : deliveries,
        earlier: isDelivery ? deliveries.slice(0, -1) : [],
        answersCase,
        ...(written && { written }),
        ...(event.type === 'EmailCaseChosen' && { chosen: event.data.case }),
      });
    }
    return emails;
  }

  /** An e-mail and its deliveries, up to a revision of its stream: what came later must not change a decision. */
  private async history(emailId: EmailId, to: number): Promise<History> {
    let email: Email | null = null;
    let answersCase: number | null = null;
    let written: Written | undefined;
    const deliveries: Delivery[] = [];
    for await (const { type, data, revision } of this.log.readStream(streams.email(emailId))) {
      if (revision > to) break;
      if (type === 'EmailReceived' || type === 'EmailQueued') email = data;
      if (type === 'EmailReceived') ({ answersCase } = data);
      if (type === 'EmailQueued') written = data.dispatch;
      if (type === 'EmailReceived' || type === 'EmailDelivered') deliveries.push(data.delivery);
    }
    if (!email) throw new Error(`email ${emailId} was delivered and never received`);
    return { email, deliveries, answersCase, ...(written && { written }) };
  }
}

type History = Pick<EmailCause, 'email' | 'deliveries' | 'answersCase' | 'written'>;

/** The same record may be looked at in many steps, each behind another place. */
function stepName({ cause, next }: ThreadsLinked['data']): string {
  return next ? `${nameOf(cause)} to ${next.key} ${next.after}` : nameOf(cause);
}

const isDecision = (event: RoutingInput): event is Decision =>
  event.type === 'EmailRouted' ||
  event.type === 'EmailPlaced' ||
  event.type === 'CaseRouted' ||
  event.type === 'ThreadsLinked';

const nameOf = ({ stream, revision }: EventRef): string => `${stream}@${revision}`;

/** A decision, as it goes into the log. */
interface Sized {
  readonly event: RoutingEvent;
  readonly appended: EventToAppend;
  /** As it counts in an append. */
  readonly size: number;
}

/** The first of them, as far as one batch can hold what is decided about them: the others need not be loaded yet. */
function decidedTogether(emails: readonly EmailCause[]): readonly EmailCause[] {
  let room = BATCH_BYTES;
  const behind = emails.findIndex(({ email }) => {
    const full = room <= 0;
    // A decision names all of these, each character a byte or more.
    for (const id of email.references) room -= id.length;
    return full;
  });
  return behind < 0 ? emails : emails.slice(0, behind);
}

/** What an event has only when it is in the log; no decision looks at it. */
const UNRECORDED = {
  id: '',
  position: START,
  metadata: { $correlationId: '', $causationId: '', actor: ACTOR, schemaVersion: 1, at: '1970-01-01T00:00:00.000Z' },
};

/** After these the state of the cases depends on what is carried out: the next decision waits until it is read back. */
function isReadBackFirst({ type, data }: MailcaseEvent): boolean {
  return type === 'EmailRouted' && (data.duplicates.length > 0 || data.joined.length > 0);
}
