import type { RecordedAs } from '../../domain/events.js';
import { AccountId, EmailId, streams } from '../../domain/ids.js';
import { type Copied, concludeCopy, type Outgoing, outgoing } from '../../domain/outgoing/outgoing.js';
import { type SentCopyView, sentCopiesCollection } from '../../projections/sent-copies.js';
import type { ImapLogins } from '../fetching/imap-logins.js';
import type { Aggregates } from '../log/aggregates.js';
import type { EventLog } from '../log/event-log.js';
import { CannotSend, type SendingAccount, type SendingSettings, storesCopies } from '../outgoing/sending-settings.js';
import type { BlobStore } from '../ports/blob-store.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import { MailboxError } from '../ports/mailbox-source.js';
import type { SentFolders } from '../ports/sent-folders.js';
import { type ReadModels, whenBuilt } from '../queries/read-models.js';
import { withEither } from '../with-either.js';
import type { AloneWork } from './alone.js';

/** Milliseconds for which a mailbox that could not be reached is left alone. */
const REST = 5 * 60_000;
/** Milliseconds for which a copy is tried. */
const PATIENCE = 86_400_000;
/** Milliseconds that one copy may take. */
const LONGEST = 5 * 60_000;

export interface SentCopiesParts {
  readonly log: EventLog;
  readonly aggregates: Aggregates;
  readonly readModels: ReadModels;
  readonly blobs: BlobStore;
  readonly sentFolders: SentFolders;
  readonly imapLogins: ImapLogins;
  readonly settings: SendingSettings;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Puts copies of what has left into the sent folders of accounts, one after another for each. A copy that stands there
 * already, as after a crash between the two, is found by its Message-ID. Whatever happens here, no message leaves again.
 */
export class SentCopies implements AloneWork {
  readonly name = 'sent-copies';
  /** Milliseconds since 1970: not before is a mailbox tried again. */
  private readonly resting = new Map<string, number>();

  constructor(private readonly parts: SentCopiesParts) {}

  forget(): void {
    this.resting.clear();
  }

  async run(signal: AbortSignal): Promise<Date | null> {
    const byAccount = new Map<string, SentCopyView[]>();
    const due = await whenBuilt(this.parts.readModels.all<SentCopyView>(sentCopiesCollection));
    for (const copy of due ?? []) {
      const others = byAccount.get(copy.accountId);
      if (others) others.push(copy);
      else byAccount.set(copy.accountId, [copy]);
    }
    const moments = await Promise.all(
      [...byAccount].map(([accountId, copies]) => this.storeAll(AccountId.parse(accountId), copies, signal)),
    );
    const next = moments.filter((moment) => moment !== null);
    return next.length === 0 ? null : new Date(Math.min(...next));
  }

  /** @returns when to try the rest; none: nothing is left */
  private async storeAll(
    accountId: AccountId,
    copies: readonly SentCopyView[],
    signal: AbortSignal,
  ): Promise<number | null> {
    const { clock, logger } = this.parts;
    const now = () => clock.now().getTime();
    const rest = this.resting.get(accountId) ?? 0;
    if (rest > now()) return rest;
    const account = await this.account(accountId);
    for (const { emailId, requestedAt } of copies) {
      if (signal.aborted) return null;
      try {
        await this.store(account, EmailId.parse(emailId), signal);
      } catch (error) {
        if (!(error instanceof MailboxError)) throw error;
        if (signal.aborted) return null;
        const { code, message } = error;
        logger.warn({ accountId, emailId, code }, 'a copy could not be put into the sent folder');
        const isForGood = code === 'folder' || now() > Date.parse(requestedAt) + PATIENCE;
        if (isForGood) await this.conclude(EmailId.parse(emailId), { code, error: message });
        else {
          const again = now() + REST;
          this.resting.set(accountId, again);
          return again;
        }
      }
    }
    return null;
  }

  /** None: it sends no more, or stores no copies any more. */
  private async account(accountId: AccountId): Promise<SendingAccount | null> {
    try {
      const account = await this.parts.settings.account(accountId);
      return storesCopies(account) ? account : null;
    } catch (error) {
      if (error instanceof CannotSend) return null;
      throw error;
    }
  }

  private async store(account: SendingAccount | null, emailId: EmailId, signal: AbortSignal): Promise<void> {
    const { aggregates, blobs, sentFolders, imapLogins } = this.parts;
    const { state } = await aggregates.load(outgoing, streams.email(emailId));
    // The read model may be late.
    if (state.status === 'absent' || state.status === 'received' || state.copy !== 'due') return;
    if (account === null) {
      const error = 'The account stores no copies any more, or has no mailbox.';
      await this.conclude(emailId, { code: 'no-mailbox', error });
      return;
    }
    const { data, at } = await this.sent(emailId);
    const bytes = await blobs.get(data.blob);
    if (bytes === null || data.messageId === null) {
      await this.conclude(emailId, {
        code: 'no-bytes',
        error: 'The bytes of the message, or its Message-ID, are gone.',
      });
      return;
    }
    const copy = { messageId: data.messageId, bytes, at };
    const store = async (patience: AbortSignal) =>
      sentFolders.store(await imapLogins.of(account, patience), account.smtp.sentFolder, copy, patience);
    const folder = await withEither([signal], store, { milliseconds: LONGEST });
    await this.conclude(emailId, { folder });
  }

  /** What was queued, and when a server first took it. */
  private async sent(emailId: EmailId): Promise<{ data: RecordedAs<'EmailQueued'>['data']; at: Date }> {
    let data: RecordedAs<'EmailQueued'>['data'] | null = null;
    for await (const event of this.parts.log.readStream(streams.email(emailId))) {
      if (event.type === 'EmailQueued') data = event.data;
      if (event.type === 'EmailSent' && data) return { data, at: new Date(event.metadata.at) };
    }
    throw new Error(`${emailId} was never sent`);
  }

  private async conclude(emailId: EmailId, copied: Copied): Promise<void> {
    const decide = (state: Outgoing) => concludeCopy(state, copied);
    const by = { actor: 'system:outbox', cause: `${emailId} copy` };
    await this.parts.aggregates.change(outgoing, streams.email(emailId), decide, by);
  }
}
