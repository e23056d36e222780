import type { Mailcase } from '../../src/application/mailcase.js';
import { PLAIN } from '../../src/domain/assignment/rule.js';
import { type AccountId, accountIdOf, streams, type TeamId } from '../../src/domain/ids.js';
import type { Distribution } from '../../src/domain/mail-account/events.js';
import {
  configureFetching,
  configureImap,
  mailAccount,
  openGroupAccount,
} from '../../src/domain/mail-account/mail-account.js';

export const PASSWORD = 'correct horse';
const LONG_AGO = '2000-01-01T00:00:00.000Z';

export interface WatchedSettings {
  readonly emailAddress: string;
  readonly user: string;
  readonly teamId: TeamId;
  readonly folders?: readonly string[];
  readonly password?: string;
  readonly distribution?: Distribution;
  readonly since?: string;
  readonly casesSince?: string;
  readonly keepUnread?: boolean;
  readonly maxSize?: number;
  /** Default once a year: what comes sooner was told by the server, or asked for. */
  readonly schedule?: string;
}

/** Opens a group account on a mailbox of a server. */
export async function watchedAccount(
  mailcase: Mailcase,
  { host, port }: { readonly host: string; readonly port: number },
  settings: WatchedSettings,
): Promise<AccountId> {
  const { emailAddress, user, teamId, folders = ['INBOX'], password = PASSWORD, schedule = '0 0 1 1 *' } = settings;
  const { since = LONG_AGO, casesSince = LONG_AGO, keepUnread = true, maxSize = 100_000_000 } = settings;
  const { distribution = 'round-robin' } = settings;
  const accountId = accountIdOf(emailAddress);
  const secret = `mailAccount-${accountId}`;
  await mailcase.adapters.vault.put(secret, password);
  const opening = {
    accountId,
    name: emailAddress,
    emailAddress,
    imap: { host, port, security: 'none' as const, userName: user, secret, trustedFingerprint: null },
    fetching: { folders: [...folders], since, keepUnread, maxSize, schedule },
    teamIds: [teamId],
    caseCreation: { distribution, teamId, userId: null, position: null, ...PLAIN, casesSince },
  };
  await mailcase.aggregates.change(
    mailAccount,
    streams.mailAccount(accountId),
    (state) => openGroupAccount(state, opening),
    { actor: 'test', cause: `open ${emailAddress}` },
  );
  return accountId;
}

/** Gives an account another password, under a name of its own, as whoever configures it does. */
export async function setPassword(mailcase: Mailcase, accountId: AccountId, password: string): Promise<void> {
  const secret = `mailAccount-${accountId}-${password.length}`;
  await mailcase.adapters.vault.put(secret, password);
  await mailcase.aggregates.change(
    mailAccount,
    streams.mailAccount(accountId),
    (state) => (state.status === 'absent' || !state.imap ? [] : configureImap(state, { ...state.imap, secret })),
    { actor: 'test', cause: `password ${password}` },
  );
}

export async function setFolders(mailcase: Mailcase, accountId: AccountId, folders: readonly string[]): Promise<void> {
  await mailcase.aggregates.change(
    mailAccount,
    streams.mailAccount(accountId),
    (state) =>
      state.status === 'absent' || !state.fetching
        ? []
        : configureFetching(state, { ...state.fetching, folders: [...folders] }),
    { actor: 'test', cause: `folders ${folders.join()}` },
  );
}
