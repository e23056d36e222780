import { type Delivery, type EmailEvent, idsNamedBy } from '../../domain/email/events.js';
import type { Filed } from '../../domain/email/filed.js';
import { DomainError } from '../../domain/errors.js';
import { type Position, START } from '../../domain/event.js';
import type { Decided, Filing, SkippedBy } from '../../domain/filter/file.js';
import {
  AccountId,
  type BlobHash,
  derivedId,
  type EmailId,
  type RecordRef,
  recordKey,
  streams,
  type UserId,
} from '../../domain/ids.js';
import type { MailboxEvent } from '../../domain/mail-account/events.js';
import { caseAnswered, type Signer } from '../../domain/outgoing/message-id.js';
import type { Cause, EventLog } from '../log/event-log.js';
import type { BlobStore } from '../ports/blob-store.js';
import type { Clock } from '../ports/clock.js';
import { type Append, AppendTooLarge, WrongExpectedRevision } from '../ports/event-store.js';
import type { MailboxMessage } from '../ports/mailbox-source.js';
import { type MimeParser, type ParsedEmail, Unparsable } from '../ports/mime-parser.js';
import { type Tracing, untraced } from '../ports/tracing.js';
import type { Vault } from '../ports/vault.js';
import { FilingRules } from './filing-rules.js';
import { parseAndDecide } from './filtering.js';

/** Where messages come from: an account, or files that belong to none. */
export interface Origin {
  /** None: brought in for no account. */
  readonly accountId: AccountId | null;
  readonly folder: string;
  readonly uidValidity: string;
  /** Set for what counts as having come now, whatever its own dates say. ISO 8601. */
  readonly receivedAt?: string;
  /** Somebody wants it in: no filter keeps it out. Default: no. */
  readonly isWanted?: boolean;
  /** Who brings it in, where that is not the fetching by itself: such mail is never answered by itself. */
  readonly by?: string;
}

/** The actor of what came by itself. */
export const FETCHING = 'system:fetching';

/** The mailbox whose stream keeps what was quarantined of files that belong to no account. */
export const IMPORTS = AccountId.parse('import');

export type Quarantined = Extract<MailboxEvent, { type: 'EmailQuarantined' }>;
export type KeptOut = Extract<MailboxEvent, { type: 'EmailSkipped' }>;

export interface Tally {
  readonly received: number;
  readonly duplicates: number;
  readonly skipped: number;
  readonly quarantined: number;
}
export const nothing: Tally = { received: 0, duplicates: 0, skipped: 0, quarantined: 0 };
export const plus = (a: Tally, b: Tally): Tally => ({
  received: a.received + b.received,
  duplicates: a.duplicates + b.duplicates,
  skipped: a.skipped + b.skipped,
  quarantined: a.quarantined + b.quarantined,
});

/** A message with its bytes stored: parsed, or why it could not be. */
export interface Stored {
  readonly uid: number;
  readonly delivery: Delivery;
  readonly blob: BlobHash;
  readonly size: number;
  readonly headerOnly: boolean;
  /** No filter keeps it out. */
  readonly isWanted: boolean;
  /** What whoever brings it says that it belongs to; none: nothing. */
  readonly link: RecordRef | null;
  /** The actor that brings it in. */
  readonly by: string;
  readonly parsed: ParsedEmail | Unparsable;
  /** What filters made of it; none: it could not be parsed. */
  readonly decided: Decided | null;
}

export interface TakenIn {
  readonly tally: Tally;
  /** Both to be appended to the mailbox's stream together with its cursor, so that neither stands without the other. */
  readonly quarantined: readonly Quarantined[];
  readonly skipped: readonly KeptOut[];
}

/** How often an e-mail's stream is read again when several deliveries race for it. */
const TRIES = 10;
/** Milliseconds. */
const DAY = 86_400_000;
/** Of the subject, for a list. */
const MAX_SUBJECT = 200;

/** What every message goes through, wherever it comes from: bytes into the blob store, parsed, into its own stream. */
export class Intake {
  private total = nothing;
  private parsing = 0;
  private readonly rules: FilingRules;
  private readonly signer: Signer;

  constructor(
    private readonly log: EventLog,
    private readonly blobs: BlobStore,
    private readonly parser: MimeParser,
    vault: Pick<Vault, 'signer'>,
    private readonly clock: Clock,
    /** How many days what a filter keeps out can be brought back. */
    private readonly skippedDays: number,
    private readonly tracing: Tracing = untraced,
  ) {
    this.rules = new FilingRules(log);
    this.signer = vault.signer('message-id');
  }

  /** What became of all that this process has taken in. */
  get taken(): Tally {
    return this.total;
  }

  /** How many messages the parser has and has not given back yet. */
  get beingParsed(): number {
    return this.parsing;
  }

  /** Stores the bytes, durably, and parses them; nothing is in the log yet. @throws StoreUnavailable */
  async store(message: MailboxMessage, origin: Origin): Promise<Stored> {
    const startedAt = performance.now();
    const stored = await this.keep(message, origin);
    const { parsed } = stored;
    if (!(parsed instanceof Error)) this.tracing.fetched(causeOf(stored, parsed).cause, startedAt);
    return stored;
  }

  private async keep(message: MailboxMessage, origin: Origin): Promise<Stored> {
    const { uid, key, headerOnly, content, link = null } = message;
    const delivery: Delivery = {
      accountId: origin.accountId,
      folder: origin.folder,
      uidValidity: origin.uidValidity,
      uid: key,
      receivedAt: origin.receivedAt ?? message.receivedAt,
      seen: message.seen,
      filed: null,
    };
    const rules = this.rules.of(origin.accountId);
    const arrival = { folder: origin.folder, seen: message.seen };
    const stored = { uid, delivery, headerOnly, isWanted: origin.isWanted ?? false, link, by: origin.by ?? FETCHING };
    if (content instanceof Uint8Array) {
      const size = content.byteLength;
      const parsing = rules.then((filing) =>
        this.parse(content, filing, { ...arrival, size: headerOnly ? message.size : size }),
      );
      const [blob, parsed] = await Promise.all([this.blobs.put(content), parsing]);
      return withFiled({ ...stored, blob, size, ...parsed });
    }
    const [{ hash: blob, size }, filing] = await Promise.all([this.blobs.putStream(content), rules]);
    const parsed = await this.parse(() => this.stream(blob), filing, {
      ...arrival,
      size: headerOnly ? message.size : size,
    });
    return withFiled({ ...stored, blob, size, ...parsed });
  }

  private async stream(blob: BlobHash): Promise<AsyncIterable<Uint8Array>> {
    const stream = await this.blobs.getStream(blob);
    if (!stream) throw new Error(`blob ${blob} was stored and is gone`);
    return stream;
  }

  private async parse(
    content: Parameters<MimeParser['parse']>[0],
    filing: Filing,
    arrival: Parameters<typeof parseAndDecide>[3],
  ): Promise<Pick<Stored, 'parsed' | 'decided'>> {
    this.parsing++;
    try {
      return await parseAndDecide(this.parser, content, filing, arrival);
    } catch (error) {
      if (error instanceof Unparsable) return { parsed: error, decided: null };
      throw error;
    } finally {
      this.parsing--;
    }
  }

  /**
   * Puts stored messages into the log: each as EmailReceived, or as EmailDelivered where it is there already.
   * @param knownBefore where the log ended when all this began: what lies before is a duplicate, not a repeat of our own
   */
  async takeIn(messages: readonly Stored[], knownBefore: Position = START): Promise<TakenIn> {
    const quarantined: Quarantined[] = [];
    const appends: { append: Append; message: Stored; parsed: ParsedEmail }[] = [];
    const keptOut: Promise<KeptOut | null>[] = [];
    for (const message of messages) {
      const { parsed, decided, isWanted } = message;
      if (!(parsed instanceof Error) && decided?.skippedBy && !isWanted) {
        keptOut.push(this.keepOut(message, parsed, decided.skippedBy));
        continue;
      }
      const prepared = this.prepare(message);
      if (prepared instanceof Error) quarantined.push(quarantine(message, prepared));
      else appends.push({ ...prepared, message });
    }
    let received = 0;
    let duplicates = 0;
    const outcomes = await this.log.appendMany(appends.map(({ append }) => append));
    for (const [n, outcome] of outcomes.entries()) {
      const appended = appends[n];
      if (!appended) continue;
      if (outcome.ok && outcome.position > knownBefore) received++;
      else if (outcome.ok) duplicates++;
      else if (outcome.error instanceof WrongExpectedRevision) {
        await this.deliver(appended.message, appended.parsed);
        duplicates++;
      } else if (outcome.error instanceof AppendTooLarge) quarantined.push(quarantine(appended.message, outcome.error));
      else throw outcome.error;
    }
    const skipped = (await Promise.all(keptOut)).filter((one) => one !== null);
    duplicates += keptOut.length - skipped.length;
    const tally = { received, duplicates, skipped: skipped.length, quarantined: quarantined.length };
    this.total = plus(this.total, tally);
    return { tally, quarantined, skipped };
  }

  /** None: the account has it already, from before there was such a filter, or because somebody has brought it back. */
  private async keepOut(message: Stored, parsed: ParsedEmail, by: SkippedBy): Promise<KeptOut | null> {
    const { accountId } = message.delivery;
    if (accountId === null || (await this.has(parsed.emailId, accountId))) return null;
    const until = new Date(this.clock.now().getTime() + this.skippedDays * DAY).toISOString();
    const owner = message.decided?.filed.owner ?? null;
    return skipped(message, { accountId, owner }, parsed, by, until);
  }

  /** The append of a new e-mail; an error where its schema refuses it or it could not be parsed. */
  private prepare(message: Stored): { append: Append; parsed: ParsedEmail } | Error {
    const { parsed, blob, headerOnly, delivery, size } = message;
    if (parsed instanceof Error) return parsed;
    const answersCase = caseAnswered(this.signer, idsNamedBy(parsed).reverse());
    const data = { ...parsed, size, blob, headerOnly, answersCase, delivery };
    const event: EmailEvent = { type: 'EmailReceived', data };
    const stream = streams.email(parsed.emailId);
    try {
      const append = this.log.prepare({
        stream,
        expectedRevision: 'no-stream',
        events: [event],
        by: causeOf(message, parsed),
      });
      return { append, parsed };
    } catch (error) {
      if (error instanceof DomainError) return error;
      throw error;
    }
  }

  /** The message is there: notes another account, folder or body, if it is one. */
  private async deliver(message: Stored, parsed: ParsedEmail): Promise<void> {
    const { delivery, blob } = message;
    const { emailId, bodyHash } = parsed;
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const { revision, places, bodies, inboxes, links } = await this.known(emailId);
      const { filed } = delivery;
      const isNewLink = delivery.accountId === null && filed?.link && !links.has(recordKey(filed.link));
      const isNewPlace = delivery.accountId !== null && !places.has(placeOf(delivery));
      const isVariant = !bodies.has(bodyHash);
      if (!isNewPlace && !isVariant && !isNewLink) return;
      const variant = isVariant ? { blob, bodyHash } : null;
      const event: EmailEvent = {
        type: 'EmailDelivered',
        data: { emailId, delivery: { ...delivery, filed: notTwice(filed, inboxes) }, variant },
      };
      const stream = streams.email(emailId);
      try {
        await this.log.append({ stream, expectedRevision: revision, events: [event], by: causeOf(message, parsed) });
        return;
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision)) throw error;
      }
    }
    throw new Error(`email ${emailId}: too many writers at once`);
  }

  private async known(emailId: EmailId) {
    const places = new Set<string>();
    const bodies = new Set<string>();
    const inboxes = new Set<UserId>();
    const links = new Set<string>();
    let revision = -1;
    for await (const event of this.log.readStream(streams.email(emailId))) {
      revision = event.revision;
      if (event.type === 'EmailReceived' || event.type === 'EmailQueued') bodies.add(event.data.bodyHash);
      if (event.type === 'EmailDelivered' && event.data.variant) bodies.add(event.data.variant.bodyHash);
      if (event.type !== 'EmailReceived' && event.type !== 'EmailDelivered') continue;
      places.add(placeOf(event.data.delivery));
      const { link = null } = event.data.delivery.filed ?? {};
      if (link) links.add(recordKey(link));
      for (const userId of event.data.delivery.filed?.userIds ?? []) inboxes.add(userId);
    }
    return { revision, places, bodies, inboxes, links };
  }

  /** Whether an e-mail has reached this account before, in any folder. */
  async has(emailId: EmailId, accountId: AccountId): Promise<boolean> {
    for await (const { type, data } of this.log.readStream(streams.email(emailId))) {
      if ((type === 'EmailReceived' || type === 'EmailDelivered') && data.delivery.accountId === accountId) return true;
    }
    return false;
  }

  /** The id of a message by its header alone; none where its body is needed for that, or where the header cannot be read: taking it in will tell. */
  identify(header: Uint8Array): EmailId | null {
    try {
      return this.parser.identify(header);
    } catch {
      return null;
    }
  }
}

function withFiled(stored: Stored): Stored {
  const { decided, link, delivery } = stored;
  const filed = decided?.filed ?? null;
  return { ...stored, delivery: { ...delivery, filed: filed && link ? { ...filed, link } : filed } };
}

/** Whoever has it in their inbox has it there once: as the first delivery put it. */
function notTwice(filed: Filed | null, inboxes: ReadonlySet<UserId>): Filed | null {
  if (!filed) return null;
  const isNew = (userId: UserId) => !inboxes.has(userId);
  const exceptions = filed.exceptions.filter(({ userId }) => isNew(userId));
  return { ...filed, userIds: filed.userIds.filter(isNew), exceptions };
}

const placeOf = ({ accountId, folder }: Delivery): string => `${accountId}\u0000${folder}`;

/** What names a delivery for good: account, folder, UIDVALIDITY and UID, and the body, which a file of the same name may have changed. */
function causeOf({ delivery, by }: Pick<Stored, 'delivery' | 'by'>, { bodyHash }: ParsedEmail): Cause {
  const { accountId, folder, uidValidity, uid } = delivery;
  return { actor: by, cause: derivedId('delivery', accountId, folder, uidValidity, uid, bodyHash) };
}

function quarantine({ delivery, blob, size, headerOnly }: Stored, error: Error): Quarantined {
  const { accountId, folder, uidValidity, uid } = delivery;
  // With its bytes: a file of the same name, or a place in an mbox, may hold another message the next time.
  const quarantineId = derivedId('quarantine', accountId, folder, uidValidity, uid, blob);
  const what = { error: error.message.slice(0, 500), blob, size, headerOnly };
  return { type: 'EmailQuarantined', data: { ...delivery, accountId: accountId ?? IMPORTS, quarantineId, ...what } };
}

function skipped(
  { delivery, blob, size, headerOnly }: Stored,
  { accountId, owner }: { readonly accountId: AccountId; readonly owner: UserId | null },
  { emailId, messageId, from, subject }: ParsedEmail,
  { filterId, name, because }: SkippedBy,
  until: string,
): KeptOut {
  const { folder, uidValidity, uid, receivedAt, seen } = delivery;
  const what = { emailId, messageId, from, subject: subject.slice(0, MAX_SUBJECT) };
  const where = { folder, uidValidity, uid, receivedAt, seen, headerOnly, blob, size };
  // By the e-mail: the same message again, in another folder or under another UID, is kept out once.
  const skippedId = derivedId('skipped', accountId, emailId);
  const data = { accountId, owner, skippedId, ...what, filterId, filterName: name, because, ...where, until };
  return { type: 'EmailSkipped', data };
}
