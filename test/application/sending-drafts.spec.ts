import type { INestApplicationContext } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RecordAccess } from '../../src/application/access/record-access.js';
import { OpenGroupAccount, RegisterUser } from '../../src/application/commands/index.js';
import { Aggregates } from '../../src/application/log/aggregates.js';
import { EventLog } from '../../src/application/log/event-log.js';
import { Mailcase } from '../../src/application/mailcase.js';
import { AnsweredEmails } from '../../src/application/outgoing/answered-email.js';
import { Beginnings } from '../../src/application/outgoing/beginnings.js';
import { Bodies } from '../../src/application/outgoing/bodies.js';
import { type AskedBy, Drafts, draftIdOf } from '../../src/application/outgoing/drafts.js';
import { QueueDrafts, SubmittedDrafts } from '../../src/application/outgoing/queue-drafts.js';
import { QueueEmail } from '../../src/application/outgoing/queue-email.js';
import { SeenMessages } from '../../src/application/outgoing/seen-messages.js';
import { SendingAccounts } from '../../src/application/outgoing/sending-accounts.js';
import { takeBack } from '../../src/application/outgoing/take-back.js';
import { Uploads } from '../../src/application/outgoing/uploads.js';
import type { EventStore } from '../../src/application/ports/event-store.js';
import { silent } from '../../src/application/ports/logger.js';
import type { MailComposer } from '../../src/application/ports/mail-composer.js';
import { AddressWarnings } from '../../src/application/queries/address-warnings.js';
import { ReadModels } from '../../src/application/queries/read-models.js';
import { EVERYTHING } from '../../src/domain/access/permissions.js';
import { type DraftId, type EmailId, streams, UserId } from '../../src/domain/ids.js';
import { draft } from '../../src/domain/outgoing/draft.js';
import { createContext } from '../../src/infrastructure/http/context.js';
import { type DraftView, draftsCollection } from '../../src/projections/drafts.js';
import { type NotificationView, notificationsCollection } from '../../src/projections/notifications.js';
import { failing } from '../support/failing-store.js';
import { freshAdapters } from '../support/ground.js';

const { signal } = new AbortController();
const userId = UserId.parse('ana');
const asker = { userId, administrator: true, emailAddresses: [], teamIds: [], permissions: EVERYTHING };
const account = 'support@acme.example';

let mailcase: Mailcase;
let context: INestApplicationContext;
beforeAll(async () => {
  mailcase = new Mailcase(await freshAdapters());
  await mailcase.start({ fetch: false });
  context = await createContext(mailcase);
  const ana = { userId, name: 'Ana', administrator: true, emailAddresses: [] };
  await context.get(CommandBus).execute(new RegisterUser(ana, { actor: 'user:ana', cause: 'registered' }));
  const smtp = { host: 'smtp.acme.example', mechanism: 'none', shared: true } as const;
  const opening = { name: 'Support', emailAddress: account, smtp };
  await context.get(CommandBus).execute(new OpenGroupAccount(opening, { actor: 'user:ana', cause: 'given' }));
});
afterAll(async () => {
  await context.close();
  await mailcase.stop();
});

/** What one node has to write with. */
function node(store: EventStore = mailcase.adapters.events, composer: MailComposer = mailcase.adapters.composer) {
  const { blobs, clock, html, parser, vault } = mailcase.adapters;
  const aggregates = new Aggregates(new EventLog(store, clock));
  const bodies = new Bodies(blobs);
  const queueing = new QueueDrafts(aggregates, bodies, new QueueEmail(aggregates, blobs, composer, parser, vault));
  const accounts = context.get(SendingAccounts);
  const [answered, records] = [context.get(AnsweredEmails), context.get(RecordAccess)];
  const messages = context.get(SeenMessages);
  const warnings = context.get(AddressWarnings);
  const uploads = context.get(Uploads);
  const drafts = new Drafts(
    ...([aggregates, accounts, answered, records, bodies, queueing, messages, warnings, uploads] as const),
    ...([blobs, html, clock] as const),
  );
  /** As a request to write and send does it. */
  const send = async (by: AskedBy) => {
    const writing = { account, to: [{ name: '', address: 'eva@customer.example' }], subject: 'News', text: 'Hello' };
    const { draftId } = await drafts.create(await context.get(Beginnings).begin(writing, asker), by);
    return drafts.submit(draftId, null, by);
  };
  const submitted = new SubmittedDrafts(queueing, aggregates, context.get(ReadModels), clock, silent);
  const cancel = (emailId: EmailId, by: AskedBy) => takeBack(aggregates, emailId, 'user', by);
  return { send, cancel, complete: () => submitted.run(signal) };
}

let asked = 0;
const request = (): AskedBy => ({ actor: 'user:ana', cause: `request ${++asked}`, asker });

/** What the log says of the last draft: its own events, and those of messages that were made of it. */
async function written(): Promise<readonly string[]> {
  let last: DraftId | null = null;
  let found: string[] = [];
  for await (const { events } of mailcase.log.readAll('', [
    'DraftWritten',
    'DraftSubmitted',
    'DraftQueued',
    'EmailQueued',
  ])) {
    for (const { type, data } of events) {
      if (type === 'DraftWritten' && data.draftId !== last) [last, found] = [data.draftId, []];
      found.push(type);
    }
  }
  return found;
}
const ALL = ['DraftWritten', 'DraftSubmitted', 'EmailQueued', 'DraftQueued'];

const broken = ALL.flatMap((_, appends) => [false, true].map((writes) => ({ appends, writes })));
const breakOff = async (by: AskedBy, { appends, writes }: (typeof broken)[number]) => {
  const { events } = mailcase.adapters;
  await expect(node(failing(events, appends, writes)).send(by)).rejects.toThrow('the process ends here');
};

test.each(broken)('broken off after $appends appends ($writes), the same request again completes it', async (where) => {
  const by = request();
  await breakOff(by, where);
  const sent = await node().send(by);
  expect(await written()).toEqual(ALL);
  expect(await node().send(by)).toMatchObject({ draftId: sent.draftId, emailId: sent.emailId });
  expect(await written()).toEqual(ALL);
});

test.each(broken.slice(3))(
  'broken off after $appends appends ($writes), another node completes what was submitted',
  async (where) => {
    await breakOff(request(), where);
    await mailcase.settled();
    await node().complete();
    await node().complete();
    expect(await written()).toEqual(ALL);
  },
);

test('two nodes at once, and whoever asks again, queue one message', async () => {
  const by = request();
  await breakOff(by, { appends: 1, writes: true });
  await mailcase.settled();
  await Promise.all([node().complete(), node().complete(), node().send(by), node().send(by)]);
  expect(await written()).toEqual(ALL);
});

const stateOf = async (draftId: DraftId) => (await mailcase.aggregates.load(draft, streams.draft(draftId))).state;

describe('what cannot become a message', () => {
  const broken: MailComposer = {
    compose: async () => {
      throw new Error('no such charset');
    },
  };
  const words = expect.stringContaining('no such charset');

  test('is a draft again, which says why and can be sent another time', async () => {
    const by = request();
    const refused = { code: 'cannot-be-composed', message: words };
    await expect(node(mailcase.adapters.events, broken).send(by)).rejects.toMatchObject(refused);
    const draftId = draftIdOf(by);
    expect(await stateOf(draftId)).toMatchObject({ status: 'open', failure: { error: words } });
    await mailcase.settled();
    const readModels = context.get(ReadModels);
    expect(await readModels.get<DraftView>(draftsCollection, draftId)).toMatchObject({
      ...{ status: 'open', submittedAt: null },
      failure: { code: 'cannot-be-composed', error: words },
    });
    const told = await readModels.all<NotificationView>(notificationsCollection, { where: { userId } });
    expect(told).toMatchObject([
      { kind: 'sending-failed', facts: { subject: 'News', sendingFailed: { recipients: 1, error: words } } },
    ]);
    // Asked for again it is not tried again; sent anew it goes.
    await expect(node().send(by)).rejects.toMatchObject(refused);
    expect(await node().send({ ...by, cause: `${by.cause} again` })).toMatchObject({ emailId: expect.any(String) });
  });

  test('holds up nothing else that was submitted', async () => {
    const first = request();
    const second = request();
    for (const by of [first, second]) await breakOff(by, { appends: 1, writes: true });
    await mailcase.settled();
    const { compose } = mailcase.adapters.composer;
    let calls = 0;
    const once: MailComposer = {
      compose: async (mail) => (calls++ === 0 ? broken.compose(mail) : compose.call(mailcase.adapters.composer, mail)),
    };
    await node(mailcase.adapters.events, once).complete();
    const states = await Promise.all([first, second].map((by) => stateOf(draftIdOf(by))));
    expect(states.map(({ status }) => status).sort()).toEqual(['open', 'queued']);
  });
});

test.each([false, true])('taken back, and broken off before its draft knows of it (%s)', async (writes) => {
  const by = request();
  const { draftId, emailId } = await node().send(by);
  // Routing appends to the message as well: whoever meets it decides again, and would break off before anything is written.
  await mailcase.settled();
  const cancel = { ...by, cause: `${by.cause} cancelled` };
  const broken = node(failing(mailcase.adapters.events, 1, writes));
  await expect(broken.cancel(emailId, cancel)).rejects.toThrow('the process ends here');
  await mailcase.shown();
  await node().complete();
  await node().complete();
  expect(await stateOf(draftId)).toMatchObject({ status: 'open', failure: null });
  expect(await node().cancel(emailId, cancel)).toMatchObject({ draftId });
});
