import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runDemo } from './demo/run.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    /** Ends after the table. */
    once: { type: 'boolean', default: false },
    /** Over a real IMAP server instead of straight from the files. */
    imap: { type: 'boolean', default: false },
    /** Writes what was shown to this file, as an SVG. */
    picture: { type: 'string' },
    port: { type: 'string', default: '8026' },
  },
});

process.exitCode = await runDemo({
  root,
  once: values.once,
  imap: values.imap,
  picture: values.picture ?? null,
  port: Number(values.port),
  say: (line) => process.stdout.write(`${line}\n`),
});
process.exit();
