import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, it } from 'vitest';
import { WebhookUnreachable } from '../../src/application/ports/webhook-transport.js';
import { retryAfterOf } from '../../src/application/webhooks/retry-after.js';
import { newWebhookSecret, signedHeaders } from '../../src/application/webhooks/signature.js';
import { HttpWebhookTransport, type Resolve } from '../../src/infrastructure/webhooks/http-webhook-transport.js';
import { isNetwork, ReachableNetworks } from '../../src/infrastructure/webhooks/reachable-networks.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const STRICT = { allowPrivate: false, allow: [] as readonly string[], timeout: 2_000, userAgent: 'Mailcase/test' };
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function receiver(): Promise<WebhookReceiver> {
  const started = await WebhookReceiver.start();
  closing.push(() => started.stop());
  return started;
}
const message = (url: string) => ({ url, headers: { 'content-type': 'application/json' }, body: '{}' });
const never = new AbortController().signal;
const codeOf = (sent: Promise<unknown>) =>
  sent.then(
    () => 'answered',
    (error: unknown) => (error instanceof WebhookUnreachable ? error.code : String(error)),
  );
/** A name server that says this. */
const says =
  (...addresses: readonly string[]): Resolve =>
  (_, __, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

describe('where webhooks may be', () => {
  const networks = new ReachableNetworks(STRICT);

  it.each([
    ...['127.0.0.1', '10.1.2.3', '172.31.255.255', '192.168.0.1', '169.254.169.254', '100.64.0.1', '0.0.0.0'],
    ...['255.255.255.255', '224.0.0.1', '198.18.0.1', '::1', '::', 'fe80::1', 'fe80::1%eth0', 'fd00::1', 'ff02::1'],
    ...['::ffff:10.0.0.1', '::ffff:7f00:1', '::7f00:1', '64:ff9b::a00:1', '2002:a00:1::', '2001::1', '2001:db8::1'],
  ])('not %s', (address) => {
    expect(networks.mayReach('crm.example', address)).toBe(false);
  });

  it.each(['93.184.216.34', '172.32.0.1', '2606:2800:220:1::1', '::ffff:93.184.216.34'])('%s', (address) => {
    expect(networks.mayReach('crm.example', address)).toBe(true);
  });

  it('and what somebody has allowed, by name, address or network', () => {
    const some = new ReachableNetworks({ ...STRICT, allow: ['crm.internal', '10.1.0.0/16', 'fd00::5'] });
    expect(some.mayReach('CRM.internal', '192.168.0.1')).toBe(true);
    expect(some.mayReach('other.internal', '192.168.0.1')).toBe(false);
    expect(some.mayReach('other.internal', '10.1.9.9')).toBe(true);
    expect(some.mayReach('other.internal', '10.2.0.1')).toBe(false);
    expect([some.isNamed('10.1.0.1'), some.isNamed('fd00::5'), some.isNamed('fd00::6')]).toEqual([true, true, false]);
    expect(['10.0.0.0/33', 'fd00::/129', '10.0.0.0/8', 'crm.internal', '::1'].map(isNetwork)).toEqual([
      ...[false, false, true, false, true],
    ]);
  });
});

describe('a message', () => {
  it('does not leave where a name means a private address, whatever else it means', async () => {
    const { url, heard } = await receiver();
    const { port } = new URL(url);
    for (const addresses of [['127.0.0.1'], ['93.184.216.34', '127.0.0.1'], ['::ffff:127.0.0.1'], ['::1']]) {
      const transport = new HttpWebhookTransport(STRICT, says(...addresses));
      expect(await codeOf(transport.post(message(`https://crm.example:${port}/`), never))).toBe('refused-address');
    }
    expect(heard).toEqual([]);
  });

  it('goes to the address that was judged: a name that means another one a moment later changes nothing', async () => {
    const { url, heard } = await receiver();
    let asked = 0;
    const rebinding: Resolve = (_, __, callback) =>
      callback(null, [{ address: asked++ === 0 ? '93.184.216.34' : '127.0.0.1', family: 4 }]);
    const transport = new HttpWebhookTransport({ ...STRICT, timeout: 300 }, rebinding);
    const target = message(`https://crm.example:${new URL(url).port}/`);
    // The public address does not answer here; the private one is refused when it is asked for.
    expect(['timeout', 'network']).toContain(await codeOf(transport.post(target, never)));
    expect(await codeOf(transport.post(target, never))).toBe('refused-address');
    expect(heard).toEqual([]);
  });

  it('is not sent on, not answered for ever, and its answer not read for ever', async () => {
    const { url, heard } = await receiver();
    const transport = new HttpWebhookTransport({ ...STRICT, allow: ['127.0.0.1'], timeout: 200 });
    const { port } = new URL(url);
    const endless = createServer((request, response) => {
      if (request.url === '/moved') response.writeHead(307, { location: url }).end();
      if (request.url !== '/endless') return;
      response.writeHead(200);
      const more = () => {
        while (response.write('x'.repeat(16_384)));
      };
      response.on('drain', more);
      more();
    });
    await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
    closing.push(async () => {
      endless.closeAllConnections();
      endless.close();
    });
    const address = endless.address();
    const other = `http://127.0.0.1:${typeof address === 'object' ? address?.port : port}`;
    expect(await transport.post(message(`${other}/moved`), never)).toEqual({ status: 307, retryAfter: null });
    expect(heard).toEqual([]);
    expect((await transport.post(message(`${other}/endless`), never)).status).toBe(200);
    expect(await codeOf(transport.post(message(`${other}/silent`), never))).toBe('timeout');
    expect(await codeOf(transport.post(message('http://127.0.0.1:1/'), never))).toBe('network');
    expect(await codeOf(transport.post(message(`https://127.0.0.1:${port}/`), never))).toBe('tls');
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-03-02T10:00:00.000Z');
  it.each([
    [null, null],
    ['120', 120_000],
    [' 0 ', 0],
    ['Mon, 02 Mar 2026 10:01:00 GMT', 60_000],
    ['Mon, 02 Mar 2026 09:00:00 GMT', 0],
    ['-5', null],
    ['soon', null],
    ['1e9', null],
  ])('%j', (field, milliseconds) => {
    expect(retryAfterOf(field, now)).toBe(milliseconds);
  });
});

describe('a signature', () => {
  it('is one that Standard Webhooks knows, by each of the secrets, and by no other', async () => {
    const [a, b, c] = [newWebhookSecret(), newWebhookSecret(), newWebhookSecret()] as const;
    const body = JSON.stringify({ type: 'case.created', data: { subject: 'Ünï' } });
    const headers = await signedHeaders('msg_1', new Date(), body, [a, b]);
    for (const secret of [a, b]) expect(new Webhook(secret).verify(body, { ...headers })).toMatchObject({});
    expect(() => new Webhook(c).verify(body, { ...headers })).toThrow();
    expect(() => new Webhook(a).verify(`${body} `, { ...headers })).toThrow();
  });
});
