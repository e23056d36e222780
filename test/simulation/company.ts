import { Aggregates } from '../../src/application/log/aggregates.js';
import { EventLog } from '../../src/application/log/event-log.js';
import type { Clock } from '../../src/application/ports/clock.js';
import type { EventStore } from '../../src/application/ports/event-store.js';
import { createTeam, setMember, team } from '../../src/domain/access/team.js';
import { registerUser, user } from '../../src/domain/access/user.js';
import { PLAIN } from '../../src/domain/assignment/rule.js';
import { type AccountId, accountIdOf, streams, TeamId, UserId } from '../../src/domain/ids.js';
import type { Distribution } from '../../src/domain/mail-account/events.js';
import {
  type MailAccount,
  mailAccount,
  openGroupAccount,
  type Smtp,
} from '../../src/domain/mail-account/mail-account.js';
import { configureSmtp } from '../../src/domain/mail-account/smtp.js';
import { Folder } from './mailboxes.js';
import { addressOf, colleagues } from './messages.js';
import type { Random } from './random.js';

export const support = TeamId.parse('support');
export const sales = TeamId.parse('sales');
export const userIds = colleagues.map((name) => UserId.parse(name));
export const positions = ['senior', null] as const;

export interface SimulatedAccount {
  readonly accountId: AccountId;
  readonly address: string;
  readonly folders: readonly Folder[];
  /** Copies of what it sends are ours to store; else its server does, where it sends. */
  readonly storesSent: boolean;
}

const SINCE = '2026-01-01T00:00:00.000Z';
/** What came before makes no cases, and nobody is told of it. */
export const CASES_SINCE = '2026-03-01T00:00:00.000Z';
const by = (cause: string) => ({ actor: 'test', cause });

/**
 * Users, teams and group accounts, in the log before anything goes wrong.
 * @param sends whether the accounts have servers to send by
 */
export async function company(
  store: EventStore,
  clock: Clock,
  random: Random,
  sends: boolean,
): Promise<readonly SimulatedAccount[]> {
  const aggregates = new Aggregates(new EventLog(store, clock));
  for (const [n, userId] of userIds.entries()) {
    const registration = { userId, name: userId, administrator: n === 0, emailAddresses: [addressOf(userId)] };
    await aggregates.change(user, streams.user(userId), (state) => registerUser(state, registration), by('registers'));
  }
  for (const teamId of [support, sales]) {
    const stream = streams.team(teamId);
    await aggregates.change(team, stream, (state) => createTeam(state, { teamId, name: teamId }), by('creates'));
    for (const userId of random.shuffled(userIds)) {
      const position = random.pick(positions);
      await aggregates.change(team, stream, (state) => setMember(state, userId, position), by(`adds ${userId}`));
    }
  }
  const accounts = [
    { name: 'support', folders: ['INBOX', 'Archive'], distribution: 'round-robin', teamId: support },
    {
      name: 'sales',
      folders: ['INBOX'],
      distribution: random.pick(['less-busy', 'round-robin', 'direct-assignment'] as const),
      teamId: random.pick([support, sales]),
    },
  ] as const;
  return Promise.all(accounts.map((account) => open(aggregates, account, random, sends)));
}

interface AccountPlan {
  readonly name: string;
  readonly folders: readonly string[];
  readonly distribution: Distribution;
  readonly teamId: TeamId;
}

async function open(
  aggregates: Aggregates,
  { name, folders, distribution, teamId }: AccountPlan,
  random: Random,
  sends: boolean,
): Promise<SimulatedAccount> {
  const emailAddress = `${name}@acme.example`;
  const accountId = accountIdOf(emailAddress);
  const where = { host: 'imap.example', port: 993, security: 'tls', trustedFingerprint: null } as const;
  const userId = distribution === 'direct-assignment' ? random.pick(userIds) : null;
  const position = random.chance(0.2) ? 'senior' : null;
  const regards = random.chance(0.6);
  const respects = { availability: regards, capacity: regards, rate: false, skills: regards };
  const opening = {
    accountId,
    name,
    emailAddress,
    imap: { ...where, userName: emailAddress, secret: emailAddress },
    fetching: {
      folders: [...folders],
      since: SINCE,
      keepUnread: random.chance(0.5),
      maxSize: 1_000_000,
      schedule: '*',
    },
    teamIds: [teamId],
    caseCreation: { distribution, teamId, userId, position, ...PLAIN, respects, casesSince: CASES_SINCE },
  };
  const stream = streams.mailAccount(accountId);
  await aggregates.change(mailAccount, stream, (state) => openGroupAccount(state, opening), by('opens'));
  const smtp: Smtp = {
    ...{ host: 'smtp.example', port: 25, security: 'none', mechanism: 'none', userName: name, secret: null },
    ...{ shared: false, trustedFingerprint: null, sentFolder: null, limitPerHour: null, dkim: null },
    storeSent: sends && random.chance(0.5),
    afterDoubt: sends && random.chance(0.2) ? 'count-as-sent' : 'send-again',
  };
  const configure = (state: MailAccount) => (state.status === 'absent' ? [] : configureSmtp(state, smtp));
  if (sends) await aggregates.change(mailAccount, stream, configure, by('sends'));
  return {
    accountId,
    address: emailAddress,
    storesSent: smtp.storeSent,
    folders: folders.map((folder) => new Folder(emailAddress, folder)),
  };
}
