import type { Mailcase } from '../../src/application/mailcase.js';
import type { StoredEvent } from '../../src/application/ports/event-store.js';
import { EmailId, streams } from '../../src/domain/ids.js';
import { cancelEmail, outgoing, sendAgain } from '../../src/domain/outgoing/outgoing.js';
import {
  accountSending,
  pauseAccount,
  resumeAccount,
  resumeSending,
  sending,
  stopSending,
} from '../../src/domain/outgoing/sending.js';
import type { SimulatedAccount } from './company.js';
import { customers } from './messages.js';
import { planOf, plans } from './plans.js';
import type { Random } from './random.js';
import { by, change, type Request } from './request.js';

/**
 * Whether mail leaves in the history of a seed: in each third one of a plan. Where leases are shared half an hour has more
 * steps than a history may; nodes with leases of their own all send at once, which is worse.
 */
export const sendsMail = (seed: number): boolean =>
  !planOf(seed).sharesLeases && Math.floor(seed / plans.length) % 3 === 1;

/** Something that has to do with what leaves. */
export function somethingToSend(
  random: Random,
  n: number,
  log: readonly StoredEvent[],
  accounts: readonly SimulatedAccount[],
): Request {
  const account = random.pick(accounts);
  const queued = log.filter(({ type }) => type === 'EmailQueued').map(({ data }) => EmailId.parse(data.emailId));
  const kind = random.below(12);
  if (kind < 7 || queued.length === 0) return queue(random, n, account);
  const emailId = random.pick(queued);
  const { accountId, address } = account;
  return random.pick([
    () => change('takes back', outgoing, streams.email(emailId), (state) => cancelEmail(state, emailId, 'user'), n),
    () => change('sends again', outgoing, streams.email(emailId), (state) => sendAgain(state, emailId), n),
    () => change('stops all', sending, streams.outbox, (state) => stopSending(state, null), n),
    () => resumed(n),
    () =>
      change(
        `pauses ${address}`,
        accountSending,
        streams.sending(accountId),
        (state) => pauseAccount(state, accountId),
        n,
      ),
    () => resumedAccount(account, n),
  ])();
}

/** What lets all leave that waits. */
export const allMayLeave = (accounts: readonly SimulatedAccount[], n: number): readonly Request[] => [
  resumed(n),
  ...accounts.map((account, i) => resumedAccount(account, n + 1 + i)),
];

const resumed = (n: number): Request =>
  change('lets all leave', sending, streams.outbox, (state) => resumeSending(state, null), n);
const resumedAccount = ({ accountId, address }: SimulatedAccount, n: number): Request =>
  change(
    `lets ${address} send`,
    accountSending,
    streams.sending(accountId),
    (state) => resumeAccount(state, accountId),
    n,
  );

function queue(random: Random, n: number, { accountId, address }: SimulatedAccount): Request {
  const to = random.shuffled(customers).slice(0, 1 + random.below(3));
  const date = new Date(Date.UTC(2026, 2, 3, 8, n)).toISOString();
  const nobody = { userId: null, owner: null, answers: null, forwards: null, case: null, about: null };
  const mail = {
    ...{ key: `sent ${n}`, date, from: { name: '', address }, replyTo: [], cc: [], bcc: [] },
    ...{ to: to.map((one) => ({ name: '', address: one })), subject: `letter ${n}`, text: '', html: null },
    ...{ inReplyTo: null, references: [], headers: [], attachments: [] },
    dispatch: { ...nobody, accountId, teamIds: [], kind: 'message' as const, sendAt: '2026-03-02T08:00:00.000Z' },
  };
  const run = ({ outgoing: outbox }: Mailcase) => outbox.queue(mail, by(n));
  return { label: `writes letter ${n} from ${address} to ${to.length}`, run };
}

/** What waits to leave, or to be copied, as the log says. */
export class OpenMail {
  private read = 0;
  private readonly open = new Set<string>();
  private readonly untried = new Set<string>();

  constructor(private readonly log: readonly StoredEvent[]) {}

  /** Nothing waits. */
  get isNone(): boolean {
    this.readOn();
    return this.open.size === 0;
  }

  /** Each message was handed over once, if not more. */
  get isTried(): boolean {
    this.readOn();
    return this.untried.size === 0;
  }

  private readOn(): void {
    for (; this.read < this.log.length; this.read++) {
      const event = this.log[this.read];
      if (event) this.take(event);
    }
  }

  private take({ type, data }: StoredEvent): void {
    const copy = `copy of ${data.emailId}`;
    const id = String(data.emailId);
    if (type === 'EmailQueued' || type === 'EmailSendRequested' || type === 'EmailSendAttempted') this.open.add(id);
    if (type === 'EmailQueued') this.untried.add(id);
    if (type === 'EmailSendCancelled') this.open.delete(id);
    if (type === 'EmailSendCancelled' || type === 'EmailSent' || type === 'EmailSendFailed') this.untried.delete(id);
    if (type === 'EmailSent' || type === 'EmailSendFailed') {
      if (data.retryAt === null) this.open.delete(id);
    }
    if (type === 'EmailCopyRequested') this.open.add(copy);
    if (type === 'EmailCopyStored' || type === 'EmailCopyFailed') this.open.delete(copy);
  }
}
