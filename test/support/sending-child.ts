import { Mailcase } from '../../src/application/mailcase.js';
import { silent } from '../../src/application/ports/logger.js';
import { EmailId, streams } from '../../src/domain/ids.js';
import { outgoing } from '../../src/domain/outgoing/outgoing.js';
import { openEmbedded } from '../../src/infrastructure/engines.js';
import { systemClock } from '../../src/infrastructure/process/system-clock.js';
import { NodemailerTransport } from '../../src/infrastructure/smtp/nodemailer-transport.js';

/**
 * A process of Mailcase that sends what waits in a data folder until it is killed, or told over its standard input to
 * leave when all of these messages have left. It lives so many milliseconds ahead of the clock: what an earlier one had
 * in doubt is judged without waiting for it.
 */
const [folder = '', ahead = '', ...emails] = process.argv.slice(2);

process.stdout.write('loaded\n');
const { adapters, close } = await openEmbedded(folder, silent);
const clock = { ...systemClock, now: () => new Date(Date.now() + Number(ahead)) };
const transport = new NodemailerTransport({ attemptTimeout: 5_000 });
const mailcase = new Mailcase({ ...adapters, clock, transport });
await mailcase.start({ fetch: false });
process.stdout.write('sending\n');
await mailcase.startSending();
for await (const _ of process.stdin) break;
for (const emailId of emails) {
  const stream = streams.email(EmailId.parse(emailId));
  while ((await mailcase.aggregates.load(outgoing, stream)).state.status !== 'sent') await clock.pause(20);
}
await mailcase.stop();
await transport.close();
await close();
process.stdout.write(`peak ${process.resourceUsage().maxRSS}\n`, () => process.exit(0));
