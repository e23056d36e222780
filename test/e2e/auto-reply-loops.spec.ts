import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountId } from '../../src/domain/ids.js';
import { ImapflowSource } from '../../src/infrastructure/imap/index.js';
import { MemoryVault } from '../../src/infrastructure/memory/memory-vault.js';
import { manners } from '../support/careless-responder.js';
import { TestService } from '../support/http.js';
import { ofType, wholeLog } from '../support/invariants.js';
import { MailSystem } from '../support/mail-system.js';
import { type Relay, relays, withoutPostfix } from '../support/postfix.js';
import { until } from './until.js';
import { PASSWORD } from './watched-account.js';

const LONG_AGO = '2000-01-01T00:00:00.000Z';

describe.skipIf(withoutPostfix())('machines that answer each other', () => {
  let mail: MailSystem;
  let acme: Company;
  let globex: Company;
  let count = 0;

  beforeAll(async () => {
    mail = await MailSystem.start();
    [acme, globex] = await Promise.all([Company.start('acme.example', mail), Company.start('globex.example', mail)]);
  });
  afterAll(async () => {
    await Promise.all([acme?.stop(), globex?.stop()]);
    await mail?.remove();
  });

  /** Until nothing is on its way any more, and nothing has moved while we looked. */
  const quiet = () =>
    until(
      async () => {
        const before = await counted();
        const still = [await acme.isQuiet(), await globex.isQuiet(), await mail.postfix.isEmpty()];
        const after = await counted();
        return still.every(Boolean) && before === after;
      },
      Boolean,
      60_000,
    );
  const counted = async () =>
    JSON.stringify([await mail.all(), ...(await Promise.all([acme, globex].map((one) => one.head())))]);

  // By each relay, what another rule stops: the marks; the ids of our own; once for an address.
  it.concurrent.each<[Relay, number]>([
    ['faithful', 0],
    ['unmarked', 0],
    ['bare', 1],
  ])('two Mailcases stop after one round, over a %s relay', async (relay, answersOfTheFirst) => {
    const [one, other] = [await acme.account(relay), await globex.account(relay)];
    await acme.writes(one, other.address);
    await until(() => mail.delivered(other.address), Boolean);
    await quiet();
    expect(await globex.answersOf(other)).toBe(1);
    expect(await acme.answersOf(one)).toBe(answersOfTheFirst);
    expect(await mail.delivered(one.address)).toBe(1);
    expect(await mail.delivered(other.address)).toBe(1 + answersOfTheFirst);
  });

  it.concurrent.each(relays)('so they do when a forger sets them on each other, over a %s relay', async (relay) => {
    const [one, other] = [await acme.account(relay), await globex.account(relay)];
    await Promise.all([
      mail.write(one.address, other.address, 'A tent', relay),
      mail.write(other.address, one.address, 'A lamp', relay),
    ]);
    await until(() => mail.delivered(other.address), Boolean);
    await quiet();
    expect(await acme.answersOf(one)).toBe(1);
    expect(await globex.answersOf(other)).toBe(1);
    expect(await mail.delivered(one.address)).toBe(2);
    expect(await mail.delivered(other.address)).toBe(2);
  });

  // A vacation program answers no automatic answer that says that it is one.
  it.concurrent.each<[Relay, number]>([
    ['faithful', 0],
    ['unmarked', 1],
    ['bare', 1],
  ])('whoever is away gets one answer, over a %s relay', async (relay, vacations) => {
    const support = await acme.account(relay);
    const away = await onVacation();
    await mail.write(away, support.address, 'A tent', relay);
    await until(() => mail.delivered(support.address), Boolean);
    await quiet();
    expect(await mail.delivered(away)).toBe(1);
    expect(await mail.delivered(support.address)).toBe(1 + vacations);
    expect(await acme.answersOf(support)).toBe(1);
  });

  it.concurrent('what a vacation program says to an agent is not answered', async () => {
    const support = await acme.account('faithful');
    const away = await onVacation();
    await acme.writes(support, away);
    await until(() => mail.delivered(support.address), Boolean);
    await quiet();
    expect(await acme.answersOf(support)).toBe(0);
    expect(await mail.delivered(away)).toBe(1);
    expect(await mail.delivered(support.address)).toBe(1);
  });

  it.concurrent.each(manners)('a program that answers everything gets one answer, where it %s', async (how) => {
    const support = await acme.account('bare');
    const careless = `robot${++count}@careless.example`;
    mail.careless.behave(careless, how);
    await mail.write(careless, support.address, 'A tent');
    const answers = () => mail.careless.received.filter((to) => to === careless).length;
    await until(answers, Boolean);
    await quiet();
    expect(answers()).toBe(1);
    expect(await mail.delivered(support.address)).toBe(2);
    expect(await acme.answersOf(support)).toBe(1);
  });

  async function onVacation(): Promise<string> {
    const user = `eva${++count}`;
    await mail.mailbox(user, PASSWORD);
    await mail.dovecot.filterBy(user, 'require "vacation";\nvacation :days 1 "I am at the sea.";\n');
    return `${user}@outside.example`;
  }
});

interface Account {
  readonly accountId: AccountId;
  readonly address: string;
}

/** A Mailcase whose accounts answer whatever may be answered, on mailboxes and a relay that are real. */
class Company {
  private readonly accounts: Account[] = [];
  private opened = 0;

  private constructor(
    private readonly domain: string,
    private readonly mail: MailSystem,
    private readonly service: TestService,
  ) {}

  static async start(domain: string, mail: MailSystem): Promise<Company> {
    const vault = new MemoryVault(randomBytes(32));
    const service = await TestService.start({ source: new ImapflowSource(), vault });
    await service.post('/api/v1/teams', { teamId: 'support', name: 'Support' });
    await service.ask('PUT', '/api/v1/teams/support/members/ana', { body: {} });
    await service.mailcase.startFetching();
    await service.mailcase.startSending();
    return new Company(domain, mail, service);
  }

  async account(relay: Relay): Promise<Account> {
    const user = `${this.domain.split('.')[0]}${++this.opened}`;
    const address = `${user}@${this.domain}`;
    await this.mail.mailbox(user, PASSWORD);
    const { host, port } = this.mail.dovecot;
    const { status, body } = await this.service.post('/api/v1/accounts', {
      name: 'Support',
      emailAddress: address,
      imap: { host, port, security: 'none', userName: user, password: PASSWORD },
      smtp: { host, port: this.mail.ports[relay], security: 'none', mechanism: 'none' },
      fetching: { folders: ['INBOX'], since: LONG_AGO },
      teamIds: ['support'],
      caseCreation: { distribution: 'round-robin', teamId: 'support' },
      autoReply: { when: 'both', text: 'We have your message.' },
    });
    expect({ status, body }).toMatchObject({ status: 201 });
    const account = { accountId: AccountId.parse(body.accountId), address };
    this.accounts.push(account);
    return account;
  }

  /** As an agent does. */
  async writes({ accountId, address }: Account, to: string): Promise<void> {
    const at = new Date().toISOString();
    const nobody = { userId: null, owner: null, answers: null, forwards: null, case: null, about: null };
    await this.service.mailcase.outgoing.queue(
      {
        ...{ key: `to ${to}`, date: at, from: { name: 'Support', address }, replyTo: [] },
        ...{ to: [{ name: '', address: to }], cc: [], bcc: [], subject: 'Your offer', text: 'Good day', html: null },
        ...{ inReplyTo: null, references: [], headers: [], attachments: [] },
        dispatch: { ...nobody, accountId, teamIds: [], kind: 'message', sendAt: at },
      },
      { actor: 'user:ana', cause: `write to ${to}` },
    );
  }

  async answersOf({ accountId }: Account): Promise<number> {
    const queued = ofType(await this.log(), 'EmailQueued').map(({ data }) => data.dispatch);
    return queued.filter((one) => one.kind === 'auto-reply' && one.accountId === accountId).length;
  }

  head(): Promise<unknown> {
    return this.service.mailcase.log.head();
  }

  /** All that has come is fetched and decided, and all that was written has left. */
  async isQuiet(): Promise<boolean> {
    await this.service.mailcase.settled();
    const log = await this.log();
    const came = [...ofType(log, 'EmailReceived'), ...ofType(log, 'EmailDelivered')];
    const delivered = await Promise.all(this.accounts.map(({ address }) => this.mail.delivered(address)));
    const isFetched = came.length === delivered.reduce((sum, count) => sum + count, 0);
    return isFetched && ofType(log, 'EmailQueued').length === ofType(log, 'EmailSent').length;
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await this.service.mailcase.adapters.transport.close();
  }

  private log() {
    return wholeLog(this.service.mailcase.adapters.events);
  }
}
