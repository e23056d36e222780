import { user } from '../../domain/access/user.js';
import { addressMarks, mayBeWrittenAutomatically } from '../../domain/address/address.js';
import {
  evolveResponders,
  noResponders,
  ownAddresses,
  type ResponderInput,
  type Responders,
  responderInputs,
} from '../../domain/auto-reply/responders.js';
import type { Email } from '../../domain/email/events.js';
import { DomainError, Unavailable } from '../../domain/errors.js';
import { type EventRef, type Position, START } from '../../domain/event.js';
import type { RecordedAs } from '../../domain/events.js';
import { type AccountId, addressIdOf, type CaseId, type EmailId, streams, type UserId } from '../../domain/ids.js';
import { mailAccount } from '../../domain/mail-account/mail-account.js';
import type { TemplateDefinition } from '../../domain/outgoing/template-events.js';
import { textTemplate } from '../../domain/outgoing/text-template.js';
import { linkOf, SATISFACTION, tokenOf } from '../../domain/satisfaction/link.js';
import { questionOf, recipientOf } from '../../domain/satisfaction/mail.js';
import {
  type Askable,
  caseSatisfaction,
  isAskable,
  requestSatisfaction,
} from '../../domain/satisfaction/satisfaction.js';
import type { SatisfactionSettings } from '../../domain/satisfaction/settings.js';
import type { Aggregates } from '../log/aggregates.js';
import type { EventLog } from '../log/event-log.js';
import type { QueueEmail } from '../outgoing/queue-email.js';
import { withImagesBeside } from '../outgoing/texts.js';
import type { Clock } from '../ports/clock.js';
import type { CollectionSpec, DocumentStore } from '../ports/document-store.js';
import { WrongExpectedRevision } from '../ports/event-store.js';
import type { HtmlText } from '../ports/html-text.js';
import type { Logger } from '../ports/logger.js';
import type { Vault } from '../ports/vault.js';
import type { AloneWork } from './alone.js';
import { FoldedDocuments } from './folded-documents.js';

const ACTOR = 'system:satisfaction';
const DAY = 24 * 3_600_000;
/** Milliseconds: about what was closed earlier nobody is asked any more. */
const MAX_AGE = DAY;

/** Of questions to one address in a day: who makes many cases in another's name has that one asked no more often. */
const MOST = 5;

/** When an address was asked last; and how far the log was followed. */
interface AskedAt {
  /** ISO 8601, the latest last; so many as make the limit. */
  readonly at: readonly string[];
}
const askedKey = (address: string): string => `asked ${addressIdOf(address)}`;
const spec: CollectionSpec = { name: 'satisfaction', version: 1, fields: [], indexes: [] };

const settingTypes = ['SatisfactionConfigured', 'SatisfactionStopped'] as const;
const knownTypes = [...settingTypes, ...responderInputs] as const;
const followed = ['CaseStatusChanged', 'CaseSatisfactionRequested'] as const;

type SettingEvent = RecordedAs<(typeof settingTypes)[number]>;
type Known = SettingEvent | ResponderInput;
const isSetting = (event: Known): event is SettingEvent =>
  event.type === 'SatisfactionConfigured' || event.type === 'SatisfactionStopped';
type Followed = RecordedAs<(typeof followed)[number]>;
const isFollowed = (event: Known | Followed): event is Followed =>
  event.type === 'CaseStatusChanged' || event.type === 'CaseSatisfactionRequested';

/** How an account asks from a position on. */
interface Setting {
  readonly position: Position;
  readonly ref: EventRef;
  /** None: not at all. */
  readonly settings: SatisfactionSettings | null;
}

export interface SatisfactionParts {
  readonly log: EventLog;
  readonly aggregates: Aggregates;
  readonly documents: DocumentStore;
  readonly outgoing: Pick<QueueEmail, 'queue'>;
  readonly vault: Pick<Vault, 'signer'>;
  readonly html: Pick<HtmlText, 'clean'>;
  /** Where browsers reach the service; null: nobody is asked. */
  readonly publicUrl: string | null;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Asks those who wrote how content they are, when their case is closed. That somebody is asked stands in the stream of the
 * case, at the revision that it was decided from: once for each case, whoever decides. The message is queued for that
 * event, under a name and a date that come from it: whoever takes this up again after a crash queues the same message,
 * which is once.
 */
export class Satisfaction implements AloneWork {
  readonly name = 'satisfaction';
  private readonly progress: FoldedDocuments;
  private readonly settings = new Map<AccountId, Setting[]>();
  private responders: Responders = noResponders;
  private known: Position = START;
  /** Where somebody was to be asked first: before that there is nothing to do. */
  private first: Position | null = null;
  private position: Position | null = null;

  constructor(private readonly parts: SatisfactionParts) {
    this.progress = new FoldedDocuments(parts.documents, spec);
  }

  forget(): void {
    this.settings.clear();
    this.responders = noResponders;
    this.known = START;
    this.first = null;
    this.position = null;
  }

  async run(signal: AbortSignal): Promise<null> {
    // What is decided is itself an event to be followed.
    for (let decided = true; decided && !signal.aborted; ) {
      await this.learn();
      if (this.first === null) return null;
      decided = await this.follow(this.first, signal);
    }
    return null;
  }

  /** Who asks, and who is one of us. */
  private async learn(): Promise<void> {
    for await (const { events, checkpoint } of this.parts.log.readAll(this.known, knownTypes)) {
      for (const event of events) this.take(event);
      this.known = checkpoint;
    }
  }

  private take(event: Known): void {
    if (!isSetting(event)) {
      this.responders = evolveResponders(this.responders, event);
      return;
    }
    const { data, position, stream, revision } = event;
    const settings =
      event.type === 'SatisfactionStopped' ? null : { templateId: event.data.templateId, days: event.data.days };
    this.first ??= position;
    const before = this.settings.get(data.accountId) ?? [];
    this.settings.set(data.accountId, [...before, { position, ref: { stream, revision }, settings }]);
  }

  /** Returns whether something was decided. */
  private async follow(first: Position, signal: AbortSignal): Promise<boolean> {
    if (this.position === null) {
      await this.progress.open();
      this.position = this.progress.checkpoint ?? first;
    }
    let decided = false;
    for await (const { events, checkpoint } of this.parts.log.readAll(this.position, [...followed, ...knownTypes])) {
      for (const event of events) {
        if (signal.aborted) return false;
        if (!isFollowed(event)) {
          // What was written since holds for what comes behind it.
          if (event.position <= this.known) continue;
          this.take(event);
          this.known = event.position;
        } else if (event.type === 'CaseSatisfactionRequested') {
          await this.note(event.data.recipient, event.metadata.at, event.position);
          await this.ask(event);
        } else decided = (await this.decide(event)) || decided;
      }
      this.position = checkpoint;
      if (events.length > 0) await this.progress.flush(checkpoint);
    }
    return decided;
  }

  /** Writes down that somebody is asked about a case that was closed; returns whether that is so. */
  private async decide(event: RecordedAs<'CaseStatusChanged'>): Promise<boolean> {
    const { log, aggregates, clock, publicUrl, logger } = this.parts;
    const { data, metadata, position } = event;
    const now = clock.now().getTime();
    // One that is no duplicate any more is what it was before, and was not closed now.
    if (data.to !== 'Closed' || data.from === 'Duplicate' || Date.parse(metadata.at) < now - MAX_AGE) return false;
    const { caseId, userId, teamId } = data;
    const stream = streams.case(caseId);
    const closed = { stream, revision: event.revision };
    for (;;) {
      const { state, revision } = await aggregates.load(caseSatisfaction, stream);
      if (!isAskable(state)) return false;
      const setting = this.settings.get(state.accountId)?.findLast((one) => one.position < position);
      if (!setting?.settings) return false;
      if (publicUrl === null) {
        logger.warn({ caseId }, 'nobody is asked how content they are: http.publicUrl is not set');
        return false;
      }
      const recipient = await this.recipient(state);
      if (recipient === null || (await this.askedEnough(recipient, now))) return false;
      const until = new Date(now + setting.settings.days * DAY).toISOString();
      const asking = { recipient, closed, userId, teamId, settings: setting.ref, until };
      const events = requestSatisfaction(state, asking);
      const cause = `${stream}@${event.revision}`;
      const by = { actor: ACTOR, cause, correlationId: metadata.$correlationId };
      try {
        const { position: written } = await log.append({ stream, expectedRevision: revision, events, by });
        await this.note(recipient, new Date(now).toISOString(), written);
        return true;
      } catch (error) {
        // Something has happened to it meanwhile: it may be open again.
        if (!(error instanceof WrongExpectedRevision)) throw error;
      }
    }
  }

  /** That an address is asked: once for one event, though it is heard of when it is written and when it is read. */
  private async note(address: string, at: string, position: Position): Promise<void> {
    const key = askedKey(address);
    await this.progress.load([key]);
    if (this.progress.positionOf(key) >= position) return;
    const before = this.progress.get<AskedAt>(key)?.at ?? [];
    this.progress.set(key, { at: [...before, at].slice(-MOST) }, position);
  }

  private async askedEnough(address: string, now: number): Promise<boolean> {
    await this.progress.load([askedKey(address)]);
    const at = this.progress.get<AskedAt>(askedKey(address))?.at ?? [];
    const enough = at.filter((one) => Date.parse(one) > now - DAY).length >= MOST;
    if (enough) this.parts.logger.warn({ addressId: addressIdOf(address) }, 'an address is not asked again today');
    return enough;
  }

  /** None: nobody is to be asked. */
  private async recipient({ accountId, emailId, absorbed }: Askable): Promise<string | null> {
    const { aggregates } = this.parts;
    const { state: account } = await aggregates.load(mailAccount, streams.mailAccount(accountId));
    // Nobody would see what is answered to it.
    if (account.status !== 'active' || (await this.wasAsked(absorbed))) return null;
    const { email, fetched } = await this.message(emailId);
    const ours = ownAddresses(this.responders);
    const circumstances = {
      isOurs: (address: string) => ours.has(address),
      mayBeWritten: async (address: string) => {
        const { state } = await aggregates.load(addressMarks, streams.address(addressIdOf(address)));
        return mayBeWrittenAutomatically(state) && state.bounced === null;
      },
    };
    return email && recipientOf(email, fetched, circumstances);
  }

  /** Whether somebody was asked about one of the cases that were merged into another one, by way of others too. */
  private async wasAsked(absorbed: readonly CaseId[]): Promise<boolean> {
    const all = new Set(absorbed);
    for (const caseId of all) {
      const { state } = await this.parts.aggregates.load(caseSatisfaction, streams.case(caseId));
      if (state.phase !== 'created') continue;
      if (state.requested) return true;
      for (const one of state.absorbed) all.add(one);
    }
    return false;
  }

  /** A message, and whether it came to a mailbox, not only from files. */
  private async message(emailId: EmailId): Promise<{ readonly email: Email | null; readonly fetched: boolean }> {
    let email: Email | null = null;
    let fetched = false;
    for await (const { type, data } of this.parts.log.readStream(streams.email(emailId))) {
      if (type === 'EmailReceived') email = data;
      if (type === 'EmailReceived' || type === 'EmailDelivered') fetched ||= data.delivery.uidValidity !== 'files';
    }
    return { email, fetched };
  }

  /** Queues the message of a question that is in the log. */
  private async ask(event: RecordedAs<'CaseSatisfactionRequested'>): Promise<void> {
    const { log, aggregates, vault, publicUrl, outgoing, html: sanitizer, logger } = this.parts;
    const { data, metadata, stream, revision } = event;
    const { caseId, number, accountId, emailId, recipient, userId } = data;
    const [{ state: account }, { state: about }, { email }, settings] = await Promise.all([
      aggregates.load(mailAccount, streams.mailAccount(accountId)),
      aggregates.load(caseSatisfaction, stream),
      this.message(emailId),
      log.eventAt(data.settings),
    ]);
    if (account.status === 'absent' || about.phase !== 'created' || !email) {
      throw new Error(`The log has lost what ${stream}@${revision} is about.`);
    }
    if (publicUrl === null) {
      logger.warn({ caseId }, 'a question is not sent: http.publicUrl is not set');
      return;
    }
    const templateId = settings?.type === 'SatisfactionConfigured' ? settings.data.templateId : null;
    const mail = questionOf({
      email,
      recipient,
      account,
      case: { number, subject: about.subject },
      userName: await this.nameOf(userId),
      link: linkOf(publicUrl, tokenOf(vault.signer(SATISFACTION), caseId)),
      template: templateId && (await this.template(templateId)),
    });
    // A value may have made of an address something else.
    const { html, images } =
      mail.html === null ? { html: null, images: [] } : withImagesBeside(sanitizer.clean(mail.html));
    try {
      await outgoing.queue(
        {
          ...mail,
          html,
          attachments: images,
          key: `satisfaction ${caseId}`,
          date: metadata.at,
          cc: [],
          bcc: [],
          dispatch: {
            ...{ accountId, userId: null, owner: null, teamIds: [...account.teamIds], kind: 'satisfaction' },
            ...{ answers: emailId, forwards: null, case: { id: caseId, number }, about: null, sendAt: metadata.at },
          },
        },
        { actor: ACTOR, cause: `${stream}@${revision}`, correlationId: metadata.$correlationId },
      );
    } catch (error) {
      // Trying again would change nothing, and must not keep others waiting.
      if (!(error instanceof DomainError) || error instanceof Unavailable) throw error;
      logger.error({ caseId, accountId, code: error.code }, 'a question cannot be written');
    }
  }

  private async nameOf(userId: UserId | null): Promise<string | null> {
    if (userId === null) return null;
    const { state } = await this.parts.aggregates.load(user, streams.user(userId));
    return state.status === 'absent' ? null : state.name;
  }

  /** As it is worded now; none: it is removed. */
  private async template(templateId: TemplateDefinition['templateId']): Promise<TemplateDefinition | null> {
    const { state } = await this.parts.aggregates.load(textTemplate, streams.template(templateId));
    return state.status === 'present' && state.definition.kind === 'satisfaction' ? state.definition : null;
  }
}
