import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Cli, type RunningCli } from '../support/cli.js';
import { type Command, FaultyImap, type FaultyMessage, fetchRow } from '../support/faulty-imap.js';
import { until } from './until.js';

/** Seconds that whoever stops a container waits before it kills. */
const PATIENCE = 10;

let cli: Cli;
let imap: FaultyImap | null = null;
beforeEach(async () => {
  cli = await Cli.create();
});
afterEach(async () => {
  await cli.remove();
  await imap?.stop();
  imap = null;
});

const messages: FaultyMessage[] = Array.from({ length: 400 }, (_, n) => ({
  uid: n + 1,
  raw: `From: mira@customer.example\r\nMessage-ID: <${n + 1}@customer.example>\r\nSubject: ${n + 1}\r\n\r\nHello\r\n`,
}));

/** A service that watches a mailbox of a server that falls silent at a command, with a client that listens to its events. */
async function busy(silentAt: (command: Command) => boolean, environment: Record<string, string> = {}) {
  let silent = false;
  imap = await FaultyImap.start({
    messages,
    script: (command, peer) => {
      silent ||= silentAt(command);
      // Cut off in the middle of a message.
      if (silent && command.name === 'UID FETCH')
        peer.send(fetchRow(1, messages[0] ?? never(), command.rest).slice(0, -20));
      return silent;
    },
  });
  const added = await cli.run(
    [
      ...['account', 'add', 'support@shop.example', '--imap-host', '127.0.0.1', '--imap-port', `${imap.port}`],
      ...['--security', 'none', '--user', 'support', '--since', '2020-01-01', '--password-stdin'],
    ],
    { stdin: 'secret' },
  );
  expect(added).toMatchObject({ code: 0 });
  const serve = cli.start(['serve'], { environment });
  const [, token = ''] = await serve.says(/^ {2}(mc_\S+)$/m);
  const [, address = ''] = await serve.says(/answers at (http:\S+)/);
  await until(
    () => silent,
    (now) => now,
  );
  const listening = await fetch(`${address}/api/v1/events`, { headers: { authorization: `Bearer ${token}` } });
  expect(listening.status).toBe(200);
  // It is cut off when the service ends.
  const heard = listening.text().catch(() => '');
  return { serve, heard };
}

async function stop(serve: RunningCli): Promise<{ readonly seconds: number; readonly code: number | null }> {
  const asked = performance.now();
  serve.kill('SIGTERM');
  const { code } = await serve.ended;
  return { seconds: (performance.now() - asked) / 1_000, code };
}

describe('A service that is asked to end while its work is under way', () => {
  for (const command of ['EXAMINE', 'UID SEARCH', 'UID FETCH']) {
    it(`does not wait for a server that falls silent at ${command}`, async () => {
      const { serve, heard } = await busy(({ name }) => name === command);
      const { seconds, code } = await stop(serve);
      await heard;
      expect(code).toBe(0);
      expect(seconds).toBeLessThan(PATIENCE / 2);
    });
  }

  it('does not wait for a collector of traces that takes what it is sent and says nothing', async () => {
    const collector = createServer((socket) => socket.resume().on('error', () => undefined));
    const port = await listening(collector);
    try {
      const { serve } = await busy(({ name }) => name === 'IDLE', {
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      });
      const { seconds, code } = await stop(serve);
      expect(code).toBe(0);
      expect(seconds).toBeLessThan(PATIENCE);
    } finally {
      collector.close();
    }
  });
});

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it does not listen on a port');
  return address.port;
}

function never(): never {
  throw new Error('there is no message');
}
