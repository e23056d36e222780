import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { embeddedBench } from './embedded.js';
import { type Figure, table } from './figure.js';
import { type Engine, engines, type Options, sizesOf } from './options.js';
import { serverBench } from './servers/index.js';

/** What can be measured on an engine. */
interface Bench {
  readonly parts: readonly string[];
  open(options: Options): Promise<{
    measure(part: string): Promise<Figure[]>;
    /** What must be known of the figures, in words. */
    readonly notes: readonly string[];
    close(): Promise<void>;
  }>;
}

const benches: Readonly<Record<Engine, Bench>> = { embedded: embeddedBench, servers: serverBench };
const results: Readonly<Record<Engine, string>> = { embedded: 'results.json', servers: 'results-servers.json' };

const USAGE = `npm run bench -- [--engine ${engines.join('|')}] [--only PART,…] [--quick] [--messages N] [--mailbox N] [--events N]
                 [--many-events N] [--addresses N] [--rounds N] [--data FOLDER]
${engines.map((name) => `  parts of ${name}: ${benches[name].parts.join(' ')}`).join('\n')}
  --data keeps the large logs of the embedded engines in a folder, to be used again
  servers are those that MAILCASE_TEST_KURRENTDB_URL and MAILCASE_TEST_MONGODB_URL name, else the tests' stand-ins`;

const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: 'embedded' },
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    messages: { type: 'string' },
    mailbox: { type: 'string' },
    events: { type: 'string' },
    'many-events': { type: 'string' },
    addresses: { type: 'string' },
    rounds: { type: 'string' },
    data: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const engine = engines.find((name) => name === values.engine) ?? refused(`There is no engine ${values.engine}.`);
const { parts, open } = benches[engine];
const sizes = sizesOf[engine][values.quick ? 'quick' : 'full'];
const options: Options = {
  messages: number(values.messages, sizes.messages),
  mailbox: number(values.mailbox, sizes.mailbox),
  events: number(values.events, sizes.events),
  manyEvents: number(values['many-events'], sizes.manyEvents),
  requests: sizes.requests,
  addresses: number(values.addresses, sizes.addresses),
  rounds: number(values.rounds, sizes.rounds),
  data: values.data ?? null,
  dovecot: process.env.MAILCASE_TEST_DOVECOT !== '0',
};
const asked = values.only?.split(',') ?? parts;
const unknown = asked.filter((name) => !parts.includes(name));
if (unknown.length > 0) refused(`There is no part ${unknown.join(', ')} of ${engine}.`);

const bench = await open(options);
const figures: Figure[] = [];
let failed = false;
try {
  for (const name of parts) {
    if (!asked.includes(name)) continue;
    console.error(`» ${name}`);
    try {
      figures.push(...(await bench.measure(name)));
    } catch (error) {
      // The other figures are worth having all the same.
      failed = true;
      console.error(`» ${name} could not be measured:`, error);
    }
  }
} finally {
  await bench.close();
}
console.log(table(figures));
for (const note of bench.notes) console.log(`\n${note}`);
const [cpu] = os.cpus();
const result = {
  date: new Date().toISOString(),
  node: process.version,
  cpus: `${os.availableParallelism()} × ${cpu?.model.trim() ?? 'unknown'}`,
  ...(bench.notes.length > 0 ? { notes: bench.notes } : {}),
  figures,
};
// Of a part of it, or of small sizes, nothing is kept.
if (!values.only && !values.quick && !failed) {
  writeFileSync(
    fileURLToPath(new URL(`../../bench/${results[engine]}`, import.meta.url)),
    `${JSON.stringify(result, null, 2)}\n`,
  );
}
process.exit(failed ? 1 : 0);

function number(given: string | undefined, otherwise: number): number {
  const value = given === undefined ? otherwise : Number(given);
  if (given === undefined || (Number.isSafeInteger(value) && value > 0)) return value;
  return refused(`${given} is no number of anything.`);
}

function refused(why: string): never {
  console.error(`${why}\n${USAGE}`);
  process.exit(2);
}
