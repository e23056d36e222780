import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

/** The types of the API for `clients/typescript`, from its description. */
export async function clientSchema() {
  const document = JSON.parse(await readFile(new URL('../docs/openapi.json', import.meta.url), 'utf8'));
  return `// Made from docs/openapi.json by \`npm run docs\`.\n\n${astToString(await openapiTS(document, { defaultNonNullable: false }))}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const target = new URL('../clients/typescript/src/schema.ts', import.meta.url);
  await writeFile(target, await clientSchema());
  process.stdout.write(`${fileURLToPath(target)}\n`);
}
