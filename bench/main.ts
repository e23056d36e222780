import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { append } from './append.js';
import { coldStart } from './cold-start.js';
import { type Figure, table } from './figure.js';
import { importing } from './import.js';
import { ingest } from './ingest.js';
import { listCases } from './list-cases.js';
import { Logs } from './logs.js';
import { memory } from './memory.js';
import { full, type Options, quick } from './options.js';
import { readAll, rebuild } from './reading.js';

const USAGE = `npm run bench -- [--only PART,…] [--quick] [--messages N] [--mailbox N] [--events N] [--many-events N]
                 [--rounds N] [--data FOLDER]
  parts: ingest import append read rebuild list cold memory
  --data keeps the large logs in a folder, to be used again`;

const parts: Readonly<Record<string, (options: Options, logs: Logs) => Promise<Figure[]>>> = {
  append,
  ingest,
  import: importing,
  memory,
  read: readAll,
  rebuild,
  cold: coldStart,
  list: listCases,
};

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    messages: { type: 'string' },
    mailbox: { type: 'string' },
    events: { type: 'string' },
    'many-events': { type: 'string' },
    rounds: { type: 'string' },
    data: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const sizes = values.quick ? quick : full;
const options: Options = {
  messages: number(values.messages, sizes.messages),
  mailbox: number(values.mailbox, sizes.mailbox),
  events: number(values.events, sizes.events),
  manyEvents: number(values['many-events'], sizes.manyEvents),
  rounds: number(values.rounds, sizes.rounds),
  data: values.data ?? null,
  dovecot: process.env.MAILCASE_TEST_DOVECOT !== '0',
};
const asked = values.only?.split(',') ?? Object.keys(parts);
const unknown = asked.filter((name) => !parts[name]);
if (values.help || unknown.length > 0) {
  console.error(unknown.length > 0 ? `There is no part ${unknown.join(', ')}.\n${USAGE}` : USAGE);
  process.exit(unknown.length > 0 ? 2 : 0);
}

const logs = new Logs(options.data);
const figures: Figure[] = [];
let failed = false;
try {
  for (const [name, measure] of Object.entries(parts)) {
    if (!asked.includes(name)) continue;
    console.error(`» ${name}`);
    try {
      figures.push(...(await measure(options, logs)));
    } catch (error) {
      // The other figures are worth having all the same.
      failed = true;
      console.error(`» ${name} could not be measured:`, error);
    }
  }
} finally {
  await logs.remove();
}
console.log(table(figures));
const [cpu] = os.cpus();
const result = {
  date: new Date().toISOString(),
  node: process.version,
  cpus: `${os.availableParallelism()} × ${cpu?.model.trim() ?? 'unknown'}`,
  figures,
};
// Of a part of it, or of small sizes, nothing is kept.
if (!values.only && !values.quick && !failed) {
  writeFileSync(
    fileURLToPath(new URL('../../bench/results.json', import.meta.url)),
    `${JSON.stringify(result, null, 2)}\n`,
  );
}
process.exit(failed ? 1 : 0);

function number(given: string | undefined, otherwise: number): number {
  const value = given === undefined ? otherwise : Number(given);
  if (Number.isSafeInteger(value) && value > 0) return value;
  console.error(`${given} is no number of anything.\n${USAGE}`);
  process.exit(2);
}
