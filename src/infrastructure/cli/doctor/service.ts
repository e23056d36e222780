import type { z } from 'zod';
import type { Aggregates } from '../../../application/log/aggregates.js';
import type { Mailcase } from '../../../application/mailcase.js';
import type { EventFilter } from '../../../application/ports/event-store.js';
import { GetOutboxSummary, GetOutboxSummaryHandler } from '../../../application/queries/outbox.js';
import type { ReadModels } from '../../../application/queries/read-models.js';
import { AccountId, streams } from '../../../domain/ids.js';
import { systemMail } from '../../../domain/notification/system-mail.js';
import { type MailboxView, mailboxesCollection } from '../../../projections/mailboxes.js';
import {
  type NotificationPreferencesView,
  notificationPreferencesCollection,
} from '../../../projections/notifications.js';
import { quarantineCollection } from '../../../projections/quarantine.js';
import type { Health } from '../../http/schemas/operations.js';
import { type Finding, notice, ok, said, wrong } from './finding.js';
import type { Witness } from './witness.js';

/** The log can be read: where it ends. */
export async function logFinding({ adapters }: Mailcase): Promise<Finding> {
  try {
    const head = await adapters.events.head();
    return ok('log', head === '' ? 'it is empty.' : `it ends at position ${head}.`);
  } catch (error) {
    return wrong('log', `it cannot be read: ${said(error)}`, 'Restore log.db from a backup.');
  }
}

/** Each reaction of a running service that fails, but for routing, which its owner is asked for. */
export function* reactionFindings({ reactions }: z.infer<typeof Health>): Generator<Finding> {
  for (const { name, failure } of reactions) {
    if (name === 'routing' || failure === null) continue;
    yield wrong(name, `it fails: ${failure}`, 'Nothing is lost: what waits is done once it is mended.');
  }
}

/** Each read model that stopped, or is behind the log. */
export async function* readModelFindings(
  { adapters }: Mailcase,
  { readModels }: Pick<Witness, 'readModels'>,
): AsyncGenerator<Finding> {
  let behind = 0;
  let stopped = 0;
  for (const { name, position, failure } of readModels) {
    if (failure) {
      stopped++;
      const at = `${failure.type} at ${failure.stream}@${failure.revision}`;
      yield wrong(
        'read models',
        `${name} stopped at ${at} (position ${failure.position}): ${failure.message}`,
        `The others go on. After an upgrade that mends it: mailcase rebuild ${name}`,
      );
    } else if (await hasMore(adapters.events, position)) behind++;
  }
  if (behind > 0) {
    const advice = 'Beside a busy service that is usual; else look whether `serve` logs errors.';
    yield notice('read models', `${behind} have not come to the end of the log.`, advice);
  } else if (stopped === 0) yield ok('read models', 'all of them stand at the end of the log.');
}

async function hasMore(events: Mailcase['adapters']['events'], after: string): Promise<boolean> {
  const filter: EventFilter = {};
  for await (const batch of events.readAll({ after, filter, batchSize: 1 })) if (batch.events.length > 0) return true;
  return false;
}

/** Each mailbox that is fetched, by connecting to it. */
export async function* mailboxFindings(readModels: ReadModels, witness: Witness): AsyncGenerator<Finding> {
  const accounts = await readModels.all<MailboxView>(mailboxesCollection);
  if (accounts.length === 0) yield notice('mailboxes', 'there are no accounts yet.', 'mailcase account add');
  for (const { accountId, emailAddress, status, paused, owner, imap, oauth } of accounts) {
    const check = `mailbox ${emailAddress}`;
    if (!imap) yield notice(check, 'has no IMAP settings: it takes only what is imported.');
    else if (status !== 'active') {
      const which =
        owner === null ? `account activate ${emailAddress}` : `personal-account activate ${emailAddress} ${owner}`;
      yield notice(check, 'is not active.', `mailcase ${which}`);
    } else if (paused)
      yield notice(check, `rests, as its user ${owner} is not active.`, `mailcase user activate ${owner}`);
    else if (oauth?.refused)
      yield wrong(
        check,
        `its provider takes the authorization no more: ${oauth.refused.error}`,
        `mailcase ${owner === null ? 'account' : 'personal-account'} authorize ${emailAddress}${owner === null ? '' : ` ${owner}`}`,
      );
    else if (oauth && !witness.renewsTokens)
      yield notice(check, 'is logged in to by OAuth2, which only the running service does.', 'mailcase serve');
    else yield await mailboxFinding(check, { accountId, emailAddress, owner }, witness);
  }
}

async function mailboxFinding(
  check: string,
  { accountId, emailAddress, owner }: Pick<MailboxView, 'accountId' | 'emailAddress' | 'owner'>,
  witness: Witness,
): Promise<Finding> {
  const advice =
    owner === null
      ? `mailcase account set ${emailAddress} changes its settings; mailcase account test ${emailAddress} tries them.`
      : ownSettings(owner, accountId);
  try {
    const problem = await witness.mailboxProblem(AccountId.parse(accountId), owner === null ? 'group' : 'personal');
    return problem === null ? ok(check, 'connected and logged in.') : wrong(check, problem, advice);
  } catch (error) {
    return wrong(check, said(error), advice);
  }
}

/** Whether what is written leaves. */
export async function* sendingFindings(readModels: ReadModels, aggregates: Aggregates): AsyncGenerator<Finding> {
  const query = new GetOutboxSummary();
  const summary = await new GetOutboxSummaryHandler(readModels, aggregates).execute(query);
  const { stopped, stopReason, queued, failed, accounts } = summary;
  const because = stopReason === null ? '' : ` (${stopReason})`;
  if (stopped) yield wrong('sending', `all of it is stopped${because}; ${queued} wait.`, 'mailcase outbox resume');
  for (const { accountId, paused, suspended } of accounts) {
    if (!paused && !suspended) continue;
    const account = await readModels.get<MailboxView>(mailboxesCollection, accountId);
    const address = account?.emailAddress ?? accountId;
    const check = `sending from ${address}`;
    const owner = account?.owner ?? null;
    const isGroup = owner === null;
    const resume = isGroup ? `mailcase outbox resume ${address}` : `POST /api/v1/outbox/accounts/${accountId}/resume`;
    if (paused) yield notice(check, 'somebody has paused it.', resume);
    else if (suspended) {
      const change = isGroup ? `mailcase account set ${address} changes its settings` : ownSettings(owner, accountId);
      const advice = `${change}; ${resume} tries it at once.`;
      yield wrong(check, `is suspended since ${suspended.since} (${suspended.code}): ${suspended.error}`, advice);
    }
  }
  if (failed > 0) {
    const messages = failed === 1 ? '1 message has' : `${failed} messages have`;
    yield notice(
      'sending',
      `${messages} failed for good.`,
      'mailcase outbox list says why; mailcase outbox retry tries one again.',
    );
  }
}

/** Whether those get e-mails who want to be told so. */
export async function* systemMailFindings(readModels: ReadModels, aggregates: Aggregates): AsyncGenerator<Finding> {
  const check = 'notifications by e-mail';
  const { settings } = (await aggregates.load(systemMail, streams.systemMail)).state;
  if (settings === null) {
    const all = await readModels.all<NotificationPreferencesView>(notificationPreferencesCollection);
    const wanted = all.filter(({ delivery }) => delivery !== 'off').length;
    const users = wanted === 1 ? '1 user wants' : `${wanted} users want`;
    if (wanted > 0) yield notice(check, `${users} them, and none leave.`, 'mailcase system-mail set <address>');
    return;
  }
  const account = await readModels.get<MailboxView>(mailboxesCollection, settings.accountId);
  const address = account?.emailAddress ?? settings.accountId;
  if (account?.status === 'active' && account.smtp) yield ok(check, `they leave from ${address}.`);
  else {
    const advice = 'mailcase system-mail set names another account.';
    yield wrong(check, `none leave: ${address} is not active, or has no server to send by.`, advice);
  }
}

export async function* quarantineFindings(readModels: ReadModels): AsyncGenerator<Finding> {
  const waiting = await readModels.count(quarantineCollection, {});
  if (waiting === 0) {
    yield ok('quarantine', 'nothing is quarantined.');
    return;
  }
  const messages = `${waiting} ${waiting === 1 ? 'message waits' : 'messages wait'} there.`;
  yield notice(
    'quarantine',
    messages,
    'mailcase quarantine list says why; mailcase quarantine retry --all tries them again.',
  );
}

const ownSettings = (owner: string, accountId: string): string =>
  `It is ${owner}'s own, who changes its settings by the API: PATCH /api/v1/personal-accounts/${accountId}`;
