import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silent } from '../../src/application/ports/logger.js';
import { loadConfig } from '../../src/infrastructure/config/index.js';
import { type Engines, openEngines } from '../../src/infrastructure/engines.js';
import { Cli } from '../support/cli.js';
import { newerEvent, newerStream } from '../support/newer-event.js';

let [here, there]: Cli[] = [];
beforeEach(async () => {
  [here, there] = await Promise.all([Cli.create(), Cli.create()]);
});
afterEach(() => Promise.all([here?.remove(), there?.remove()]));

function folders(): { here: Cli; there: Cli } {
  if (!here || !there) throw new Error('they are made before each test');
  return { here, there };
}

async function engines({ folder }: Cli): Promise<Engines> {
  const { config } = loadConfig({ dataFolder: folder, file: undefined, environment: {} });
  return openEngines({ folder, config, masterKey: undefined, logger: silent });
}

it('a log with an event of a newer version is moved as it is, and the service says where it stops', async () => {
  const { here, there } = folders();
  await here.json('team', 'add', 'support', '--name', 'Support');
  const source = await engines(here);
  await source.adapters.events.append({
    stream: newerStream,
    expectedRevision: 'no-stream',
    events: [newerEvent],
  });
  await source.close();

  await mkdir(there.folder, { recursive: true });
  const target = join(there.folder, 'mailcase.yaml');
  await writeFile(target, '# all in this folder\n');
  const moved = await here.run(['move', '--to', target]);
  expect(moved).toMatchObject({ code: 0, stderr: expect.stringMatching(/version 99 is newer than \d+/) });
  expect(await there.json('team', 'list')).toMatchObject([{ teamId: 'support' }]);
});

it('read models of another log are not taken for those of this one', async () => {
  const { here } = folders();
  await here.json('team', 'add', 'support', '--name', 'Support');
  for (const end of ['', '-wal', '-shm']) await rm(join(here.folder, `log.db${end}`), { force: true });
  const refused = await here.run(['team', 'add', 'sales', '--name', 'Sales']);
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/documents\.db.*belongs to another log/s) });
  for (const end of ['', '-wal', '-shm']) await rm(join(here.folder, `documents.db${end}`), { force: true });
  await here.json('team', 'add', 'sales', '--name', 'Sales');
  expect(await here.json('team', 'list')).toMatchObject([{ teamId: 'sales' }]);
});
