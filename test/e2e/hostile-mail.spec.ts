import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Adapters } from '../../src/application/mailcase.js';
import { type AccountId, streams, type TeamId } from '../../src/domain/ids.js';
import { mailbox } from '../../src/domain/mail-account/mailbox.js';
import { readMessageFiles } from '../../src/infrastructure/files/message-files.js';
import { ParserPool } from '../../src/infrastructure/mime/index.js';
import { team } from '../support/company.js';
import { type CompiledWorker, compiledWorker } from '../support/compiled-worker.js';
import { CrashChild } from '../support/crash-child.js';
import { type CompiledProgram, compiledFetchingChild } from '../support/crash-program.js';
import { type Dovecot, startDovecot, withoutDovecot } from '../support/dovecot.js';
import { otherGround } from '../support/ground.js';
import { allDocuments, broken, ofType, rebuiltFrom, wholeLog } from '../support/invariants.js';
import { hostileMessages, largeAttachment, message } from '../support/messages.js';
import { type Running, running } from './embedded-process.js';
import { until } from './until.js';
import { PASSWORD, watchedAccount } from './watched-account.js';

/** Messages of others, for whoever has them beside the project. */
const shared = fileURLToPath(new URL('../../../shared/mail', import.meta.url));

/** Each reference is a document, and the stand-in for MongoDB looks through all of them for each of them. */
const isTooLong = (name: string) => otherGround() !== null && name.endsWith('0,000 References');

describe.skipIf(withoutDovecot())('mail as bad as it comes', () => {
  let dovecot: Dovecot;
  let worker: CompiledWorker;
  let folder: string;
  let process: Running;
  let teamId: TeamId;
  let user: string;
  let users = 0;

  beforeAll(async () => {
    [dovecot, worker] = await Promise.all([startDovecot(), compiledWorker()]);
  });
  afterAll(async () => {
    await dovecot?.remove();
    await worker?.remove();
  });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'mailcase-hostile-'));
    user = `user${++users}`;
    await dovecot.addUser(user, PASSWORD);
    process = await running(folder, { fetch: true, parser: new ParserPool({ worker: worker.url }) });
    teamId = await team(process.mailcase, 'support', ['ana', 'bor']);
  });
  afterEach(async () => {
    await process.end();
    await rm(folder, { recursive: true });
  });

  const watch = () => watchedAccount(process.mailcase, dovecot, { emailAddress: `${user}@acme.example`, user, teamId });

  const fetched = (accountId: AccountId, count: number) =>
    until(
      async () => (await process.mailcase.aggregates.load(mailbox, streams.mailbox(accountId))).state.cursors.INBOX,
      (cursor) => (cursor?.lastUid ?? 0) >= count,
      60_000,
    );

  /** Each has ended as an e-mail, as another copy of one, or in quarantine with its bytes; all that is an e-mail is routed. */
  async function allAreAccountedFor(count: number, { events, blobs }: Adapters): Promise<void> {
    await process.mailcase.settled();
    const log = await wholeLog(events);
    expect(broken(log)).toEqual([]);
    expect(ofType(log, 'EmailParked')).toEqual([]);
    const tallies = ofType(log, 'MailboxFetched').map(({ data }) => data);
    const total = tallies.reduce((sum, one) => sum + one.received + one.duplicates + one.quarantined, 0);
    expect(total).toBe(count);
    const named = [...ofType(log, 'EmailReceived'), ...ofType(log, 'EmailQuarantined')];
    for (const { data } of named) expect(await blobs.has(data.blob)).toBe(true);
    expect(process.mailcase.routingFailure).toBeNull();
    expect(process.mailcase.projections.status().filter(({ failure }) => failure)).toEqual([]);
    expect(await allDocuments(process.adapters.documents)).toEqual(await rebuiltFrom(events));
  }

  it('is taken in message by message, none lost, nothing stopped', async () => {
    const messages = [...hostileMessages()].flatMap(([name, raw]) => (isTooLong(name) ? [] : [raw]));
    const accountId = await watch();
    for (const raw of messages) await dovecot.append(user, 'INBOX', raw);
    await dovecot.append(user, 'INBOX', message({ messageId: '<after@customer.example>' }));
    await process.mailcase.fetching.fetchNow(accountId);
    await fetched(accountId, messages.length + 1);
    await allAreAccountedFor(messages.length + 1, process.adapters);
    const log = await wholeLog(process.adapters.events);
    expect(ofType(log, 'EmailReceived').some(({ data }) => data.messageId === '<after@customer.example>')).toBe(true);
    // Nothing of it got out of its field.
    const injected = ofType(log, 'EmailReceived').find(({ data }) => data.messageId === '<injection@example.com>');
    expect(JSON.stringify(injected?.data)).not.toMatch(/\\r|\\n/);
    for (const { data } of ofType(log, 'EmailReceived')) {
      for (const { name } of data.attachments) expect(name).not.toMatch(/[/\\]|^\./);
    }
  }, 240_000);

  it.skipIf(!existsSync(shared))(
    'of others goes through as well, over IMAP and from files',
    async () => {
      const files = (await readdir(shared, { recursive: true })).filter((name) => name.endsWith('.eml')).sort();
      expect(files.length).toBeGreaterThan(100);
      for (const name of files) await dovecot.append(user, 'INBOX', await readFile(path.join(shared, name)));
      const accountId = await watch();
      await fetched(accountId, files.length);
      await allAreAccountedFor(files.length, process.adapters);
      // From files the same messages are copies; what differs is the line ends, and so only the bytes.
      const problems: unknown[] = [];
      const read = readMessageFiles(shared, {
        signal: new AbortController().signal,
        onProblem: (problem) => problems.push(problem),
      });
      const tally = await process.mailcase.importing.run(read, null, 'shared');
      expect(problems).toEqual([]);
      expect(tally.received + tally.duplicates + tally.quarantined).toBe(files.length);
      await process.mailcase.settled();
      expect(ofType(await wholeLog(process.adapters.events), 'EmailParked')).toEqual([]);
      expect(process.mailcase.routingFailure).toBeNull();
    },
    120_000,
  );

  describe.skipIf(otherGround())('in a process of its own, which opens the same files', () => {
    let program: CompiledProgram;
    beforeAll(async () => {
      program = await compiledFetchingChild();
    });
    afterAll(() => program?.remove());

    it('takes no more memory for an attachment of 50 MB than for one of 10 MB', async () => {
      const accountId = await watch();
      await until(
        () => process.mailcase.fetching.status(accountId),
        (now) => now?.state === 'idle',
      );
      await process.end();
      const peaks: number[] = [];
      for (const bytes of [10_000_000, 50_000_000]) {
        await dovecot.append(user, 'INBOX', await attached(bytes));
        peaks.push(await (await CrashChild.start(program.file, folder, [accountId])).finish());
      }
      const [usual = 0, peak = 0] = peaks;
      console.info(
        `memory: ${Math.round(usual / 1e6)} MB with 10 MB attached, ${Math.round(peak / 1e6)} MB with 50 MB`,
      );
      expect(peak - usual).toBeLessThan(40_000_000);
      expect(peak).toBeLessThan(300_000_000);
      process = await running(folder);
      const log = await wholeLog(process.adapters.events);
      const film = ofType(log, 'EmailReceived').find(({ data }) => data.messageId === '<50000000@example.com>');
      expect(film?.data).toMatchObject({ headerOnly: false, attachments: [{ name: 'film.mp4', size: 50_000_000 }] });
      expect(broken(log)).toEqual([]);
    }, 240_000);
  });
});

async function attached(bytes: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of largeAttachment(bytes)) {
    // The header is the first piece.
    const first = pieces.length === 0;
    pieces.push(
      first ? Buffer.from(Buffer.from(piece).toString().replace('<large@', `<${bytes}@`)) : Buffer.from(piece),
    );
  }
  return Buffer.concat(pieces);
}
