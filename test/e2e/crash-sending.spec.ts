import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Mailcase } from '../../src/application/mailcase.js';
import { silent } from '../../src/application/ports/logger.js';
import { type AccountId, accountIdOf, streams } from '../../src/domain/ids.js';
import {
  type MailAccount,
  mailAccount,
  openGroupAccount,
  type Smtp,
} from '../../src/domain/mail-account/mail-account.js';
import { configureSmtp } from '../../src/domain/mail-account/smtp.js';
import { loadConfig } from '../../src/infrastructure/config/index.js';
import { openEngines } from '../../src/infrastructure/engines.js';
import { CrashChild } from '../support/crash-child.js';
import { seeded } from '../support/crash-mail.js';
import { type CompiledProgram, compiledSendingChild } from '../support/crash-program.js';
import { type Dovecot, startDovecot, withoutDovecot } from '../support/dovecot.js';
import { otherGround } from '../support/ground.js';
import { broken, ofType, wholeLog } from '../support/invariants.js';
import { PASSWORD } from './watched-account.js';

/** Where another has to wait for what the killed one has held, fewer. */
const CRASHES = otherGround() ? 3 : 5;
const MESSAGES = 30;
/** The latest moment of a crash, in milliseconds after the child begins to send; servers take longer. */
const LATEST = otherGround() ? 1_000 : 300;
/** Milliseconds that the server takes to answer at most. */
const SLOWEST = 150;
/** Milliseconds that pass between two lives: what was in doubt in the first is to be judged in the second. */
const BETWEEN = 5 * 60_000;
const SUPPORT = 'support@acme.example';

describe('a process that is killed again and again while it sends', () => {
  const seed = Number(process.env.MAILCASE_SEED ?? Math.floor(Math.random() * 1e9));
  const random = seeded(seed);
  /** Message-IDs of what came whole, as often as it came. */
  const arrived: string[] = [];
  let server: SMTPServer;
  let program: CompiledProgram;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'mailcase-crash-'));
    program = await compiledSendingChild();
    server = new SMTPServer({
      authOptional: true,
      logger: false,
      onData: (stream, _, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          arrived.push(/^Message-ID:\s+(\S+)/im.exec(Buffer.concat(chunks).toString())?.[1] ?? '');
          setTimeout(() => done(), random() * SLOWEST);
        });
      },
    });
    // A connection of a process that is gone.
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await new Promise<void>((resolve) => server?.close(() => resolve()));
    await program?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it(`has sent every message, and none twice but those in doubt (MAILCASE_SEED=${seed} replays the moments)`, async () => {
    console.info(`crashes at the moments of MAILCASE_SEED=${seed}`);
    const emails = await queued(folder, MESSAGES);
    for (let crash = 0; crash < CRASHES; crash++) {
      const moment = random() * LATEST;
      const child = await begun(folder, [`${crash * BETWEEN}`], 'sending');
      await pause(moment);
      await child.kill();
    }
    await (await begun(folder, [`${CRASHES * BETWEEN}`, ...emails])).finish();

    const { mailcase, adapters, end } = await opened(folder);
    await mailcase.settled();
    const log = await wholeLog(adapters.events);
    expect(broken(log)).toEqual([]);
    expect(ofType(log, 'EmailSent')).toHaveLength(MESSAGES);
    const queuedMail = ofType(log, 'EmailQueued').map(({ data }) => data);
    const doubts = ofType(log, 'EmailSendFailed').map(({ data }) => data);
    for (const { code } of doubts) expect(code).toBe('unknown');
    console.info(`${doubts.length} in doubt, ${arrived.length - MESSAGES} twice`);
    for (const { emailId, messageId } of queuedMail) {
      const times = arrived.filter((id) => id === messageId).length;
      const inDoubt = doubts.filter((one) => one.emailId === emailId).length;
      expect(times, messageId ?? '').toBeGreaterThanOrEqual(1);
      expect(times, messageId ?? '').toBeLessThanOrEqual(1 + inDoubt);
    }
    expect(arrived.filter((id) => !queuedMail.some(({ messageId }) => messageId === id))).toEqual([]);
    await end();
  }, 180_000);

  it.skipIf(withoutDovecot())(
    'puts one copy into the sent folder, also where it ends between that and its event',
    async () => {
      const other = await mkdtemp(path.join(os.tmpdir(), 'mailcase-crash-'));
      const dovecot = await startDovecot();
      try {
        await dovecot.addUser('support', PASSWORD);
        await dovecot.createFolder('support', 'Sent');
        const emails = await queued(other, 3, dovecot);
        await (await begun(other, ['0', 'dies-after-copy'], 'sending')).killed();
        const copies = async () => {
          const inSent = (name: string) => readdir(path.join(dovecot.maildir('support', 'Sent'), name));
          return (await Promise.all(['cur', 'new'].map(inSent))).flat();
        };
        expect(await copies()).toHaveLength(1);
        await (await begun(other, ['0', ...emails])).finish();
        expect(await copies()).toHaveLength(3);
        const { adapters, end } = await opened(other);
        expect(ofType(await wholeLog(adapters.events), 'EmailCopyStored')).toHaveLength(3);
        await end();
      } finally {
        await dovecot.remove();
        await rm(other, { recursive: true, force: true });
      }
    },
    120_000,
  );

  const settingsOf = async (folder: string) => (await otherGround()?.settings(folder)) ?? {};
  const begun = async (folder: string, more: readonly string[], word?: 'sending') =>
    CrashChild.start(program.file, folder, more, { ...(word && { word }), settings: await settingsOf(folder) });

  /** On the stores that the children have, one after another. */
  async function opened(folder: string) {
    const environment = await settingsOf(folder);
    const { config } = loadConfig({ dataFolder: folder, file: undefined, environment });
    const masterKey = environment.MAILCASE_MASTER_KEY;
    const { adapters, close } = await openEngines({ folder, config, masterKey, logger: silent });
    const mailcase = new Mailcase(adapters);
    await mailcase.start({ fetch: false });
    const end = async () => {
      await mailcase.stop();
      await close();
    };
    return { mailcase, adapters, end };
  }

  async function queued(folder: string, messages: number, dovecot?: Dovecot): Promise<readonly string[]> {
    const { mailcase, adapters, end } = await opened(folder);
    if (dovecot) await adapters.vault.put('support', PASSWORD);
    const accountId = await sendingAccount(mailcase, dovecot);
    const emails: string[] = [];
    for (let n = 0; n < messages; n++) {
      const at = new Date().toISOString();
      const nobody = { userId: null, owner: null, answers: null, forwards: null, case: null, about: null };
      const dispatch = { ...nobody, accountId, teamIds: [], kind: 'message' as const, sendAt: at };
      const { emailId } = await mailcase.outgoing.queue(
        {
          ...{ key: `${n}`, date: at, from: { name: 'Support', address: SUPPORT }, replyTo: [], cc: [], bcc: [] },
          ...{ to: [{ name: '', address: `customer${n}@customer.example` }], subject: `Letter ${n}` },
          ...{ text: 'Good day', html: null, inReplyTo: null, references: [], headers: [], attachments: [], dispatch },
        },
        { actor: 'test', cause: `queue ${n}` },
      );
      emails.push(emailId);
    }
    await end();
    return emails;
  }

  /** @param dovecot where copies of what it sends go to; none: there are none */
  async function sendingAccount(mailcase: Mailcase, dovecot?: Dovecot): Promise<AccountId> {
    const address = server.server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const accountId = accountIdOf(SUPPORT);
    const at = new Date().toISOString();
    const fetching = { folders: ['INBOX'], since: at, keepUnread: true, maxSize: 1e6, schedule: '0 0 1 1 *' };
    const imap = dovecot
      ? {
          ...{ host: dovecot.host, port: dovecot.port, security: 'none' as const, userName: 'support' },
          ...{ secret: 'support', trustedFingerprint: null },
        }
      : null;
    const opening = { accountId, name: 'Support', emailAddress: SUPPORT, imap, fetching, teamIds: [] };
    const smtp: Smtp = {
      ...{ host: '127.0.0.1', port, security: 'none', mechanism: 'none', userName: 'support', secret: null },
      ...{ shared: false, trustedFingerprint: null, limitPerHour: null },
      ...{ sentFolder: dovecot ? 'Sent' : null, storeSent: dovecot !== undefined },
      ...{ afterDoubt: 'send-again', dkim: null },
    };
    const stream = streams.mailAccount(accountId);
    const open = (state: MailAccount) => openGroupAccount(state, { ...opening, caseCreation: null });
    await mailcase.aggregates.change(mailAccount, stream, open, { actor: 'test', cause: 'open' });
    const send = (state: MailAccount) => (state.status === 'absent' ? [] : configureSmtp(state, smtp));
    await mailcase.aggregates.change(mailAccount, stream, send, { actor: 'test', cause: 'smtp' });
    return accountId;
  }
});
