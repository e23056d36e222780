import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { generatedDocs } from '../src/infrastructure/docs/index.js';

let made: Readonly<Record<string, string>>;
beforeAll(async () => {
  made = await generatedDocs();
});

describe('the pages that are made from schemas', () => {
  it.each(['events.md', 'configuration.md', 'openapi.json'])('docs/%s is as `npm run docs` makes it', async (name) => {
    expect(await readFile(new URL(`../docs/${name}`, import.meta.url), 'utf8')).toBe(made[name]);
  });
});

it('the types of the TypeScript client are as `npm run docs` makes them', async () => {
  // A script without types: what it gives is compared with a text.
  const { clientSchema } = await import('../scripts/client.mjs' as string);
  const schema = await readFile(new URL('../clients/typescript/src/schema.ts', import.meta.url), 'utf8');
  expect(schema).toBe(await clientSchema());
});
