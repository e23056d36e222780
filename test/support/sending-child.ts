import { Mailcase } from '../../src/application/mailcase.js';
import { silent } from '../../src/application/ports/logger.js';
import type { SentFolders } from '../../src/application/ports/sent-folders.js';
import { EmailId, streams } from '../../src/domain/ids.js';
import { type Outgoing, outgoing } from '../../src/domain/outgoing/outgoing.js';
import { loadConfig } from '../../src/infrastructure/config/index.js';
import { openEngines } from '../../src/infrastructure/engines.js';
import { systemClock } from '../../src/infrastructure/process/system-clock.js';
import { NodemailerTransport } from '../../src/infrastructure/smtp/nodemailer-transport.js';

/**
 * A process of Mailcase that sends what waits in a data folder, or where its variables say, until it is killed, or told over its standard input to
 * leave when all of these messages have left, with their copies. It lives so many milliseconds ahead of the clock: what an
 * earlier one had in doubt is judged without waiting for it. `dies-after-copy` in the place of the messages: it kills
 * itself when the first copy stands in the sent folder, before it is written down.
 */
const [folder = '', ahead = '', ...emails] = process.argv.slice(2);

process.stdout.write('loaded\n');
const { config } = loadConfig({ dataFolder: folder, file: undefined, environment: process.env });
const masterKey = process.env.MAILCASE_MASTER_KEY;
const { adapters, close } = await openEngines({ folder, config, masterKey, logger: silent });
const clock = { ...systemClock, now: () => new Date(Date.now() + Number(ahead)) };
const transport = new NodemailerTransport({ attemptTimeout: 5_000 });
const { sentFolders } = adapters;
const dying: SentFolders = {
  has: (...given) => sentFolders.has(...given),
  store: async (...given) => {
    await sentFolders.store(...given);
    process.kill(process.pid, 'SIGKILL');
    return new Promise(() => undefined);
  },
};
const dies = emails[0] === 'dies-after-copy';
const mailcase = new Mailcase({ ...adapters, clock, transport, sentFolders: dies ? dying : sentFolders });
await mailcase.start({ fetch: false });
await mailcase.startSending();
// It may have to wait until what another has held is free.
while (mailcase.hindrances === null) await clock.pause(5);
process.stdout.write('sending\n');
for await (const _ of process.stdin) break;
for (const emailId of emails) {
  const stream = streams.email(EmailId.parse(emailId));
  const isOver = (state: Outgoing) => state.status === 'sent' && state.copy !== 'due';
  while (!isOver((await mailcase.aggregates.load(outgoing, stream)).state)) await clock.pause(20);
}
await mailcase.stop();
await transport.close();
await close();
process.stdout.write(`peak ${process.resourceUsage().maxRSS}\n`, () => process.exit(0));
