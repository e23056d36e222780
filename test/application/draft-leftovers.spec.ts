import type { INestApplicationContext } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  AttachFile,
  DiscardDraft,
  OpenGroupAccount,
  RegisterUser,
  RemoveDraftFile,
  WriteDraft,
  WriteEmail,
} from '../../src/application/commands/index.js';
import { Mailcase } from '../../src/application/mailcase.js';
import { DraftLeftovers } from '../../src/application/outgoing/draft-leftovers.js';
import { MOST_IN_AN_HOUR, Uploads } from '../../src/application/outgoing/uploads.js';
import { ReadModels } from '../../src/application/queries/read-models.js';
import { EVERYTHING } from '../../src/domain/access/permissions.js';
import { type BlobHash, type DraftId, streams, UserId } from '../../src/domain/ids.js';
import { draft } from '../../src/domain/outgoing/draft.js';
import { hashOf } from '../../src/infrastructure/files/blob-files.js';
import { createContext } from '../../src/infrastructure/http/context.js';
import { MemoryBlobStore } from '../../src/infrastructure/memory/memory-blob-store.js';
import { draftBlobsCollection } from '../../src/projections/draft-blobs.js';
import { FakeClock } from '../support/fake-clock.js';
import { freshAdapters } from '../support/ground.js';
import { ofType, wholeLog } from '../support/invariants.js';
import { message } from '../support/messages.js';

const DAY = 86_400_000;
const userId = UserId.parse('ana');
const asker = { userId, administrator: true, emailAddresses: [], teamIds: [], permissions: EVERYTHING };

describe('what drafts have dropped', () => {
  let clock: FakeClock;
  let mailcase: Mailcase;
  let context: INestApplicationContext;
  let asked = 0;
  const by = () => ({ actor: 'user:ana', cause: `request ${++asked}`, asker });
  const run = <Result>(command: { execute?: never } & object): Promise<Result> =>
    // The command's own class says what comes of it; here it is asked for by its fields alone.
    context.get(CommandBus).execute(command as never) as Promise<Result>;

  beforeEach(async () => {
    clock = new FakeClock();
    const blobs = new MemoryBlobStore(() => clock.now().getTime());
    mailcase = new Mailcase(await freshAdapters({ clock, blobs }));
    await mailcase.start({ fetch: false });
    context = await createContext(mailcase);
    await run(new RegisterUser({ userId, name: 'Ana', administrator: true, emailAddresses: [] }, by()));
    const smtp = { host: 'smtp.acme.example', mechanism: 'none', shared: true } as const;
    await run(new OpenGroupAccount({ name: 'Support', emailAddress: 'support@acme.example', smtp }, by()));
  });
  afterEach(async () => {
    await context.close();
    await mailcase.stop();
  });

  async function begin(text: string): Promise<DraftId> {
    const writing = { account: 'support@acme.example', to: [], subject: 'x', text };
    const written = { writing, files: [], send: null };
    return (await run<{ draftId: DraftId }>(new WriteEmail(written, by()))).draftId;
  }
  const attach = async (draftId: DraftId, content: string | Buffer) => {
    const file = { name: 'x', contentType: 'text/plain', content: Buffer.from(content) };
    return (await run<{ fileId: string }>(new AttachFile(draftId, file, by()))).fileId;
  };
  const bodyOf = async (draftId: DraftId): Promise<BlobHash> => {
    const { state } = await mailcase.aggregates.load(draft, streams.draft(draftId));
    if (state.status !== 'open') throw new Error(`it is ${state.status}`);
    return state.content.body.blob;
  };
  const isThere = (content: string | Buffer) => mailcase.adapters.blobs.has(hashOf(Buffer.from(content)));
  async function sweep(readModels = context.get(ReadModels)): Promise<void> {
    // What this service does itself about the time that has passed is over.
    await mailcase.settled();
    const { log, aggregates, adapters } = mailcase;
    const { blobs, parser } = adapters;
    const leftovers = new DraftLeftovers({ log, aggregates, readModels, blobs, parser, clock });
    await leftovers.run(new AbortController().signal);
  }
  const removed = async () =>
    ofType(await wholeLog(mailcase.adapters.events), 'DraftBlobsRemoved').map(({ data }) => data.blobs.length);

  it('is removed once, also where a draft is still shown as it was before', async () => {
    const draftId = await begin('first');
    await run(new WriteDraft(draftId, { text: 'second' }, by()));
    await mailcase.settled();
    const readModels = context.get(ReadModels);
    const before = await readModels.find(draftBlobsCollection, { limit: 10 });
    clock.sleep(31 * DAY);
    await sweep();
    expect(await removed()).toEqual([1]);
    clock.sleep(1_000);
    const pages = [before];
    const late: ReadModels = Object.create(readModels, {
      find: { value: (...given: Parameters<ReadModels['find']>) => pages.shift() ?? readModels.find(...given) },
    });
    await sweep(late);
    expect([await removed(), pages]).toEqual([[1], []]);
  });

  it('is removed after 30 days: files, texts that were written over, whole drafts', async () => {
    const draftId = await begin('first');
    const first = await bodyOf(draftId);
    const gone = await attach(draftId, 'gone');
    await attach(draftId, 'kept');
    await run(new WriteDraft(draftId, { text: 'second' }, by()));
    await run(new RemoveDraftFile(draftId, gone, by()));
    clock.sleep(29 * DAY);
    await sweep();
    expect([await isThere('gone'), await mailcase.adapters.blobs.has(first), await removed()]).toEqual([
      true,
      true,
      [],
    ]);
    clock.sleep(DAY);
    await sweep();
    expect([await isThere('gone'), await mailcase.adapters.blobs.has(first)]).toEqual([false, false]);
    expect([await isThere('kept'), await mailcase.adapters.blobs.has(await bodyOf(draftId))]).toEqual([true, true]);
    await sweep();
    expect(await removed()).toEqual([2]);

    await run(new DiscardDraft(draftId, by()));
    clock.sleep(31 * DAY);
    await sweep();
    expect(await isThere('kept')).toBe(false);
    expect(await removed()).toEqual([2, 2]);
  });

  it('of a draft that somebody goes on writing is looked at once for each day', async () => {
    const draftId = await begin('day 0');
    const bodies = [await bodyOf(draftId)];
    for (let day = 1; day <= 3; day++) {
      clock.sleep(DAY);
      await run(new WriteDraft(draftId, { text: `day ${day}` }, by()));
      bodies.push(await bodyOf(draftId));
    }
    clock.sleep(28 * DAY);
    for (let hour = 0; hour < 5; hour++) {
      await sweep();
      clock.sleep(DAY / 24);
    }
    expect(await removed()).toEqual([1]);
    clock.sleep(2 * DAY);
    await sweep();
    expect(await removed()).toEqual([1, 2]);
    const there = await Promise.all(bodies.map((body) => mailcase.adapters.blobs.has(body)));
    expect(there).toEqual([false, false, false, true]);
  });

  it('stays where another draft holds it, and goes with that one', async () => {
    const [one, other] = [await begin('one'), await begin('other')];
    const file = await attach(one, 'prices');
    await attach(other, 'prices');
    await run(new RemoveDraftFile(one, file, by()));
    clock.sleep(31 * DAY);
    await sweep();
    expect([await isThere('prices'), await removed()]).toEqual([true, [0]]);
    await run(new DiscardDraft(other, by()));
    clock.sleep(31 * DAY);
    await sweep();
    expect(await isThere('prices')).toBe(false);
  });

  it('stays where it was put into the same draft again, and where it is a message', async () => {
    const raw = message({ subject: 'Hello', messageId: '<hello@customer.example>' });
    const files = async function* () {
      yield { uid: 1, key: '1', receivedAt: null, seen: false, size: raw.length, content: raw, headerOnly: false };
    };
    await mailcase.importing.run(files(), null, 'mail');
    const draftId = await begin('x');
    await run(new RemoveDraftFile(draftId, await attach(draftId, raw), by()));
    const again = await attach(draftId, 'again');
    await run(new RemoveDraftFile(draftId, again, by()));
    await attach(draftId, 'again');
    clock.sleep(31 * DAY);
    await sweep();
    expect([await isThere(raw), await isThere('again'), await removed()]).toEqual([true, true, [0]]);
  });

  it('is bounded: within an hour a user stores so much and no more', async () => {
    const draftId = await begin('x');
    const uploads = context.get(Uploads);
    uploads.count(userId, MOST_IN_AN_HOUR - 10);
    await expect(attach(draftId, 'more than ten bytes')).rejects.toMatchObject({ code: 'too-much-uploaded' });
    expect(await isThere('more than ten bytes')).toBe(false);
    await expect(run(new WriteDraft(draftId, { text: 'more than ten bytes' }, by()))).rejects.toMatchObject({
      code: 'too-much-uploaded',
    });
    uploads.count(UserId.parse('bor'), 1);
    clock.sleep(3_600_000);
    await attach(draftId, 'more than ten bytes');
  });
});
