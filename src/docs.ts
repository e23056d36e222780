import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { generatedDocs } from './infrastructure/docs/index.js';

const folder = new URL('../docs/', import.meta.url);
for (const [name, text] of Object.entries(await generatedDocs())) {
  await writeFile(new URL(name, folder), text);
  process.stdout.write(`${fileURLToPath(new URL(name, folder))}\n`);
}
process.exit();
