import { Inject, Injectable } from '@nestjs/common';
import { Invalid, Rejected } from '../../domain/errors.js';
import { DraftId, derivedId, type EmailId, streams, type UserId } from '../../domain/ids.js';
import type { OpenAccount } from '../../domain/mail-account/mail-account.js';
import {
  addFile,
  type Draft,
  draft,
  mustBeOpen,
  roomFor,
  submitDraft,
  writeDraft,
} from '../../domain/outgoing/draft.js';
import {
  type DraftContent,
  type DraftFile,
  MAX_FILES_BYTES,
  type Submission,
} from '../../domain/outgoing/draft-events.js';
import { placeBehind } from '../../domain/outgoing/references.js';
import { inTheNameOf } from '../../domain/outgoing/sender.js';
import { oneLine } from '../../domain/outgoing/template.js';
import type { Texts } from '../../domain/outgoing/template-events.js';
import type { Asker } from '../access/asker.js';
import { RecordAccess } from '../access/record-access.js';
import type { Asked } from '../commands/asked.js';
import { Aggregates, type Changed, checkSeen } from '../log/aggregates.js';
import { BLOBS, CLOCK, HTML } from '../parts.js';
import type { BlobStore } from '../ports/blob-store.js';
import type { Clock } from '../ports/clock.js';
import type { HtmlText } from '../ports/html-text.js';
import { type AddressWarning, AddressWarnings } from '../queries/address-warnings.js';
import { whenBuilt } from '../queries/read-models.js';
import { AnsweredEmails } from './answered-email.js';
import { type Begun, cannotSend, clean, fromGroup, type NewFile, notFrom, type Writing } from './beginnings.js';
import { Bodies } from './bodies.js';
import { QueueDrafts } from './queue-drafts.js';
import { SeenMessages } from './seen-messages.js';
import { SendingAccounts } from './sending-accounts.js';
import { bothOf, withImagesBeside } from './texts.js';
import { Uploads } from './uploads.js';

/** A user asks for it: a draft is somebody's. */
export type AskedBy = Asked & { readonly asker: Asker };

export interface SavedDraft extends Changed {
  readonly draftId: DraftId;
}
/** What whoever writes should know of those whom it goes to, as the read models show it. */
interface Warned {
  readonly warnings: readonly AddressWarning[];
}
export interface WrittenDraft extends SavedDraft, Warned {}
/** A message as it would leave. */
export interface PreviewedMessage
  extends Pick<DraftContent, 'to' | 'cc' | 'bcc' | 'subject'>,
    Pick<Submission, 'from' | 'replyTo' | 'inReplyTo' | 'references' | 'sendAt'>,
    Texts,
    Warned {
  readonly files: readonly Pick<DraftFile, 'name' | 'contentType' | 'size'>[];
}
export interface AttachedFile extends SavedDraft {
  readonly fileId: string;
}
export interface SentDraft extends SavedDraft, Warned {
  readonly emailId: EmailId;
  /** Until then it can be taken back. ISO 8601. */
  readonly sendAt: string;
}

/** Of what somebody begins with a request: the same request is the same draft. */
export const draftIdOf = ({ actor, cause }: Asked): DraftId => DraftId.parse(derivedId('draft', actor, cause));

/** How far ahead a message may be planned. Milliseconds. */
const AHEAD = 366 * 86_400_000;

/** What is written, from the first word until it is a message. */
@Injectable()
export class Drafts {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly accounts: SendingAccounts,
    private readonly answered: AnsweredEmails,
    private readonly records: RecordAccess,
    private readonly bodies: Bodies,
    private readonly queueing: QueueDrafts,
    private readonly messages: SeenMessages,
    private readonly warnings: AddressWarnings,
    private readonly uploads: Uploads,
    @Inject(BLOBS) private readonly blobs: BlobStore,
    @Inject(HTML) private readonly html: HtmlText,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The draft as it was begun; the same cause again is the same draft. */
  async create({ content, files }: Begun, by: AskedBy): Promise<WrittenDraft> {
    const { userId } = by.asker;
    const draftId = draftIdOf(by);
    const decide = (state: Draft) => (state.status === 'absent' ? writeDraft(state, { draftId, userId, content }) : []);
    let changed: Changed = await this.aggregates.change(draft, streams.draft(draftId), decide, by);
    const { state } = await this.aggregates.load(draft, streams.draft(draftId));
    // It was sent already, when this was asked for the first time.
    const { warnings } = await this.warned(content);
    if (state.status !== 'open') return { ...changed, draftId, warnings };
    for (const [n, file] of files.entries()) {
      changed = await this.attach(draftId, file, { ...by, cause: `${by.cause} file ${n}` });
    }
    return { ...changed, draftId, warnings };
  }

  /** What is left out stays as it is. @throws NotFound, Rejected, Invalid, Conflict */
  async write(draftId: DraftId, writing: Writing, by: AskedBy): Promise<WrittenDraft> {
    const stream = streams.draft(draftId);
    const { userId } = by.asker;
    const { state } = await this.aggregates.load(draft, stream);
    const { content: before } = mustBeOpen(state, userId);
    const account = writing.account === undefined ? null : await this.accounts.named(writing.account, userId);
    if (account && account.accountId !== before.accountId) this.mustFit(account, before, by.asker);
    const hasBody = writing.text !== undefined || writing.html !== undefined;
    const content: DraftContent = {
      ...before,
      accountId: account?.accountId ?? before.accountId,
      to: writing.to ? clean(writing.to) : before.to,
      cc: writing.cc ? clean(writing.cc) : before.cc,
      bcc: writing.bcc ? clean(writing.bcc) : before.bcc,
      subject: writing.subject === undefined ? before.subject : oneLine(writing.subject),
      ...(hasBody ? await this.bodyOf(writing, userId) : {}),
    };
    const decide = (now: Draft) => writeDraft(now, { draftId, userId, content });
    const changed = await this.aggregates.change(draft, stream, decide, by, by.expectedRevision);
    return { ...changed, draftId, ...(await this.warned(content)) };
  }

  /** A file goes with it, once. @throws NotFound, Rejected, Invalid with `too-large`, StoreUnavailable */
  async attach(draftId: DraftId, { name, contentType, contentId = null, content }: NewFile, by: AskedBy) {
    const { userId } = by.asker;
    const stream = streams.draft(draftId);
    // Before its bytes are stored: what is refused then would lie there for ever.
    const room = roomFor((await this.aggregates.load(draft, stream)).state, userId);
    const isWhole = content instanceof Uint8Array;
    if (isWhole) this.uploads.count(userId, content.byteLength);
    const { hash: blob, size } = isWhole
      ? { hash: await this.blobs.put(content), size: content.byteLength }
      : await this.blobs.putStream(this.uploads.counted(userId, upTo(room, content)));
    const cleaned = fileNameOf(name);
    const fileId = derivedId('file', blob, cleaned, contentId);
    const file: DraftFile = { fileId, name: cleaned, contentType: typeOf(contentType), size, blob, contentId };
    const changed = await this.aggregates.change(draft, stream, (now: Draft) => addFile(now, userId, file), by);
    return { ...changed, draftId, fileId };
  }

  /**
   * Makes a message of a draft. Again, also after a crash in between, is the same message.
   * @param sendAt not before; null: as soon as it cannot be taken back any more
   * @param lastSeen the newest message that whoever sends it has seen; none: it does not matter
   * @throws NotFound, Rejected, Invalid, Conflict, NewerMessages
   */
  async submit(draftId: DraftId, sendAt: string | null, asked: AskedBy, lastSeen?: EmailId): Promise<SentDraft> {
    const stream = streams.draft(draftId);
    // What was asked for may have begun the draft as well.
    const by = { ...asked, cause: `${asked.cause} submitted` };
    const { userId } = by.asker;
    const { state, done, revision: seen } = await this.aggregates.load(draft, stream, by.cause);
    if (!done) {
      checkSeen(by.expectedRevision, seen);
      const open = mustBeOpen(state, userId);
      const { answers, forwards, case: inCase } = open.content;
      const written = { message: answers ?? forwards, caseId: inCase?.id ?? null };
      if (lastSeen !== undefined) await this.messages.check(lastSeen, written, by.asker);
      const submission = await this.submissionOf(open, sendAt, by.asker);
      const decide = (now: Draft) => submitDraft(now, userId, submission);
      await this.aggregates.change(draft, stream, decide, by, by.expectedRevision);
    }
    await this.queueing.queue(draftId);
    const { state: after, revision, position } = await this.aggregates.load(draft, stream);
    if (after.status === 'open' && after.failure) throw new Rejected(after.failure.code, after.failure.error);
    if (after.status !== 'queued') throw new Rejected('draft-reopened', 'The message was taken back meanwhile.');
    const { emailId, sendAt: dueAt, content } = after;
    return { revision, position, draftId, emailId, sendAt: dueAt, ...(await this.warned(content)) };
  }

  /** @param sendAt null: at once. @throws Invalid */
  mustBeWithinAYear(sendAt: string | null): void {
    if (sendAt !== null && Date.parse(sendAt) > this.clock.now().getTime() + AHEAD) {
      throw new Invalid([{ path: 'sendAt', message: 'is more than a year ahead' }]);
    }
  }

  /** What would leave, if it were sent now. @throws whatever would keep it from being sent */
  async preview(draftId: DraftId, asker: Asker): Promise<PreviewedMessage> {
    const { state } = await this.aggregates.load(draft, streams.draft(draftId));
    const open = mustBeOpen(state, asker.userId);
    const submission = await this.submissionOf(open, null, asker);
    submitDraft(open, asker.userId, submission);
    const { to, cc, bcc, subject } = open.content;
    const { from, replyTo, inReplyTo, references, sendAt } = submission;
    const files = open.files.map(({ name, contentType, size }) => ({ name, contentType, size }));
    return {
      ...{ from, replyTo, to, cc, bcc, subject, inReplyTo, references, sendAt, files },
      ...(await this.bodies.load(open.content)),
      ...(await this.warned(open.content)),
    };
  }

  private async warned({ to, cc, bcc }: DraftContent): Promise<Warned> {
    const addresses = [...to, ...cc, ...bcc].map(({ address }) => address.toLowerCase());
    return { warnings: (await whenBuilt(this.warnings.of(addresses))) ?? [] };
  }

  private bodyOf(writing: Writing, userId: UserId): ReturnType<Bodies['store']> {
    const body = bothOf(writing, this.html);
    this.uploads.count(userId, body.text.length + body.html.length);
    return this.bodies.store(body);
  }

  private async submissionOf(
    { content, files }: Extract<Draft, { status: 'open' }>,
    wanted: string | null,
    asker: Asker,
  ): Promise<Omit<Submission, 'key'>> {
    const account = await this.accounts.named(content.accountId, asker.userId);
    await this.mustStillMay(account, content, asker);
    if (account.smtp === null) throw cannotSend(account);
    // What is too large to leave must not be submitted: nobody could open that draft again.
    const { images } = withImagesBeside((await this.bodies.load(content)).html);
    const size = [...files.map((file) => file.size), ...images.map((image) => image.content.byteLength)].reduce(
      (sum, bytes) => sum + bytes,
      0,
    );
    if (size > MAX_FILES_BYTES)
      throw new Invalid(
        [{ path: 'files', message: `have ${size} bytes with the images in the text, ${MAX_FILES_BYTES} are the most` }],
        'too-large',
      );
    const now = this.clock.now();
    const earliest = new Date(now.getTime() + account.sending.undoSeconds * 1_000).toISOString();
    this.mustBeWithinAYear(wanted);
    const message = content.answers ?? content.forwards;
    const behind = message === null ? null : placeBehind((await this.answered.get(message, asker, false)).email);
    const writer = await this.accounts.writer(asker.userId);
    const sendAt = wanted !== null && wanted > earliest ? new Date(wanted).toISOString() : earliest;
    const { owner, teamIds } = account;
    // What is passed on begins a thread of its own for whoever gets it, but names where it comes from.
    const inReplyTo = content.answers === null ? null : (behind?.inReplyTo ?? null);
    const references = behind?.references ?? [];
    const { from, replyTo } = inTheNameOf(account, writer);
    return { sendAt, from, replyTo: [...replyTo], owner, teamIds: [...teamIds], inReplyTo, references };
  }

  private mustFit(account: OpenAccount, before: DraftContent, asker: Asker): void {
    if (before.case) throw fromGroup();
    if (!this.accounts.may(asker, account)) throw notFrom(account);
  }

  /** What somebody may can have changed since they began. */
  private async mustStillMay(account: OpenAccount, { case: inCase }: DraftContent, asker: Asker): Promise<void> {
    if (inCase && account.owner === null) return this.records.must(asker, 'edit', { type: 'Case', id: inCase.id });
    if (!this.accounts.may(asker, account)) throw notFrom(account);
  }
}

/** Nothing of what is too large is kept. @throws Invalid with `too-large` */
async function* upTo(most: number, pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const piece of pieces) {
    size += piece.byteLength;
    if (size > most)
      throw new Invalid([{ path: 'files', message: `the file has more than ${most} bytes` }], 'too-large');
    yield piece;
  }
}

/** Without folders and control characters, and not hidden. */
const fileNameOf = (name: string): string =>
  oneLine(name.split(/[\\/]/).at(-1) ?? '')
    .replace(/^\.+/, '')
    .slice(0, 200) || 'file';
const typeOf = (contentType: string): string =>
  /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/.test(contentType) ? contentType.toLowerCase() : 'application/octet-stream';
