import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Cli } from '../support/cli.js';

let cli: Cli;
let mail: string;
beforeEach(async () => {
  cli = await Cli.create();
  mail = join(cli.folder, '..', 'mail');
  await mkdir(mail, { recursive: true });
  await writeFile(
    join(mail, 'one.eml'),
    'From: mira@customer.example\nTo: support@shop.example\nMessage-ID: <one@customer.example>\nSubject: Leaks\n\nYes.\n',
  );
});
afterEach(() => cli.remove());

const serveFile = () => join(cli.folder, 'serve.json');

describe('a running service', () => {
  it('prints a token once, tells the others where it is, and stops in order', async () => {
    const serve = cli.start(['serve']);
    const [, token = ''] = await serve.says(/^ {2}(mc_\S+)$/m);
    const [, address = ''] = await serve.says(/answers at (http:\S+)/);
    await serve.says(/Watching/);
    expect((await stat(serveFile())).mode & 0o777).toBe(0o600);
    const told = JSON.parse(await readFile(serveFile(), 'utf8'));
    expect(told).toMatchObject({ address, pid: serve.child.pid });
    const answer = await fetch(`${address}/api/v1/users`, { headers: { authorization: `Bearer ${token}` } });
    expect(await answer.json()).toMatchObject({ items: [{ userId: 'admin', administrator: true }] });

    serve.kill('SIGTERM');
    expect((await serve.ended).code).toBe(0);
    await expect(stat(serveFile())).rejects.toThrow();

    const again = cli.start(['serve', '--json']);
    await again.says(/\n}\n/);
    expect(JSON.parse(again.stdout)).toEqual({
      address: expect.any(String),
      docs: expect.stringMatching(/\/docs$/),
      dataFolder: cli.folder,
      watching: [],
    });
    again.kill('SIGINT');
    expect((await again.ended).code).toBe(0);
    // What the one before said to the commands beside it opens nothing now.
    expect(again.stdout + again.stderr).not.toContain(told.token);
  });

  it('is read beside, and changed through it', async () => {
    const serve = cli.start(['serve']);
    await serve.says(/Watching/);
    await cli.json('user', 'add', 'ana');
    await cli.json('team', 'add', 'support');
    await cli.json('team', 'member', 'support', 'ana');
    await cli.json('account', 'add', 'support@shop.example', '--team', 'support', '--distribution', 'round-robin');
    expect(await cli.json('import', mail, '--account', 'support@shop.example')).toMatchObject({ received: 1 });
    expect(await cli.json('cases')).toMatchObject([{ number: 1, subject: 'Leaks', assignee: 'ana' }]);
    expect(await cli.json('why', '1')).toMatchObject({ assignee: 'ana' });
    for (let n = 0; n < 3; n++) {
      expect(await cli.json('rebuild')).toMatchObject({ names: expect.arrayContaining(['cases', 'emails']) });
      expect(await cli.json('cases')).toMatchObject([{ number: 1, messageIds: ['<one@customer.example>'] }]);
    }
    expect(await cli.json('doctor')).toMatchObject({ ok: true });
    const unknown = await cli.run(['import', mail, '--account', 'suport@shop.example']);
    expect(unknown).toMatchObject({ code: 1, stdout: '' });
    expect(unknown.stderr).toContain('Did you mean support@shop.example?');
    serve.kill('SIGTERM');
    expect((await serve.ended).code).toBe(0);
    // The same, now that nobody serves.
    expect(await cli.json('cases')).toMatchObject([{ number: 1, subject: 'Leaks', assignee: 'ana' }]);
  });

  it('takes a large message in pieces, as the same one comes from the file without it', async () => {
    const head = 'From: mira@customer.example\nMessage-ID: <large@customer.example>\nSubject: Large\n\n';
    await writeFile(join(mail, 'large.eml'), `${head}${`${'x'.repeat(70)}\n`.repeat(50_000)}`);
    const serve = cli.start(['serve']);
    await serve.says(/Watching/);
    expect(await cli.json('import', mail)).toMatchObject({ received: 2, quarantined: 0 });
    serve.kill('SIGTERM');
    expect((await serve.ended).code).toBe(0);
    expect(await cli.json('import', mail)).toMatchObject({ received: 0, duplicates: 2 });
  });

  it('lets somebody in, whoever was registered before it first ran', async () => {
    await cli.json('user', 'add', 'admin');
    const first = cli.start(['serve', '--json']);
    await first.says(/\n}\n/);
    expect(JSON.parse(first.stdout)).toMatchObject({ administrator: 'admin-2', token: expect.stringMatching(/^mc_/) });
  });

  it('gives an administrator without a token one, and a second time none', async () => {
    await cli.json('user', 'add', 'vida', '--administrator');
    const first = cli.start(['serve', '--json']);
    await first.says(/\n}\n/);
    const { administrator, token } = JSON.parse(first.stdout);
    expect({ administrator, token }).toEqual({ administrator: 'vida', token: expect.stringMatching(/^mc_/) });
    first.kill('SIGTERM');
    await first.ended;
    const second = cli.start(['serve', '--json']);
    await second.says(/\n}\n/);
    expect(JSON.parse(second.stdout)).not.toHaveProperty('token');
  });

  it('is alone in its folder, and killed leaves it free', async () => {
    const serve = cli.start(['serve']);
    const [, address = ''] = await serve.says(/answers at (http:\S+)/);
    await serve.says(/Watching/);
    const second = await cli.run(['serve']);
    expect(second).toMatchObject({ code: 1, stdout: '' });
    expect(second.stderr).toContain(`process ${serve.child.pid}`);
    expect(second.stderr).toContain(address);
    serve.kill('SIGKILL');
    await serve.ended;
    expect(await cli.json('user', 'add', 'ana')).toMatchObject({ userId: 'ana' });
    expect(await cli.json('doctor')).toMatchObject({ ok: true });
  });

  it('says in words that its port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const serve = await cli.run(['serve'], { environment: { MAILCASE_HTTP_PORT: String(port) } });
    taken.close();
    expect(serve).toMatchObject({ code: 1, stdout: '' });
    expect(serve.stderr.trim()).toBe(
      `error: Port ${port} of 127.0.0.1 is in use. Set http.port or MAILCASE_HTTP_PORT to another one.`,
    );
    // The first token was not made for nobody.
    const again = cli.start(['serve']);
    await again.says(/^ {2}mc_\S+$/m);
  });
});

describe('an import that is interrupted', () => {
  it('says how far it came, and goes on when it is repeated', async () => {
    const total = 3_000;
    const message = (n: number) =>
      `From someone Mon Mar  2 08:00:00 2026\nFrom: a${n}@customer.example\nMessage-ID: <m${n}@customer.example>\nSubject: ${n}\n\nText.\n\n`;
    const mbox = join(cli.folder, '..', 'all.mbox');
    await writeFile(mbox, Array.from({ length: total }, (_, n) => message(n)).join(''));
    const started = cli.start(['import', mbox, '--json']);
    // The folder is taken when it has begun.
    await until(() => stat(join(cli.folder, 'blobs.db')));
    started.kill('SIGINT');
    const { code, stdout, stderr } = await started.ended;
    const first = JSON.parse(stdout);
    expect(first.received).toBeLessThanOrEqual(total);
    if (first.received < total) {
      expect(code).toBe(130);
      expect(stderr).toContain('Interrupted');
    }
    const second = (await cli.json('import', mbox)) as { received: number; duplicates: number };
    expect(second).toMatchObject({ received: total - first.received, duplicates: first.received });
    expect(await cli.json('threads')).toHaveLength(total);
  });
});

async function until(look: () => Promise<unknown>): Promise<void> {
  for (;;) {
    if (
      await look().then(
        () => true,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
