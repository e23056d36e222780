import { user } from '../../domain/access/user.js';
import { NotFound, Rejected, Unavailable } from '../../domain/errors.js';
import { type AccountId, streams, type UserId } from '../../domain/ids.js';
import type { MailboxEvent } from '../../domain/mail-account/events.js';
import { type Fetching, type Imap, mailAccount, type OpenAccount } from '../../domain/mail-account/mail-account.js';
import { failFetching, type Mailbox, mailbox, recoverFetching } from '../../domain/mail-account/mailbox.js';
import type { Aggregates } from '../log/aggregates.js';
import { StoreUnavailable } from '../ports/event-store.js';
import {
  MailboxError,
  type MailboxErrorCode,
  type MailboxSession,
  type WatchedSource,
} from '../ports/mailbox-source.js';
import type { FetchFolder } from './fetch-folder.js';
import type { ImapLogins } from './imap-logins.js';
import { nothing, plus, type Tally } from './intake.js';
import type { Mailboxes } from './mailboxes.js';
import type { ReadState } from './read-state.js';

export type FetchedAccount = OpenAccount & { readonly imap: Imap; readonly fetching: Fetching };

interface Pass {
  readonly tally: Tally;
  /** A folder that could not be opened while the others were fetched. */
  readonly broken: MailboxError | null;
}

/** Connections to mailboxes that this process opened, or could not. */
export interface Connections {
  readonly opened: number;
  /** Those of them to a mailbox that had been open before. */
  readonly again: number;
  /** By what was wrong. */
  readonly failed: ReadonlyMap<MailboxErrorCode, number>;
}

/** Opens an account's mailbox and fetches its folders, one after another; what goes wrong and right becomes an event where it is news. */
export class FetchAccount {
  private opened = 0;
  private again = 0;
  private readonly failures = new Map<MailboxErrorCode, number>();
  private readonly wereOpen = new Set<AccountId>();

  constructor(
    private readonly aggregates: Aggregates,
    private readonly source: WatchedSource,
    readonly logins: ImapLogins,
    private readonly folders: FetchFolder,
    private readonly mailboxes: Mailboxes,
    private readonly readState: ReadState,
  ) {}

  /** An account that can be fetched. @throws NotFound, Rejected */
  async account(accountId: AccountId): Promise<FetchedAccount> {
    const { state } = await this.aggregates.load(mailAccount, streams.mailAccount(accountId));
    if (state.status === 'absent') throw new NotFound('mail account', accountId);
    const { imap, fetching } = state;
    if (!imap || !fetching) throw new Rejected('account-has-no-mailbox', `${state.emailAddress} has no IMAP mailbox.`);
    if (await this.isPaused(state.owner)) {
      throw new Rejected(
        'owner-not-active',
        `${state.emailAddress} is not fetched: its user ${state.owner} is not active.`,
      );
    }
    return { ...state, imap, fetching };
  }

  /** Whether the account of a user rests, since they are not active; none: it is a group's, which nobody's absence stops. */
  async isPaused(owner: UserId | null): Promise<boolean> {
    if (owner === null) return false;
    const { state } = await this.aggregates.load(user, streams.user(owner));
    return state.status === 'inactive';
  }

  /** @throws MailboxError */
  async open(account: FetchedAccount, signal: AbortSignal): Promise<MailboxSession> {
    try {
      const session = await this.logIn(account, signal);
      this.opened++;
      if (this.wereOpen.has(account.accountId)) this.again++;
      this.wereOpen.add(account.accountId);
      return session;
    } catch (error) {
      if (error instanceof MailboxError && !signal.aborted) {
        this.failures.set(error.code, (this.failures.get(error.code) ?? 0) + 1);
      }
      throw error;
    }
  }

  connections(): Connections {
    return { opened: this.opened, again: this.again, failed: this.failures };
  }

  private async logIn(account: FetchedAccount, signal: AbortSignal): Promise<MailboxSession> {
    const settings = await this.logins.of(account, signal);
    try {
      return await this.source.open(settings, signal);
    } catch (error) {
      if (!(error instanceof MailboxError) || error.code !== 'login') throw error;
      const other = await this.logins.insteadOf(settings, account, signal);
      if (!other) throw error;
      return this.source.open(other, signal);
    }
  }

  /**
   * All folders once, and the first, where there are others, once more: it is listened to from here on, and what came to
   * it meanwhile is told by nobody. A folder that is gone does not keep the others from being fetched. Aborting takes leave
   * of the server, whatever it owes us: nobody waits for it.
   * @throws MailboxError, also where the first folder is gone
   */
  async pass(session: MailboxSession, account: FetchedAccount, signal: AbortSignal): Promise<Pass> {
    const leave = () => void session.close().catch(() => undefined);
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await this.fetchAll(session, account, signal);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  private async fetchAll(session: MailboxSession, account: FetchedAccount, signal: AbortSignal): Promise<Pass> {
    const folders = foldersOf(account);
    const [first, ...others] = folders;
    let tally = nothing;
    let broken: MailboxError | null = null;
    const fetch = async (folder: string) => {
      const { tally: came, unmarked } = await this.folders.fetch(session, account, folder, signal);
      tally = plus(tally, came);
      broken ??= unmarked;
    };
    const fetched: string[] = [];
    for (const folder of folders) {
      try {
        await fetch(folder);
        fetched.push(folder);
      } catch (error) {
        if (!(error instanceof MailboxError && error.code === 'folder' && others.length > 0)) throw error;
        broken = error;
      }
    }
    if (account.owner !== null) broken ??= await this.exchange(session, account, fetched, signal);
    if (first !== undefined && (others.length > 0 || account.owner !== null)) await fetch(first);
    if (broken) await this.failed(account.accountId, broken);
    else await this.recovered(account.accountId);
    return { tally, broken };
  }

  /** None: both sides know what was read. Where a server refuses that, or a read model is behind, mail is fetched all the same. */
  private async exchange(
    session: MailboxSession,
    account: FetchedAccount,
    folders: readonly string[],
    signal: AbortSignal,
  ): Promise<MailboxError | null> {
    try {
      await this.readState.exchange(session, account, folders, signal);
      return null;
    } catch (error) {
      if (error instanceof Unavailable) return null;
      if (!(error instanceof MailboxError && error.code === 'protocol')) throw error;
      return new MailboxError('protocol', `What was read cannot be told the server: ${error.message}`, {
        cause: error,
      });
    }
  }

  /** Notes a failure in the mailbox's stream, where it is news and the log takes it. */
  async failed(accountId: AccountId, error: unknown): Promise<{ readonly code: string; readonly message: string }> {
    const failure = describe(error);
    const data = { accountId, code: failure.code, error: failure.message };
    await this.note(accountId, (state) => failFetching(state, data));
    return failure;
  }

  private async recovered(accountId: AccountId): Promise<void> {
    await this.note(accountId, (state) => recoverFetching(state, accountId));
  }

  private async note(accountId: AccountId, decide: (state: Mailbox) => MailboxEvent[]): Promise<void> {
    const { state, revision } = await this.mailboxes.load(accountId);
    if (decide(state).length === 0) return;
    const stream = streams.mailbox(accountId);
    const by = { actor: 'system:fetching', cause: `${stream}@${revision} state` };
    await this.aggregates.change(mailbox, stream, decide, by);
  }
}

/** Those that the account names, one way or another. */
function foldersOf({ fetching, personalFiling: { folderMap, sentFolder } }: FetchedAccount): readonly string[] {
  return [
    ...new Set([...fetching.folders, ...folderMap.map(({ folder }) => folder), ...(sentFolder ? [sentFolder] : [])]),
  ];
}

/** What is wrong, as code and words; never with secrets. */
export function describe(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof MailboxError) return { code: error.code, message: error.message };
  if (error instanceof StoreUnavailable)
    return { code: 'store', message: `The store does not take it: ${error.message}` };
  return { code: 'error', message: error instanceof Error ? error.message : String(error) };
}
