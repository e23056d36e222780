import type { INestApplicationContext } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  AddCaseNote,
  type Asked,
  AssignCase,
  ChangeCasePriority,
  ChangeCaseStatus,
  ConfigureAccount,
  CreateTeam,
  DeactivateUser,
  ImportMessages,
  IssueApiToken,
  OpenGroupAccount,
  RegisterUser,
  RequestCase,
  SetTeamMember,
  UnassignCase,
} from '../../src/application/commands/index.js';
import { Mailcase } from '../../src/application/mailcase.js';
import type { MailboxMessage } from '../../src/application/ports/mailbox-source.js';
import {
  GetAccount,
  GetAssignmentHistory,
  GetCase,
  GetCursors,
  GetThread,
  GetTimeline,
  GetWorkloads,
  ListCases,
  ListEmails,
  ListJobs,
  ListThreads,
  ThreadListing,
  WhyCase,
} from '../../src/application/queries/index.js';
import { CaseId, TeamId, UserId } from '../../src/domain/ids.js';
import { createContext } from '../../src/infrastructure/http/context.js';
import { freshAdapters } from '../support/ground.js';

let mailcase: Mailcase;
let context: INestApplicationContext;
let commands: CommandBus;
let queries: QueryBus;
let asked = 0;

const by = (expectedRevision?: number): Asked => ({
  actor: 'user:ana',
  cause: `test-${++asked}`,
  ...(expectedRevision === undefined ? {} : { expectedRevision }),
});
const [ana, bor] = [UserId.parse('ana'), UserId.parse('bor')];
const support = TeamId.parse('support');

beforeEach(async () => {
  mailcase = new Mailcase(await freshAdapters());
  await mailcase.start({ fetch: false });
  context = await createContext(mailcase);
  commands = context.get(CommandBus);
  queries = context.get(QueryBus);
});

afterEach(async () => {
  await context.close();
  await mailcase.stop();
});

async function company(): Promise<void> {
  for (const userId of [ana, bor]) {
    const registration = { userId, name: userId.toUpperCase(), administrator: false, emailAddresses: [] };
    await commands.execute(new RegisterUser(registration, by()));
  }
  await commands.execute(new CreateTeam(support, 'Support', by()));
  for (const userId of [ana, bor]) await commands.execute(new SetTeamMember(support, userId, null, by()));
}

async function* messages(...bodies: readonly string[]): AsyncGenerator<MailboxMessage> {
  for (const [n, body] of bodies.entries()) {
    const content = Buffer.from(body);
    const facts = { receivedAt: null, seen: false, size: content.byteLength, headerOnly: false };
    yield { uid: n + 1, key: `m${n}`, content, ...facts };
  }
}

async function all<T>(lines: AsyncIterable<T>): Promise<T[]> {
  const taken: T[] = [];
  for await (const line of lines) taken.push(line);
  return taken;
}

const mail = (id: string, subject: string, headers = ''): string =>
  `From: Zoja <zoja@customer.example>\r\nTo: support@acme.example\r\nMessage-ID: <${id}@customer.example>\r\n` +
  `Date: Tue, 3 Mar 2026 10:00:00 +0000\r\nSubject: ${subject}\r\n${headers}\r\nHello\r\n`;

it('starts in well under a second', async () => {
  const begun = performance.now();
  const other = await createContext(mailcase);
  await other.close();
  expect(performance.now() - begun).toBeLessThan(1_000);
});

it('makes a company, takes mail in, and explains who got what', async () => {
  await company();
  const { accountId } = await commands.execute(
    new OpenGroupAccount(
      {
        name: 'Support',
        emailAddress: 'Support@acme.example',
        imap: { host: 'mail.acme.example', userName: 'support', password: 'secret word' },
        caseCreation: { distribution: 'round-robin', teamId: support },
      },
      by(),
    ),
  );
  const imported = await commands.execute(
    new ImportMessages(
      messages(
        mail('a', 'Printer'),
        mail('b', 'Re: Printer', 'In-Reply-To: <a@customer.example>\r\n'),
        mail('c', 'Lamp'),
      ),
      accountId,
      'test',
      by(),
    ),
  );
  expect(imported).toMatchObject({ received: 3, duplicates: 0, quarantined: 0 });
  await mailcase.settled();
  const { items } = await queries.execute(new ListCases({ direction: 'asc' }));
  expect(items.map(({ number, assignee }) => [number, assignee])).toEqual([
    [1, 'ana'],
    [2, 'bor'],
  ]);
  const why = await queries.execute(new WhyCase('1'));
  expect(why.sentence).toBe(
    'Case 1: ANA got it by round-robin in Support: of the 2 who were eligible, their last turn was longest ago.',
  );
  expect(why.candidates.map(({ userId, picked, turn }) => [userId, picked, turn])).toEqual([
    ['ana', true, 1],
    ['bor', false, 2],
  ]);
  const listing = context.get(ThreadListing);
  expect(await all(listing.threads())).toHaveLength(2);
  expect((await all(listing.cases())).map(({ messageIds }) => messageIds.length)).toEqual([2, 1]);
  const [cursor] = await queries.execute(new GetCursors());
  expect(cursor).toMatchObject({ next: 'ana', order: ['ana', 'bor'] });
  const [load] = await queries.execute(new GetWorkloads());
  expect(load?.users.map(({ open }) => open)).toEqual([1, 1]);
  const threads = await queries.execute(new ListThreads());
  const [latest] = threads.items;
  expect((await queries.execute(new GetThread(latest?.threadId ?? ''))).emails.items.length).toBeGreaterThan(0);
  expect((await queries.execute(new ListEmails())).items).toHaveLength(3);
  expect(JSON.stringify(await queries.execute(new GetAccount(accountId)))).not.toMatch(/secret/);
  expect(await queries.execute(new ListJobs())).toMatchObject([{ state: 'not-watched', schedule: '*/5 * * * *' }]);
});

it('a case made by hand gets its number and user, is changed, and says so', async () => {
  await company();
  const request = {
    subject: 'By hand',
    description: 'On the phone',
    teamId: support,
    distribution: 'round-robin',
    userId: null,
    position: null,
    priority: 'High',
  } as const;
  const asking = new RequestCase(request, by());
  const { caseId } = await commands.execute(asking);
  await commands.execute(asking);
  await mailcase.settled();
  const made = await queries.execute(new GetCase('1'));
  expect(made).toMatchObject({ caseId, assignee: 'ana', priority: 'High', description: 'On the phone' });
  const id = CaseId.parse(caseId);
  await expect(commands.execute(new AssignCase(id, bor, null, by(0)))).rejects.toMatchObject({ code: 'stale' });
  const assigned = await commands.execute(new AssignCase(id, bor, null, by(made.revision)));
  expect(assigned.revision).toBe(made.revision + 1);
  const seen = await queries.execute(new GetCase('1', assigned.position));
  expect(seen).toMatchObject({ assignee: 'bor', distribution: 'manual', revision: assigned.revision });
  await commands.execute(new ChangeCasePriority(id, 'Urgent', by()));
  await commands.execute(new AddCaseNote(id, 'Called back', by()));
  await commands.execute(new UnassignCase(id, true, by()));
  await commands.execute(new ChangeCaseStatus(id, 'Closed', null, by()));
  await mailcase.settled();
  const { items } = await queries.execute(new GetTimeline('1'));
  expect(items.map(({ kind }) => kind).slice(0, 3)).toEqual(['CaseRequested', 'CaseCreated', 'CaseAssigned']);
  const history = await queries.execute(new GetAssignmentHistory({ case: '1' }));
  expect(history.items.map(({ distribution }) => distribution).slice(0, 3)).toEqual([
    'round-robin',
    'manual',
    'unassigned',
  ]);
  const { items: cases } = await queries.execute(new ListCases());
  expect(cases).toHaveLength(1);
});

it('two cases cannot be duplicates of each other', async () => {
  await company();
  const request = {
    subject: 'S',
    description: '',
    teamId: support,
    distribution: 'none',
    userId: null,
    position: null,
  } as const;
  const ids: CaseId[] = [];
  for (let n = 0; n < 2; n++) {
    const { caseId } = await commands.execute(new RequestCase({ ...request, priority: 'Normal' }, by()));
    ids.push(CaseId.parse(caseId));
    await mailcase.settled();
  }
  const [first, second] = ids;
  if (!first || !second) throw new Error('two cases were asked for');
  await commands.execute(new ChangeCaseStatus(second, 'Duplicate', 1, by()));
  const back = new ChangeCaseStatus(first, 'Duplicate', 2, by());
  await expect(commands.execute(back)).rejects.toMatchObject({ code: 'duplicate-ring' });
  const itself = new ChangeCaseStatus(first, 'Duplicate', 1, by());
  await expect(commands.execute(itself)).rejects.toMatchObject({ code: 'duplicate-of-itself' });
});

it('a token is shown once; the same request makes no other', async () => {
  await company();
  const asking = new IssueApiToken(ana, 'laptop', by());
  const { token } = await commands.execute(asking);
  expect(token).toMatch(/^mc_[\w-]{43}$/);
  await expect(commands.execute(asking)).rejects.toMatchObject({ code: 'token-already-issued' });
});

it('whoever is inactive or unknown gets no case, and settings name only what exists', async () => {
  await company();
  await commands.execute(new DeactivateUser(bor, by()));
  const request = { subject: 'x', description: '', teamId: support, userId: null, position: null } as const;
  const { caseId } = await commands.execute(
    new RequestCase({ ...request, distribution: 'none', priority: 'Normal' }, by()),
  );
  await mailcase.settled();
  await expect(commands.execute(new AssignCase(caseId, bor, null, by()))).rejects.toMatchObject({
    code: 'user-not-active',
  });
  const nobody = TeamId.parse('nobody');
  await expect(
    commands.execute(
      new OpenGroupAccount({ name: 'x', emailAddress: 'x@acme.example', caseCreation: { teamId: nobody } }, by()),
    ),
  ).rejects.toMatchObject({ code: 'team-not-found' });
});

it('a new password replaces the old one in the vault; a refused one leaves nothing there', async () => {
  const { vault } = mailcase.adapters;
  const kept: string[] = [];
  const put = vault.put.bind(vault);
  vault.put = async (name, secret) => {
    kept.push(name);
    await put(name, secret);
  };
  const imap = { host: 'mail.acme.example', userName: 'support', password: 'one' };
  const opening = { name: 'Support', emailAddress: 'support@acme.example', imap };
  const { accountId } = await commands.execute(new OpenGroupAccount(opening, by()));
  await expect(commands.execute(new OpenGroupAccount(opening, by()))).rejects.toMatchObject({ code: 'account-exists' });
  await commands.execute(new ConfigureAccount(accountId, { imap: { password: 'two' } }, by()));
  const secrets = await Promise.all(kept.map((name) => vault.get(name)));
  expect(secrets).toEqual([null, null, 'two']);
  await expect(
    commands.execute(new ConfigureAccount(accountId, { fetching: { schedule: 'now and then' } }, by())),
  ).rejects.toMatchObject({ kind: 'invalid' });
});
