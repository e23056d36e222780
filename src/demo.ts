import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runDemo } from './demo/run.js';
import { FolderInUse } from './infrastructure/process/instance-lock.js';

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

const demo = runDemo({
  root,
  once: values.once,
  imap: values.imap,
  picture: values.picture ?? null,
  port: Number(values.port),
  say: (line) => process.stdout.write(`${line}\n`),
});
process.exitCode = await demo.catch((error: unknown) => {
  if (!(error instanceof FolderInUse)) throw error;
  console.error(`Another demo is running: ${error.message}`);
  return 1;
});
process.exit();
