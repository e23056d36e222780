import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountId } from '../../src/domain/ids.js';
import { routingInputs } from '../../src/domain/routing/state.js';
import { account, team } from '../support/company.js';
import { Conversations, seeded } from '../support/crash-mail.js';
import { allDocuments, broken, ofType, rebuiltFrom, wholeLog } from '../support/invariants.js';
import { message } from '../support/messages.js';
import { type Running, running } from './embedded-process.js';

describe('A data folder that is opened again', () => {
  let folder: string;
  let process: Running;
  let accountId: AccountId;
  let arrived = 0;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'mailcase-restart-'));
    arrived = 0;
    process = await running(folder);
    const teamId = await team(process.mailcase, 'support', ['ana', 'bor', 'cene']);
    accountId = await account(process.mailcase, 'support@acme.example', teamId);
  });
  afterEach(async () => {
    await process.end();
    await rm(folder, { recursive: true });
  });

  async function bring(raws: readonly Buffer[]): Promise<void> {
    const { intake } = process.mailcase;
    const origin = { accountId, folder: 'INBOX', uidValidity: '1' };
    const stored = raws.map((content) => {
      const uid = ++arrived;
      const facts = { uid, key: `${uid}`, receivedAt: '2024-01-02T09:00:00.000Z', seen: false, headerOnly: false };
      return intake.store({ ...facts, size: content.length, content }, origin);
    });
    await intake.takeIn(await Promise.all(stored));
    await process.mailcase.settled();
  }

  const conversations = (seed: number) => new Conversations(seeded(seed), [{ user: 'support', folder: 'INBOX' }]);
  const kept = new Set<string>(routingInputs);
  const log = () => wholeLog(process.adapters.events);
  const head = () => process.adapters.events.head();

  it('reads of the log only what came since: the state of routing and the read models were kept', async () => {
    const some = conversations(1);
    await bring(Array.from({ length: 100 }, () => some.next().raw));
    await process.end();
    process = await running(folder);
    const { events } = process.adapters;
    const asked: string[] = [];
    const readAll = events.readAll.bind(events);
    events.readAll = (options) => {
      if (options.filter?.types?.length === routingInputs.length) asked.push(options.after);
      return readAll(options);
    };
    const snapshot = (await log()).filter(({ type }) => kept.has(type)).at(-1)?.position ?? '';
    await bring([some.next().raw]);
    expect(asked.length).toBeGreaterThan(0);
    for (const after of asked) expect(after >= snapshot).toBe(true);
    expect(await allDocuments(process.adapters.documents)).toEqual(await rebuiltFrom(events));
  });

  it('decides nothing new about what is decided', async () => {
    const some = conversations(2);
    await bring(Array.from({ length: 80 }, () => some.next().raw));
    const before = await head();
    for (let times = 0; times < 3; times++) {
      await process.end();
      process = await running(folder);
      await process.mailcase.settled();
      expect(await head()).toBe(before);
    }
  });

  it('has the same read models, and goes on, when its documents were deleted', async () => {
    const some = conversations(3);
    await bring(Array.from({ length: 120 }, () => some.next().raw));
    const before = await allDocuments(process.adapters.documents);
    const end = await head();
    await process.end();
    for (const name of ['documents.db', 'documents.db-wal', 'documents.db-shm']) {
      await rm(path.join(folder, name), { force: true });
    }
    process = await running(folder);
    await process.mailcase.settled();
    expect(await head()).toBe(end);
    expect(await allDocuments(process.adapters.documents)).toEqual(before);

    await bring(Array.from({ length: 40 }, () => some.next().raw));
    // What came before comes again, as after a backup of the mail server was restored.
    await bring(some.written.slice(0, 20).map(({ raw }) => raw));
    const all = await log();
    expect(broken(all).filter((rule) => !rule.startsWith('the cursors'))).toEqual([]);
    expect(ofType(all, 'EmailReceived')).toHaveLength(160);
    expect(ofType(all, 'CaseCreated')).toHaveLength(some.count);
    expect(await allDocuments(process.adapters.documents)).toEqual(await rebuiltFrom(process.adapters.events));
  });

  it('keeps the turns where they were', async () => {
    const turns: (string | undefined)[] = [];
    for (let n = 0; n < 7; n++) {
      await bring([message({ from: `customer${n}@customer.example` })]);
      turns.push(ofType(await log(), 'CaseAssigned').at(-1)?.data.userId);
      await process.end();
      process = await running(folder);
    }
    expect(turns).toEqual(['ana', 'bor', 'cene', 'ana', 'bor', 'cene', 'ana']);
  });
});
