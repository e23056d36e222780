import { afterEach, describe, expect, it } from 'vitest';
import { type Adapters, Mailcase } from '../../src/application/mailcase.js';
import type { DocumentStore } from '../../src/application/ports/document-store.js';
import { StoreUnavailable } from '../../src/application/ports/event-store.js';
import { Notifying } from '../../src/application/reactions/notifying.js';
import { deactivateUser, makeAdministrator, user } from '../../src/domain/access/user.js';
import { addCaseNote, assignCase, type Case, caseDecider, changeCaseStatus } from '../../src/domain/case/case.js';
import type { CaseEvent } from '../../src/domain/case/events.js';
import { type AccountId, type CaseId, streams, type UserId, WebhookId } from '../../src/domain/ids.js';
import { preferences, setPreferences, USUAL_PREFERENCES } from '../../src/domain/notification/preferences.js';
import { type AccountSending, accountSending, suspendAccount } from '../../src/domain/outgoing/sending.js';
import { registerWebhook, suspendWebhook, webhook } from '../../src/domain/webhook/webhook.js';
import { account, team } from '../support/company.js';
import { userId } from '../support/domain-builders.js';
import { FakeClock } from '../support/fake-clock.js';
import { freshAdapters } from '../support/ground.js';
import { mail } from '../support/http.js';
import { ofType, wholeLog } from '../support/invariants.js';

const [ana, bor, cene] = ['ana', 'bor', 'cene'].map(userId) as [UserId, UserId, UserId];
const running: Mailcase[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

/** A support team of three on fresh stores; what happens to cases, and who was told. */
class Company {
  private n = 0;

  private constructor(
    readonly mailcase: Mailcase,
    readonly accountId: AccountId,
    private readonly isRunning: boolean,
  ) {}

  /** With `told`, people are told from the beginning; else the service is not running. */
  static async of(overrides: Partial<Adapters> = {}, told = true): Promise<Company> {
    const mailcase = new Mailcase(await freshAdapters(overrides));
    if (told) {
      running.push(mailcase);
      await mailcase.start({ fetch: false });
    }
    const teamId = await team(mailcase, 'support', ['ana', 'bor', 'cene']);
    return new Company(mailcase, await account(mailcase, 'support@acme.example', teamId), told);
  }

  async receives(...messages: readonly string[]): Promise<void> {
    for (const text of messages) {
      const content = Buffer.from(text);
      const facts = { receivedAt: null, seen: false, size: content.byteLength, headerOnly: false };
      const one = (async function* () {
        yield { uid: 1, key: 'm', content, ...facts };
      })();
      await this.mailcase.importing.run(one, this.accountId, `test ${++this.n}`);
      await (this.isRunning ? this.mailcase.settled() : this.mailcase.routing.settle());
    }
  }

  async change(by: string, decide: (state: Case) => CaseEvent[], caseId = this.caseId): Promise<void> {
    const cause = { actor: `user:${by}`, cause: `change ${++this.n}` };
    await this.mailcase.aggregates.change(caseDecider, streams.case(caseId), decide, cause);
  }

  note(by: string, text: string, mentions: readonly UserId[] = []): Promise<void> {
    return this.change(by, (state) => addCaseNote(state, `n${this.n}`, text, mentions));
  }

  caseId: CaseId = '' as CaseId;

  /** The first case from here on. */
  async learnCase(): Promise<void> {
    const [created] = ofType(await this.log(), 'CaseCreated');
    if (created) this.caseId = created.data.caseId;
  }

  log() {
    return wholeLog(this.mailcase.adapters.events);
  }

  /** Every notification, in words: `email ana`. */
  async told(): Promise<string[]> {
    const raised = ofType(await this.log(), 'NotificationsRaised');
    return raised.flatMap(({ data }) => data.userIds.map((one) => `${data.kind} ${one}`));
  }
}

/** Everything that there is to tell of one case. */
async function story(company: Company): Promise<void> {
  await company.receives(mail('a', 'Printer on fire'));
  await company.learnCase();
  await company.receives(mail('b', 'Re: Printer on fire', 'In-Reply-To: <a@customer.example>\r\n'));
  await company.note('bor', 'Is that yours, @cene?', [cene]);
  await company.note('cene', 'No.');
  await company.change('bor', (state) => changeCaseStatus(state, { to: 'Pending', duplicateOf: null }));
  await company.change('root', (state) => assignCase(state, bor));
  await company.receives(mail('c', 'Re: Printer on fire', 'In-Reply-To: <b@customer.example>\r\n'));
}

const STORY = [
  'assignment ana',
  'email ana',
  'mention cene',
  'note ana',
  'note ana',
  'note bor',
  'status ana',
  'status cene',
  'assignment bor',
  'assignment ana',
  'assignment cene',
  'email ana',
  'email bor',
  'email cene',
];

it('each who has to do with a case hears once of all that happens to it, and whoever did it does not', async () => {
  const company = await Company.of();
  await story(company);
  await company.mailcase.settled();
  expect(await company.told()).toEqual(STORY);
  const followed = ofType(await company.log(), 'FollowersAdded').flatMap(({ data }) =>
    data.followers.map(({ userId, because }) => `${userId} ${because}`),
  );
  expect(followed).toEqual(['ana assigned', 'bor note', 'cene mention']);
});

describe('what was before people were told of anything', () => {
  it('tells nobody, however long the history is', async () => {
    const company = await Company.of({}, false);
    await story(company);
    await company.mailcase.notifying.settle();
    expect(await company.told()).toEqual([]);
    expect(ofType(await company.log(), 'NotifyingBegan')).toHaveLength(1);
  });

  it('is known when something happens afterwards: whoever has the case follows it', async () => {
    const company = await Company.of({}, false);
    await company.receives(mail('a', 'Printer on fire'));
    await company.mailcase.notifying.settle();
    await company.receives(mail('b', 'Re: Printer on fire', 'In-Reply-To: <a@customer.example>\r\n'));
    await company.mailcase.notifying.settle();
    expect(await company.told()).toEqual(['email ana']);
  });

  it('what came between the beginning and the first look at the log is news', async () => {
    const company = await Company.of({}, false);
    await company.mailcase.notifying.begin();
    await company.receives(mail('a', 'Printer on fire'));
    await company.mailcase.notifying.settle();
    expect(await company.told()).toEqual(['assignment ana']);
  });
});

/** Documents that are away from their nth write on: before it, or after it and without an answer. */
function failing(documents: DocumentStore, after: number, isWritten: boolean): DocumentStore {
  let writes = 0;
  return new Proxy(documents, {
    get(target, name) {
      const method = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      if (name !== 'write') return method.bind(target);
      return async (...args: Parameters<DocumentStore['write']>) => {
        if (writes++ < after) return target.write(...args);
        const [collection, documentsToWrite] = args;
        // A part of a batch may be there, and its checkpoint not.
        if (isWritten) await target.write(collection, documentsToWrite.slice(0, 2));
        throw new StoreUnavailable('gone', 'away');
      };
    },
  });
}

describe('a crash', () => {
  const steps = Array.from({ length: 12 }, (_, n) => n);
  it.each(steps.flatMap((n) => [[n, false] as const, [n, true] as const]))(
    'behind write %i (half of the next one done: %s) tells nobody twice and forgets nobody',
    async (after, isWritten) => {
      const company = await Company.of({}, false);
      const { log, adapters } = company.mailcase;
      const fresh = (documents: DocumentStore) => new Notifying(log, documents, adapters.clock);
      await fresh(adapters.documents).begin();
      const crashed = fresh(failing(adapters.documents, after, isWritten));
      const settle = () => crashed.settle().catch(() => undefined);
      // Looked at in between, so that there are batches to break.
      await company.receives(mail('a', 'Printer on fire'));
      await company.learnCase();
      await settle();
      await company.note('bor', 'Is that yours, @cene?', [cene]);
      await settle();
      await company.note('cene', 'No.');
      await company.change('bor', (state) => changeCaseStatus(state, { to: 'Pending', duplicateOf: null }));
      await settle();
      const other = fresh(adapters.documents);
      await other.settle();
      await company.receives(mail('b', 'Re: Printer on fire', 'In-Reply-To: <a@customer.example>\r\n'));
      await settle();
      await fresh(adapters.documents).settle();
      expect((await company.told()).sort()).toEqual(
        [
          'assignment ana',
          'email ana',
          'email bor',
          'email cene',
          'mention cene',
          'note ana',
          'note ana',
          'note bor',
          'status ana',
          'status cene',
        ].sort(),
      );
    },
  );

  it('before the documents were ever written loses nothing: what was decided stands in the log', async () => {
    const company = await Company.of({}, false);
    const { log, adapters } = company.mailcase;
    await company.mailcase.notifying.begin();
    await story(company);
    const away = failing(adapters.documents, 0, false);
    await expect(new Notifying(log, away, adapters.clock).settle()).rejects.toThrow('gone');
    await new Notifying(log, adapters.documents, adapters.clock).settle();
    expect(await company.told()).toEqual(STORY);
  });
});

it.each([1, 2, 3, 7, 1_000])(
  'where all documents are lost, what was decided is read again, %i at once, and nobody is told twice',
  async (atOnce) => {
    const company = await Company.of({}, false);
    const { log, adapters } = company.mailcase;
    await company.mailcase.notifying.begin();
    await story(company);
    await new Notifying(log, adapters.documents, adapters.clock).settle();
    const decided = await company.told();
    const { documents } = await freshAdapters();
    const again = new Notifying(log, documents, adapters.clock, atOnce);
    await again.settle();
    expect(await company.told()).toEqual(decided);
    await company.note('bor', 'One more');
    await again.settle();
    expect((await company.told()).length).toBeGreaterThan(decided.length);
  },
);

it('two nodes that decide at the same time tell everybody once', async () => {
  const company = await Company.of({}, false);
  const { log, adapters } = company.mailcase;
  const nodes = [1, 2].map(() => new Notifying(log, adapters.documents, adapters.clock));
  const settle = () => Promise.all(nodes.map((node) => node.settle().catch(() => undefined)));
  await settle();
  await company.receives(mail('a', 'Printer on fire'));
  await company.learnCase();
  await settle();
  for (let n = 0; n < 10; n++) {
    await company.note('bor', `Note ${n}`);
    await settle();
  }
  for (const node of nodes) node.forget();
  await nodes[0]?.settle();
  expect(await company.told()).toEqual(['assignment ana', ...Array.from({ length: 10 }, () => 'note ana')]);
});

it('of a webhook and of an account that are suspended administrators are told, by name, once', async () => {
  const company = await Company.of();
  const { mailcase, accountId } = company;
  const by = (cause: string) => ({ actor: 'system:test', cause });
  await mailcase.aggregates.change(user, streams.user(bor), makeAdministrator, by('administrator'));
  const webhookId = WebhookId.parse('shop');
  const stream = streams.webhook(webhookId);
  const settings = {
    name: 'Shop',
    url: 'https://shop.example/',
    events: ['case.created' as const],
    teamIds: [],
    accountIds: [],
    bodies: false,
  };
  const why = { reason: 'failing', since: new Date().toISOString(), error: 'no answer' } as const;
  await mailcase.aggregates.change(
    webhook,
    stream,
    (state) => registerWebhook(state, webhookId, settings, 's'),
    by('a'),
  );
  await mailcase.aggregates.change(webhook, stream, (state) => suspendWebhook(state, why), by('b'));
  const suspend = (state: AccountSending) => suspendAccount(state, accountId, 'login', 'wrong password');
  await mailcase.aggregates.change(accountSending, streams.sending(accountId), suspend, by('c'));
  await mailcase.settled();
  const raised = ofType(await company.log(), 'NotificationsRaised').map(({ data }) => data);
  expect(raised).toMatchObject([
    {
      ...{ kind: 'webhook-suspended', userIds: [bor], record: null },
      facts: { suspended: { webhookId, accountId: null, name: 'Shop', error: 'no answer' } },
    },
    {
      ...{ kind: 'sending-suspended', userIds: [bor], record: null },
      facts: { suspended: { webhookId: null, accountId, name: 'support@acme.example', error: 'wrong password' } },
    },
  ]);
});

describe('by e-mail', () => {
  async function wants(company: Company, name: UserId, change: Partial<typeof USUAL_PREFERENCES>): Promise<void> {
    const by = { actor: `user:${name}`, cause: `prefs ${JSON.stringify(change)}` };
    const wanted = { ...USUAL_PREFERENCES, ...change };
    const stream = streams.preferences(name);
    await company.mailcase.aggregates.change(preferences, stream, (state) => setPreferences(state, name, wanted), by);
  }
  const digests = async (company: Company) =>
    ofType(await company.log(), 'NotificationDigestDue').map(({ data }) => data);

  it('at once, of what one wants', async () => {
    const company = await Company.of();
    await wants(company, ana, { delivery: 'at-once', email: ['note'] });
    await story(company);
    await company.mailcase.settled();
    const raised = ofType(await company.log(), 'NotificationsRaised').map(({ data }) => data);
    expect(raised.filter(({ emailAtOnce }) => emailAtOnce.includes(ana)).map(({ kind }) => kind)).toEqual([
      'note',
      'note',
    ]);
  });

  it('a digest at the hour of the day that was set, of what came since the last one', async () => {
    const clock = new FakeClock(Date.parse('2026-03-02T10:00:00.000Z'));
    const company = await Company.of({ clock }, false);
    const { notifying } = company.mailcase;
    await notifying.begin();
    await wants(company, ana, { delivery: 'digest', digestHour: 8, timeZone: 'Europe/Ljubljana' });
    await story(company);
    await notifying.settle();
    expect(notifying.nextDue).toBe('2026-03-03T07:00:00.000Z');
    clock.sleep(20 * 3_600_000);
    await notifying.settle();
    expect(await digests(company)).toEqual([]);
    clock.sleep(2 * 3_600_000);
    await notifying.settle();
    const [first, ...others] = await digests(company);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ userId: ana, dueAt: '2026-03-03T07:00:00.000Z', count: 7 });
    expect(first?.notifications).toHaveLength(7);
    await notifying.settle();
    const again = new Notifying(company.mailcase.log, company.mailcase.adapters.documents, clock);
    await again.settle();
    expect(await digests(company)).toHaveLength(1);
    await company.note('bor', 'Once more');
    await again.settle();
    clock.sleep(24 * 3_600_000);
    await again.settle();
    expect(await digests(company)).toMatchObject([{}, { count: 1, dueAt: '2026-03-04T07:00:00.000Z' }]);
  });

  it('whoever changes their mind, or has gone, gets no digest', async () => {
    const clock = new FakeClock(Date.parse('2026-03-02T10:00:00.000Z'));
    const company = await Company.of({ clock }, false);
    const { notifying, aggregates } = company.mailcase;
    await notifying.begin();
    for (const one of [ana, bor]) await wants(company, one, { delivery: 'digest' });
    await story(company);
    await notifying.settle();
    await wants(company, ana, { delivery: 'off' });
    await aggregates.change(user, streams.user(bor), deactivateUser, { actor: 'user:root', cause: 'gone' });
    await notifying.settle();
    clock.sleep(48 * 3_600_000);
    await notifying.settle();
    expect(await digests(company)).toEqual([]);
  });
});
