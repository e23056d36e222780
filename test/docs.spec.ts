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
