import { expect, it } from 'vitest';
import { Mailcase } from '../../src/application/mailcase.js';
import { MailparserParser } from '../../src/infrastructure/mime/index.js';
import { until } from '../e2e/until.js';
import { watchedAccount } from '../e2e/watched-account.js';
import { team } from '../support/company.js';
import { freshAdapters } from '../support/ground.js';
import { ofType, wholeLog } from '../support/invariants.js';
import { MemoryMailboxes } from '../support/memory-mailboxes.js';
import { message } from '../support/messages.js';

const SERVER = { host: 'mail.acme.example', port: 143 };
const MESSAGES = 300;

/** Parses a batch, and is at the second for good. */
class EndlessParser extends MailparserParser {
  asked = 0;

  override parse(content: Parameters<MailparserParser['parse']>[0]): ReturnType<MailparserParser['parse']> {
    return ++this.asked <= 250 ? super.parse(content) : new Promise(() => undefined);
  }
}

it('whoever stops finishes what is stored, and does not wait for what is being parsed', async () => {
  const source = new MemoryMailboxes();
  const parser = new EndlessParser();
  const adapters = await freshAdapters({ source, parser });
  // The log takes its time, so that the first batch is still on its way when the second is parsed.
  const { events } = adapters;
  const appendMany = events.appendMany.bind(events);
  let goOn: () => void = () => undefined;
  const wanted = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  events.appendMany = async (appends) => {
    if (appends.length > 200) await wanted;
    return appendMany(appends);
  };
  const mailcase = new Mailcase(adapters);
  const teamId = await team(mailcase, 'support', ['ana']);
  for (let n = 0; n < MESSAGES; n++) source.folder('support').put(message());
  await watchedAccount(mailcase, SERVER, { emailAddress: 'support@acme.example', user: 'support', teamId });
  await mailcase.start({ fetch: true });
  await until(
    () => parser.asked,
    (asked) => asked === MESSAGES,
  );
  const stopped = mailcase.stop();
  goOn();
  await stopped;
  const log = await wholeLog(events);
  expect(ofType(log, 'EmailReceived')).toHaveLength(250);
  expect(ofType(log, 'MailboxFetched').map(({ data }) => [data.lastUid, data.received])).toEqual([[250, 250]]);
});

it('routing that is stopped while it folds a long log decides nothing on half of it', async () => {
  const adapters = await freshAdapters();
  const before = new Mailcase(adapters);
  await team(before, 'support', ['ana']);
  for (let n = 0; n < 3; n++) await team(before, `team-${n}`, [`user-${n}`]);
  const mailcase = new Mailcase(adapters);
  const stopping = new AbortController();
  const { events } = adapters;
  const readAll = events.readAll.bind(events);
  let batches = 0;
  events.readAll = async function* (options) {
    for await (const batch of readAll({ ...options, batchSize: 1 })) {
      if (++batches === 2) stopping.abort();
      yield batch;
    }
  };
  await mailcase.routing.settle(stopping.signal);
  expect(batches).toBe(2);
  await mailcase.routing.settle();
  expect(mailcase.routing.progress().position).toBe(await events.head());
});
