import { Mailcase } from '../../src/application/mailcase.js';
import { silent } from '../../src/application/ports/logger.js';
import { AccountId } from '../../src/domain/ids.js';
import { openEmbedded } from '../../src/infrastructure/engines.js';

/**
 * A process of Mailcase that watches the mailboxes of a data folder until it is killed, or told over its standard input
 * to take everything in that there is, keep what makes the next start quick, and leave.
 */
const [folder = '', ...accounts] = process.argv.slice(2);

process.stdout.write('loaded\n');
const { adapters, close } = await openEmbedded(folder, silent);
const mailcase = new Mailcase(adapters);
await mailcase.start({ fetch: true });
process.stdout.write('started\n');
for await (const _ of process.stdin) break;
for (const accountId of accounts) await mailcase.fetching.fetchNow(AccountId.parse(accountId));
await mailcase.settled();
await mailcase.stop();
await close();
process.stdout.write(`peak ${process.resourceUsage().maxRSS}\n`, () => process.exit(0));
