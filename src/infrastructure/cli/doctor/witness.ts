import type { z } from 'zod';
import type { AccountKind } from '../../../application/access/account-access.js';
import type { Mailcase } from '../../../application/mailcase.js';
import { TestConnection, TestConnectionHandler } from '../../../application/queries/test-connection.js';
import type { AccountId } from '../../../domain/ids.js';
import type { ProjectionStatus } from '../../../projections/engine.js';
import { AccountTest } from '../../http/schemas/accounts.js';
import type { Health } from '../../http/schemas/operations.js';
import type { Api } from '../folder/api.js';

/** Who knows what a folder does not show: where read models stand, and whether mailboxes let us in. */
export interface Witness {
  readonly readModels: readonly ProjectionStatus[];
  /** Whether it may renew access tokens: a refresh token may be good for one time, and whoever spends it keeps the next. */
  readonly renewsTokens: boolean;
  /** What is wrong with the mailbox of an account, in words; none: nothing. */
  mailboxProblem(accountId: AccountId, kind: AccountKind): Promise<string | null>;
}

/** This process, which has opened the folder. */
export function witnessHere({ projections, aggregates, fetchAccount, adapters }: Mailcase): Witness {
  const test = new TestConnectionHandler(aggregates, fetchAccount, adapters.source);
  return {
    readModels: projections.status(),
    renewsTokens: false,
    mailboxProblem: async (accountId, kind) => {
      const tested = await test.execute(new TestConnection(accountId, null, kind));
      return tested.ok ? null : tested.message;
    },
  };
}

/**
 * A running `serve`: it alone knows at which event a read model of its own stopped, and it may be the one with the key.
 * @param health what it says of itself
 */
export function witnessByApi(api: Api, health: z.infer<typeof Health>): Witness {
  const { readModels } = health;
  return {
    readModels,
    renewsTokens: true,
    mailboxProblem: async (accountId, kind) => {
      const path = `${kind === 'group' ? 'accounts' : 'personal-accounts'}/${encodeURIComponent(accountId)}/test-connection`;
      const { imap } = AccountTest.parse(await api.send('POST', path));
      return imap === null || imap.ok ? null : (imap.message ?? `it fails (${imap.step}).`);
    },
  };
}
