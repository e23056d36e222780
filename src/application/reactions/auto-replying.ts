import { answerOf } from '../../domain/auto-reply/answer.js';
import { type Answers, brake, withAnswer } from '../../domain/auto-reply/brake.js';
import { type Arrived, candidateOf, decideAutoReply, isAnswerable } from '../../domain/auto-reply/decide.js';
import type { AutoReplyDecision } from '../../domain/auto-reply/events.js';
import {
  anyResponds,
  evolveResponders,
  noResponders,
  ownAddresses,
  type ResponderInput,
  type Responders,
  responderInputs,
} from '../../domain/auto-reply/responders.js';
import { calendar } from '../../domain/calendar/calendar.js';
import { type WorkingTime, workingTimeOf } from '../../domain/calendar/working-time.js';
import type { Email } from '../../domain/email/events.js';
import { DomainError, Unavailable } from '../../domain/errors.js';
import { type EventRef, type Position, START } from '../../domain/event.js';
import type { EventType, RecordedAs } from '../../domain/events.js';
import { type CalendarId, derivedId, type EmailId, streams, type TemplateId } from '../../domain/ids.js';
import { mailAccount, open as openAccount } from '../../domain/mail-account/mail-account.js';
import type { TemplateDefinition } from '../../domain/outgoing/template-events.js';
import { textTemplate } from '../../domain/outgoing/text-template.js';
import { FETCHING } from '../fetching/intake.js';
import type { Aggregates } from '../log/aggregates.js';
import type { EventLog } from '../log/event-log.js';
import type { QueueEmail } from '../outgoing/queue-email.js';
import type { Clock } from '../ports/clock.js';
import type { CollectionSpec, DocumentStore } from '../ports/document-store.js';
import type { Logger } from '../ports/logger.js';
import type { AloneWork } from './alone.js';
import { FoldedDocuments } from './folded-documents.js';

const ACTOR = 'system:auto-replies';
const RESPONDERS = 'responders';
const PROGRESS = 'progress';
const addressKey = (address: string): string => `address/${derivedId('address', address)}`;
/** Messages that are read at the same time. */
const AT_ONCE = 20;
/** Decisions in one append. */
const MOST_DECISIONS = 200;

const spec: CollectionSpec = { name: 'auto-replies', version: 1, fields: [], indexes: [] };

type Routed = RecordedAs<'EmailRouted'>;
type Decided = RecordedAs<'AutoReplyDecided'>;
type Input = ResponderInput | Routed;
const isRouted = (event: Input): event is Routed => event.type === 'EmailRouted';

/** How far it has come in its own stream, and in `routing`. */
interface Progress {
  /** Of the last decision that is folded in and whose answer is queued; -1: none. */
  readonly revision: number;
  /** Of the message in `routing` that it was about. */
  readonly routed: number;
}
const NO_PROGRESS: Progress = { revision: -1, routed: -1 };

/** What answering asks of others. */
export interface Acquaintances {
  /** Whether this is the first message that its sender wrote to us, once everything up to a position is known. */
  isFirstContact(address: string, emailId: EmailId, after: Position): Promise<boolean>;
  /** Whether a machine may write to an address: it did not complain, and takes mail. */
  mayBeWritten(address: string): Promise<boolean>;
  /** Whether a Message-ID is of ours. */
  isOurId(messageId: string): boolean;
}

/**
 * Answers certain messages by itself (RFC 3834). Behind routing, in its order: whether a message gets an answer is decided
 * from the settings, the message and what its sender got before; the decisions go to the stream `autoReplies` at the exact
 * revision that they go on from, and that append is the commit. Only then is the answer queued, under a name that comes
 * from the decision: whoever takes this up again after a crash, or on another node, queues the same message, which is once.
 */
export class AutoReplying implements AloneWork {
  readonly name = 'auto-replies';
  private readonly index: FoldedDocuments;
  private position: Position = START;
  private progress = NO_PROGRESS;
  private responders = noResponders;
  private ours: { readonly of: Responders; readonly addresses: ReadonlySet<string> } | null = null;
  private opened = false;

  constructor(
    private readonly log: EventLog,
    private readonly aggregates: Aggregates,
    documents: DocumentStore,
    private readonly outgoing: Pick<QueueEmail, 'queue'>,
    private readonly others: Acquaintances,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.index = new FoldedDocuments(documents, spec);
  }

  forget(): void {
    this.opened = false;
  }

  async run(signal: AbortSignal): Promise<null> {
    if (!this.opened) await this.open();
    for (let behind = true; behind; ) {
      behind = false;
      // As long as nobody answers, messages are not even read.
      const types: readonly Input['type'][] = anyResponds(this.responders)
        ? [...responderInputs, 'EmailRouted']
        : responderInputs;
      for await (const { events, checkpoint } of this.log.readAll(this.position, types)) {
        if (signal.aborted) return null;
        const reached = await this.take(events, checkpoint, types);
        behind ||= events.length > 0;
        if (reached < checkpoint) break;
      }
    }
    return null;
  }

  /** Takes up where it was left: what was decided and not queued yet is queued first. */
  private async open(): Promise<void> {
    await this.index.open();
    await this.index.load([RESPONDERS, PROGRESS]);
    this.position = this.index.checkpoint ?? START;
    this.progress = this.index.get<Progress>(PROGRESS) ?? NO_PROGRESS;
    this.responders = this.index.get<Responders>(RESPONDERS) ?? noResponders;
    const left: Decided[] = [];
    for await (const event of this.log.readStream(streams.autoReplies, { from: this.progress.revision + 1 })) {
      if (event.type === 'AutoReplyDecided') left.push(event);
      if (left.length === MOST_DECISIONS) await this.carryOut(left.splice(0));
    }
    await this.carryOut(left);
    this.opened = true;
  }

  /** Folds and decides a batch; returns how far that went: where the first account begins to answer, it ends. */
  private async take(events: readonly Input[], checkpoint: Position, types: readonly EventType[]): Promise<Position> {
    const decidable: { readonly event: Routed; readonly responders: Responders }[] = [];
    let reached = checkpoint;
    await this.index.load([RESPONDERS, PROGRESS]);
    for (const event of events) {
      if (isRouted(event)) {
        const { responders } = this;
        // Behind the last decision nothing is decided; before it, what has none needed none.
        if (event.revision > this.progress.routed && isAnswerable(responders, event.data))
          decidable.push({ event, responders });
        continue;
      }
      this.responders = evolveResponders(this.responders, event);
      this.index.set(RESPONDERS, this.responders, event.position);
      if (anyResponds(this.responders) && !types.includes('EmailRouted')) {
        reached = event.position;
        break;
      }
    }
    for (let n = 0; n < decidable.length; n += MOST_DECISIONS)
      await this.decide(decidable.slice(n, n + MOST_DECISIONS));
    await this.index.flush(reached);
    this.position = reached;
    return reached;
  }

  private async decide(batch: readonly { readonly event: Routed; readonly responders: Responders }[]): Promise<void> {
    const read: (Considered | null)[] = [];
    for (let n = 0; n < batch.length; n += AT_ONCE) {
      const some = batch.slice(n, n + AT_ONCE);
      read.push(...(await Promise.all(some.map(({ event, responders }) => this.consider(event, responders)))));
    }
    const considered = read.filter((one) => one !== null);
    const addresses = considered.flatMap(({ addresses }) => addresses);
    await this.index.load(addresses.map(addressKey));
    const calendars = await this.calendarsOf(considered);
    const now = this.clock.now().getTime();
    const fresh = new Map<string, Answers>();
    const answersTo = (address: string) =>
      fresh.get(address) ?? this.index.get<{ readonly answers: Answers }>(addressKey(address))?.answers ?? [];
    const decisions = considered.map(({ event, responders, email, candidate, unwanted, addresses }) => {
      const ours = this.oursOf(responders);
      const data = decideAutoReply(email, event.data, refOf(event), candidate, {
        isOurs: (address) => ours.has(address),
        isOurId: (id) => this.others.isOurId(id),
        mayBeWritten: (address) => !unwanted.has(address),
        brake: (address) =>
          brake(answersTo(address), { ...candidate, emailId: email.emailId }, candidate.autoReply.onceInHours, now),
        teamHours: responders.teamHours,
        calendars,
        now,
      });
      const at = new Date(now).toISOString();
      if (data.answer) for (const one of addresses) fresh.set(one, withAnswer(answersTo(one), { ...data, at }));
      return { event, data };
    });
    await this.commit(decisions);
  }

  /** What a message is decided from; none: nobody could answer it. */
  private async consider(event: Routed, responders: Responders): Promise<Considered | null> {
    const { email, arrivals } = await this.message(event.data.emailId, event.data.cause.revision);
    const candidate = email && candidateOf(responders, event.data, arrivals);
    if (!candidate) return null;
    const from = email.from?.address ?? null;
    const isContact = async () =>
      from !== null && (await this.others.isFirstContact(from, email.emailId, event.position));
    if (candidate.occasion === 'first-contact' && !(await isContact())) return null;
    const addresses = [...new Set([from, email.autoResponse?.returnPath ?? null])].filter((one) => one);
    const known = addresses.filter((one) => one !== null);
    const allowed = await Promise.all(known.map((one) => this.others.mayBeWritten(one)));
    const unwanted = new Set(known.filter((_, n) => !allowed[n]));
    return { event, responders, email, candidate, addresses: known, unwanted };
  }

  /** A message and how it came, up to a revision of its stream. */
  private async message(emailId: EmailId, to: number): Promise<{ email: Email | null; arrivals: readonly Arrived[] }> {
    let email: Email | null = null;
    const arrivals: Arrived[] = [];
    for await (const { type, data, metadata, revision } of this.log.readStream(streams.email(emailId))) {
      if (revision > to) break;
      if (type === 'EmailReceived') email = data;
      if (type !== 'EmailReceived' && type !== 'EmailDelivered') continue;
      const { accountId, receivedAt, uidValidity } = data.delivery;
      const fetched = metadata.actor === FETCHING && uidValidity !== 'files';
      arrivals.push({ accountId, receivedAt, fetched, revision });
    }
    return { email, arrivals };
  }

  private async commit(
    decisions: readonly { readonly event: Routed; readonly data: AutoReplyDecision }[],
  ): Promise<void> {
    if (decisions.length === 0) return;
    const { revision } = this.progress;
    const events = decisions.map(({ event, data }) =>
      this.log.identify(streams.autoReplies, { type: 'AutoReplyDecided', data }, 0, {
        actor: ACTOR,
        cause: nameOf(refOf(event)),
        correlationId: event.metadata.$correlationId,
      }),
    );
    const expectedRevision = revision < 0 ? 'no-stream' : revision;
    await this.log.write({ stream: streams.autoReplies, expectedRevision, events });
    const written: Decided[] = [];
    // State goes on from what is read back.
    for await (const event of this.log.readStream(streams.autoReplies, { from: revision + 1 }))
      if (event.type === 'AutoReplyDecided') written.push(event);
    await this.carryOut(written);
  }

  /** Queues the answers of decisions that are in the log, and keeps whom they went to. */
  private async carryOut(decided: readonly Decided[]): Promise<void> {
    for (const { data, metadata, revision, position } of decided) {
      const { answer, from, emailId, accountId } = data;
      if (answer) {
        await this.answer({ ...data, answer }, metadata.at, nameOf({ stream: streams.autoReplies, revision }));
        const addresses = [...new Set([answer.to, from])].filter((one) => one !== null);
        await this.index.load(addresses.map(addressKey));
        for (const one of addresses) {
          const answers = this.index.get<{ readonly answers: Answers }>(addressKey(one))?.answers ?? [];
          const more = withAnswer(answers, { at: metadata.at, accountId, emailId });
          this.index.set(addressKey(one), { answers: more }, position);
        }
      }
      this.progress = { revision, routed: data.cause.revision };
      this.index.set(PROGRESS, this.progress, position);
    }
  }

  private async answer(
    decision: AutoReplyDecision & { readonly answer: NonNullable<AutoReplyDecision['answer']> },
    at: string,
    cause: string,
  ): Promise<void> {
    const { accountId, emailId, settings: ref, case: belongs } = decision;
    const [settings, routed, { email }, { state }] = await Promise.all([
      this.log.eventAt(ref),
      this.log.eventAt(decision.cause),
      this.message(emailId, Number.POSITIVE_INFINITY),
      this.aggregates.load(mailAccount, streams.mailAccount(accountId)),
    ]);
    const account = openAccount(state);
    if (settings?.type !== 'AutoReplyConfigured' || routed?.type !== 'EmailRouted' || !email)
      throw new Error(`The log has lost what ${cause} decided about.`);
    const caseSubject = routed.data.case?.subject ?? null;
    const template = await this.template(settings.data.templateId);
    const mail = answerOf({ email, decision, settings: settings.data, template, account, caseSubject });
    try {
      await this.outgoing.queue(
        {
          ...mail,
          key: `auto-reply ${emailId} ${accountId}`,
          date: at,
          cc: [],
          bcc: [],
          html: null,
          attachments: [],
          dispatch: {
            accountId,
            userId: null,
            owner: null,
            teamIds: [...account.teamIds],
            kind: 'auto-reply',
            answers: emailId,
            forwards: null,
            case: belongs,
            about: null,
            sendAt: at,
          },
        },
        { actor: ACTOR, cause, correlationId: routed.metadata.$correlationId },
      );
    } catch (error) {
      // Trying again would change nothing, and must not keep others waiting for their answers.
      if (!(error instanceof DomainError) || error instanceof Unavailable) throw error;
      this.logger.error({ emailId, accountId, code: error.code }, 'an automatic answer cannot be written');
    }
  }

  private async calendarsOf(considered: readonly Considered[]): Promise<Readonly<Record<CalendarId, WorkingTime>>> {
    const named = new Set(considered.flatMap(({ candidate }) => candidate.autoReply.outOfHours?.calendarId ?? []));
    const calendars: Record<CalendarId, WorkingTime> = {};
    for (const calendarId of named) {
      const { state } = await this.aggregates.load(calendar, streams.calendar(calendarId));
      if (state.status !== 'absent') calendars[calendarId] = workingTimeOf(state);
    }
    return calendars;
  }

  /** None: the settings name none, or one that is removed by now, or is for something else. */
  private async template(templateId: TemplateId | null): Promise<TemplateDefinition | null> {
    if (templateId === null) return null;
    const { state } = await this.aggregates.load(textTemplate, streams.template(templateId));
    return state.status === 'present' && state.definition.kind === 'auto-reply' ? state.definition : null;
  }

  private oursOf(responders: Responders): ReadonlySet<string> {
    if (this.ours?.of !== responders) this.ours = { of: responders, addresses: ownAddresses(responders) };
    return this.ours.addresses;
  }
}

/** A message that an account could answer, and what there is to know for that. */
interface Considered {
  readonly event: Routed;
  readonly responders: Responders;
  readonly email: Email;
  readonly candidate: NonNullable<ReturnType<typeof candidateOf>>;
  /** Whom an answer could go to, and who wrote it. */
  readonly addresses: readonly string[];
  /** Those of them that no machine may write to. */
  readonly unwanted: ReadonlySet<string>;
}

const refOf = ({ stream, revision }: EventRef): EventRef => ({ stream, revision });
const nameOf = ({ stream, revision }: EventRef): string => `${stream}@${revision}`;
