import type { Address } from '../../domain/email/events.js';
import { Invalid, Rejected } from '../../domain/errors.js';
import { derivedId, type EmailId, streams } from '../../domain/ids.js';
import { MAX_RECIPIENTS } from '../../domain/outgoing/draft-events.js';
import type { Dispatch, EmailQueuedData } from '../../domain/outgoing/events.js';
import { makeMessageId } from '../../domain/outgoing/message-id.js';
import { outgoing, queueEmail } from '../../domain/outgoing/outgoing.js';
import type { Aggregates, Changed } from '../log/aggregates.js';
import type { Cause } from '../log/event-log.js';
import type { BlobStore } from '../ports/blob-store.js';
import type { MailComposer, MailToCompose } from '../ports/mail-composer.js';
import type { MimeParser } from '../ports/mime-parser.js';
import type { Vault } from '../ports/vault.js';

/** A message of ours that is to be sent. */
export interface MailToQueue extends Omit<MailToCompose, 'messageId'> {
  /**
   * Names this message for good. With the same key and date it is the same message, however often it is queued: both
   * have to come from what is in the log already, or from the request.
   */
  readonly key: string;
  /** In the envelope alone. */
  readonly bcc: readonly Address[];
  readonly dispatch: Omit<Dispatch, 'envelope'> & {
    /** Default: the address in From. */
    readonly envelopeFrom?: string;
  };
}

export interface Queued extends Changed {
  readonly emailId: EmailId;
}

/** Bytes of a composed message. */
const MAX_MESSAGE_BYTES = 50 * 1024 * 1024;

/** Puts messages of ours into the outbox: composed, their bytes stored, EmailQueued appended. */
export class QueueEmail {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly blobs: BlobStore,
    private readonly composer: MailComposer,
    private readonly parser: MimeParser,
    private readonly vault: Vault,
  ) {}

  /**
   * The same again does nothing more.
   * @throws Invalid: no recipients, too many, or too large; Rejected: it cannot be composed; StoreUnavailable
   */
  async queue(mail: MailToQueue, by: Cause): Promise<Queued> {
    const { key, bcc, dispatch, ...composed } = mail;
    const { envelopeFrom = mail.from.address, ...rest } = dispatch;
    const to = [...new Set([...mail.to, ...mail.cc, ...bcc].map(({ address }) => address))];
    if (to.length === 0) throw new Invalid([{ path: 'to', message: 'nobody is written to' }]);
    if (to.length > MAX_RECIPIENTS) {
      throw new Invalid([{ path: 'to', message: `${to.length} recipients, ${MAX_RECIPIENTS} are the most` }]);
    }
    const messageId = this.messageIdOf(key, dispatch.case?.number ?? null, mail.from.address);
    const bytes = await this.composer.compose({ ...composed, messageId }).catch(notComposed);
    if (bytes.byteLength > MAX_MESSAGE_BYTES) {
      const message = `the message has ${bytes.byteLength} bytes, ${MAX_MESSAGE_BYTES} are the most`;
      throw new Invalid([{ path: 'attachments', message }]);
    }
    const [blob, parsed] = await Promise.all([this.blobs.put(bytes), this.parser.parse(bytes)]);
    const envelope = { from: envelopeFrom, to };
    // What is forwarded with it may be a report; what we write is none.
    const automatic = parsed.report ? null : parsed.automatic;
    const data: EmailQueuedData = {
      ...parsed,
      report: null,
      automatic,
      blob,
      headerOnly: false,
      dispatch: { ...rest, envelope },
    };
    const { emailId } = parsed;
    const decide = (state: Parameters<typeof queueEmail>[0]) => queueEmail(state, data);
    return { emailId, ...(await this.aggregates.change(outgoing, streams.email(emailId), decide, by)) };
  }

  /** As `queue` gives it to the message of this key. */
  private messageIdOf(key: string, caseNumber: number | null, from: string): string {
    const unique = derivedId('outgoing', key).replaceAll('-', '');
    const domain = from.slice(from.lastIndexOf('@') + 1).toLowerCase();
    return makeMessageId(this.vault.signer('message-id'), unique, caseNumber, domain);
  }
}

/** The same message is composed no other time either: nothing but its own content matters. */
function notComposed(error: unknown): never {
  throw new Rejected('cannot-be-composed', `No message can be made of this: ${String(error)}`);
}
