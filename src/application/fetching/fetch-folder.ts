import { streams } from '../../domain/ids.js';
import type { MailboxEvent } from '../../domain/mail-account/events.js';
import type { Fetching, OpenAccount } from '../../domain/mail-account/mail-account.js';
import { cursorOf, type FolderCursor, type Mailbox, mailbox } from '../../domain/mail-account/mailbox.js';
import type { EventLog } from '../log/event-log.js';
import { WrongExpectedRevision } from '../ports/event-store.js';
import { type FetchOptions, MailboxError, type MailboxMessage, type MailboxSession } from '../ports/mailbox-source.js';
import { unlessAborted } from '../unless-aborted.js';
import { inBatches, pipeline } from './batches.js';
import {
  type Intake,
  type KeptOut,
  nothing,
  type Origin,
  plus,
  type Quarantined,
  type Stored,
  type Tally,
} from './intake.js';
import { notNotedYet } from './kept-apart.js';
import type { Mailboxes } from './mailboxes.js';

const LIMITS = { messages: 250, bytes: 8_000_000 };

/** What came of one folder. */
export interface Fetched {
  readonly tally: Tally;
  /** The server refuses to mark messages as read; they are stored all the same. */
  readonly unmarked: MailboxError | null;
}

/** Another fetcher moved the cursor: this one stops where it is. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

/** Fetches what is new in one folder, and moves its cursor behind what is stored. */
export class FetchFolder {
  constructor(
    private readonly log: EventLog,
    private readonly mailboxes: Mailboxes,
    private readonly intake: Intake,
  ) {}

  async fetch(
    session: MailboxSession,
    account: OpenAccount & { readonly fetching: Fetching },
    folder: string,
    signal: AbortSignal,
  ): Promise<Fetched> {
    const { accountId } = account;
    const { keepUnread } = account.fetching;
    // What a user's own mailbox is told, it is told when the user has read it.
    const marks = !keepUnread && account.owner === null;
    const { uidValidity, uidNext } = await session.select(folder, { readOnly: !marks });
    const { state, revision } = await this.mailboxes.load(accountId);
    const cursor = new Cursor(this.log, account, folder, uidValidity, state, revision);
    const origin: Origin = { accountId, folder, uidValidity };
    const messages = this.news(session, account, cursorOf(state, folder), { uidValidity, folder, signal });
    let total = nothing;
    let unmarked: MailboxError | null = null;
    let lastUid = cursor.lastUid;
    await pipeline(
      inBatches(messages, LIMITS),
      (batch) => this.store(batch, origin, signal),
      async (stored) => {
        const { tally, quarantined, skipped } = await this.intake.takeIn(stored);
        lastUid = Math.max(lastUid, ...stored.map(({ uid }) => uid));
        // Before the cursor passes them: cut off in between, they are taken and marked once more, and none stays unread.
        if (marks) unmarked ??= await markSeen(session, stored);
        total = plus(total, await cursor.move(lastUid, tally, [...quarantined, ...skipped]));
      },
    );
    // What lies before the last UID and was not taken is older than `since`, or vanished: it is not asked for again.
    if (!signal.aborted && (cursor.isNew || cursor.lastUid < uidNext - 1)) await cursor.settle(uidNext - 1);
    return { tally: total, unmarked };
  }

  /** Nothing of it is in the log yet: whoever stops does not wait for it, and it is fetched again. */
  private store(batch: readonly MailboxMessage[], origin: Origin, signal: AbortSignal): Promise<Stored[]> {
    const stored = Promise.all(batch.map((message) => this.intake.store(message, origin)));
    return unlessAborted(stored, signal, () => new MailboxError('closed', 'The work on this mailbox was stopped.'));
  }

  /** What is behind the cursor; after a change of UIDVALIDITY, what was not there under any UID (EspoCRM's users know why). */
  private async *news(
    session: MailboxSession,
    { accountId, fetching }: OpenAccount & { readonly fetching: Fetching },
    cursor: FolderCursor | undefined,
    { uidValidity, signal }: { uidValidity: string; folder: string; signal: AbortSignal },
  ): AsyncGenerator<MailboxMessage> {
    const { since, maxSize } = fetching;
    const options: FetchOptions = { after: 0, since, maxSize, signal };
    if (!cursor || cursor.uidValidity === uidValidity) {
      yield* session.fetch({ ...options, after: cursor?.lastUid ?? 0 });
      return;
    }
    const only = new Set<number>();
    for await (const { uid, header } of session.identify({ after: 0, since, signal })) {
      const emailId = this.intake.identify(header);
      if (emailId === null || !(await this.intake.has(emailId, accountId))) only.add(uid);
    }
    if (only.size > 0) yield* session.fetch({ ...options, only });
  }
}

/** None: they are marked as read. A server that says no must not keep the mailbox from being fetched; one that is lost does. */
async function markSeen(session: MailboxSession, stored: readonly Stored[]): Promise<MailboxError | null> {
  try {
    await session.markSeen(stored.map(({ uid }) => uid));
    return null;
  } catch (error) {
    if (!(error instanceof MailboxError && error.code === 'protocol')) throw error;
    return new MailboxError('protocol', `Messages cannot be marked as read: ${error.message}`, { cause: error });
  }
}

/** The cursor of one folder: moved at the exact revision of the mailbox's stream, so that two fetchers cannot both move it. */
class Cursor {
  lastUid: number;
  readonly isNew: boolean;
  private state: Mailbox;

  constructor(
    private readonly log: EventLog,
    private readonly account: OpenAccount,
    private readonly folder: string,
    private readonly uidValidity: string,
    state: Mailbox,
    private revision: number,
  ) {
    const cursor = cursorOf(state, folder);
    this.isNew = cursor === undefined || cursor.uidValidity !== uidValidity;
    this.lastUid = this.isNew ? 0 : (cursor?.lastUid ?? 0);
    this.state = state;
  }

  /** Notes what was kept apart, each once, and moves; returns what that came to. */
  async move(lastUid: number, taken: Tally, apart: readonly (Quarantined | KeptOut)[]): Promise<Tally> {
    const { accountId } = this.account;
    const { folder, uidValidity } = this;
    const unknown = notNotedYet(this.state, apart);
    const skipped = unknown.filter(({ type }) => type === 'EmailSkipped').length;
    const tally = { ...taken, skipped, duplicates: taken.duplicates + taken.skipped - skipped };
    const moved: MailboxEvent = { type: 'MailboxFetched', data: { accountId, folder, uidValidity, lastUid, ...tally } };
    const events: MailboxEvent[] = [...unknown, moved];
    const stream = streams.mailbox(accountId);
    const expectedRevision = this.revision < 0 ? ('no-stream' as const) : this.revision;
    const by = { actor: 'system:fetching', cause: `${stream}@${this.revision} ${folder} ${uidValidity} ${lastUid}` };
    try {
      const { revision } = await this.log.append({ stream, expectedRevision, events, by });
      this.revision = revision;
      this.lastUid = lastUid;
      this.state = events.reduce(mailbox.evolve, this.state);
      return tally;
    } catch (error) {
      if (error instanceof WrongExpectedRevision) throw new Overtaken(`${stream} is at ${error.actual}`);
      throw error;
    }
  }

  /** Passes what will never be taken. */
  async settle(lastUid: number): Promise<void> {
    await this.move(Math.max(lastUid, this.lastUid), nothing, []);
  }
}
