import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LeaseCount } from '../../src/application/ports/lease.js';
import { MailboxError } from '../../src/application/ports/mailbox-source.js';
import { ProcessLeases } from '../../src/infrastructure/process/process-leases.js';
import { HttpWebhookTransport } from '../../src/infrastructure/webhooks/http-webhook-transport.js';
import { team } from '../support/company.js';
import { exposedBy } from '../support/exposed-metrics.js';
import { TestService } from '../support/http.js';
import { MemoryMailboxes } from '../support/memory-mailboxes.js';
import { message } from '../support/messages.js';
import { until } from './until.js';
import { watchedAccount } from './watched-account.js';

const webhooks = new HttpWebhookTransport({
  allowPrivate: false,
  allow: [],
  timeout: 5_000,
  userAgent: 'Mailcase/test',
});

/** Leases that have changed hands before. */
class CountedLeases extends ProcessLeases {
  readonly counts: LeaseCount[] = [];

  changes(): readonly LeaseCount[] {
    return this.counts;
  }
}

let source: MemoryMailboxes;
let leases: CountedLeases;
let service: TestService;
beforeEach(async () => {
  source = new MemoryMailboxes();
  leases = new CountedLeases();
  service = await TestService.start({ source, leases, webhooks });
});
afterEach(() => service.stop());

async function watched(user: string) {
  const { mailcase } = service;
  const teamId = await team(mailcase, 'support', ['bor', 'cene']);
  const server = { host: 'mail.acme.example', port: 143 };
  const accountId = await watchedAccount(mailcase, server, { emailAddress: `${user}@acme.example`, user, teamId });
  await mailcase.fetching.start();
  const state = () => mailcase.fetching.status(accountId)?.state;
  return { accountId, state, idle: () => until(state, (now) => now === 'idle') };
}

it('counts messages by what became of them, and what that wrote', async () => {
  source.folder('support').put(message({ messageId: '<one@customer.example>' }));
  source.folder('support').put(message({ messageId: '<two@customer.example>' }));
  source.folder('support').put(message({ messageId: '<one@customer.example>' }));
  const { idle } = await watched('support');
  await idle();
  await service.mailcase.settled();
  const { samples } = await exposedBy(service);
  expect(samples.get('mailcase_messages_total{outcome="received"}')).toBe(2);
  expect(samples.get('mailcase_messages_total{outcome="duplicates"}')).toBe(1);
  expect(samples.get('mailcase_messages_total{outcome="skipped"}')).toBe(0);
  expect(samples.get('mailcase_messages_total{outcome="quarantined"}')).toBe(0);
  expect(samples.get('mailcase_mailboxes{state="idle"}')).toBe(1);
  expect(samples.get('mailcase_parser_queue')).toBe(0);
  expect(samples.get('mailcase_accounts_waiting')).toBe(0);
  expect(samples.get('mailcase_routing_waiting')).toBe(0);
  expect(samples.get('mailcase_routing_queued')).toBe(0);
  expect(samples.get('mailcase_routing_decisions')).toBe(2);
  expect(samples.get('mailcase_routing_lag_events')).toBe(0);
  expect(samples.get('mailcase_projection_lag_events{projection="cases"}')).toBe(0);
  expect(samples.get('mailcase_log_append_failures_total{reason="conflict"}')).toBeGreaterThanOrEqual(1);
  const events = samples.get('mailcase_log_events_total') ?? 0;
  const appends = samples.get('mailcase_log_appends_total') ?? 0;
  expect(events).toBeGreaterThan(appends);
  expect(samples.get('mailcase_log_append_seconds_count')).toBeLessThanOrEqual(events);
});

it('counts connections: the first, those that followed, and those that failed', async () => {
  source.folder('support');
  const { accountId, state, idle } = await watched('support');
  await idle();
  source.beforeOpen = () => {
    throw new MailboxError('network', 'It is away.');
  };
  source.cutAll();
  await until(state, (now) => now === 'failing');
  await expect(service.mailcase.fetching.fetchNow(accountId)).rejects.toThrow('It is away.');
  source.beforeOpen = () => undefined;
  await service.mailcase.fetching.fetchNow(accountId);
  const { samples } = await exposedBy(service);
  expect(samples.get('mailcase_imap_reconnects_total')).toBe(1);
  expect(samples.get('mailcase_imap_connection_failures_total{code="network"}')).toBe(1);
});

it('counts changes of leases by what they are for', async () => {
  leases.counts.push(
    { kind: 'fetch', change: 'acquired', count: 2 },
    { kind: 'fetch', change: 'lost', count: 1 },
    { kind: 'routing', change: 'denied', count: 1 },
  );
  const { samples } = await exposedBy(service);
  expect(samples.get('mailcase_lease_changes_total{kind="fetch",change="acquired"}')).toBe(2);
  expect(samples.get('mailcase_lease_changes_total{kind="fetch",change="lost"}')).toBe(1);
  expect(samples.get('mailcase_lease_changes_total{kind="routing",change="denied"}')).toBe(1);
});

it('says what it can while the log is away', async () => {
  service.mailcase.adapters.events.head = () => Promise.reject(new Error('away'));
  const { samples } = await exposedBy(service);
  expect(samples.has('mailcase_projection_lag_events{projection="cases"}')).toBe(false);
  expect(samples.has('mailcase_routing_lag_events')).toBe(false);
  expect(samples.get('mailcase_messages_total{outcome="received"}')).toBe(0);
});

it('is what the operators are told: docs/operations.md names each metric, and no other', async () => {
  const page = await readFile(new URL('../../docs/operations.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| `(mailcase_\w+)`(?: `\{([\w, ]+)\}`)? \| (\w+) \|/gm)];
  const documented = rows.map(([, name, , type]) => `${name} ${type}`);
  const { types } = await exposedBy(service);
  const exposed = [...types].filter(([name]) => name.startsWith('mailcase_')).map(([name, type]) => `${name} ${type}`);
  expect(documented.sort()).toEqual(exposed.sort());
});
