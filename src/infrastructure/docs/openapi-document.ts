import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Mailcase } from '../../application/mailcase.js';
import { silent } from '../../application/ports/logger.js';
import { openEmbedded } from '../engines.js';
import { createHttpApp } from '../http/app.js';

/** docs/openapi.json: what a service answers at `/docs/openapi.json`, asked of one on an empty folder. */
export async function openApiDocument(version: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mailcase-docs-'));
  const { adapters, close } = await openEmbedded(folder, silent);
  try {
    const app = await createHttpApp(new Mailcase(adapters), { bodyLimit: 1_048_576, version });
    const { payload } = await app.inject({ method: 'GET', url: '/docs/openapi.json' });
    await app.close();
    return `${JSON.stringify(JSON.parse(payload), null, 2)}\n`;
  } finally {
    await close();
    await rm(folder, { recursive: true, force: true });
  }
}
