import { z } from 'zod';
import {
  type ListedWebhook,
  ListWebhookDeliveries,
  ListWebhookDeliveriesHandler,
  ListWebhooks,
  ListWebhooksHandler,
  type WebhookDelivery,
} from '../../../application/queries/webhooks.js';
import { PublicEventType } from '../../../domain/webhook/events.js';
import { type WebhookFailureView, webhookFailuresCollection } from '../../../projections/webhooks.js';
import { CommandFailure } from '../exit.js';
import { accountByApi } from '../folder/accounts.js';
import type { Api } from '../folder/api.js';
import { changing, reading } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';
import { day } from '../output/moments.js';
import { asObject } from './users.js';

const MOST = 200;
const Shown = z.object({ webhookId: z.string(), secret: z.string() });
const Settings = z.object({
  name: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  teamIds: z.array(z.string()),
  accountIds: z.array(z.string()),
  bodies: z.boolean(),
});
const Tested = z.object({
  ok: z.boolean(),
  status: z.number().nullable(),
  error: z.string().nullable(),
  milliseconds: z.number(),
});
const Replayed = z.object({ replayed: z.number() });

interface Given {
  readonly name?: string;
  readonly event?: readonly string[];
  readonly team?: readonly string[];
  readonly account?: readonly string[];
  readonly bodies?: boolean;
}

export function listWebhooks(invocation: Invocation): Promise<undefined> {
  const { terminal } = invocation;
  return reading(invocation, 'webhooks list', async (readModels, { mailcase }) => {
    const handler = new ListWebhooksHandler(readModels, mailcase);
    const webhooks: ListedWebhook[] = [];
    let cursor: string | null = null;
    do {
      const paging = { limit: MOST, ...(cursor === null ? {} : { cursor }) };
      const page = await handler.execute(new ListWebhooks(paging));
      webhooks.push(...page.items);
      cursor = page.next;
    } while (cursor !== null);
    terminal.answer(webhooks, () =>
      webhooks.length === 0
        ? 'There are no webhooks yet: `mailcase webhooks add`.'
        : terminal.table(webhooks, [
            { title: 'WEBHOOK', value: ({ webhookId }) => webhookId },
            { title: 'NAME', value: ({ name }) => name, flexible: true },
            { title: 'URL', value: ({ url }) => url, flexible: true },
            { title: 'STATE', value: stateOf },
            { title: 'WAITING', value: ({ health }) => health.waiting, align: 'right' },
            { title: 'DELIVERED', value: ({ health }) => health.delivered, align: 'right' },
            { title: 'LAST', value: ({ health }) => (health.lastDeliveredAt ? day(health.lastDeliveredAt) : '') },
            { title: 'ERROR', value: ({ suspended, health }) => suspended?.error ?? health.lastError, flexible: true },
          ]),
    );
    return undefined;
  });
}

const stateOf = ({ status, suspended }: ListedWebhook): string =>
  suspended ? `${status}: ${suspended.reason}` : status;

export async function addWebhook(invocation: Invocation, url: string, options: Given): Promise<undefined> {
  const { name = hostOf(url), event: events = PublicEventType.options, team = [], bodies = false } = options;
  const answer = await changing(invocation, 'webhooks add', async (api) => {
    const accountIds = await accountsOf(api, options.account ?? []);
    return api.send('POST', 'webhooks', { name, url, events, teamIds: team, accountIds, bodies });
  });
  showSecret(invocation, answer);
}

const hostOf = (url: string): string => (URL.canParse(url) && new URL(url).host) || url;

export async function setWebhook(
  invocation: Invocation,
  id: string,
  options: Given & { readonly url?: string },
): Promise<undefined> {
  const { name, url, event: events, team: teamIds, bodies } = options;
  const given = { name, url, events, teamIds, bodies };
  const answer = await changing(invocation, 'webhooks set', async (api) => {
    const before = Settings.parse(await api.send('GET', pathOf(id)));
    const accountIds = options.account ? await accountsOf(api, options.account) : undefined;
    const changes = Object.entries({ ...given, accountIds }).filter(([, value]) => value !== undefined);
    return api.send('PUT', pathOf(id), { ...before, ...Object.fromEntries(changes) });
  });
  invocation.terminal.answer({ webhookId: id, ...asObject(answer) }, () => `Webhook ${id} is as you say.`);
}

const accountsOf = (api: Api, addresses: readonly string[]) =>
  Promise.all(addresses.map((address) => accountByApi(api, address)));

export async function removeWebhook(invocation: Invocation, id: string): Promise<undefined> {
  const answer = await changing(invocation, 'webhooks remove', (api) => api.send('DELETE', pathOf(id)));
  invocation.terminal.answer({ webhookId: id, ...asObject(answer) }, () => `Webhook ${id} is removed.`);
}

export async function pauseWebhook(invocation: Invocation, id: string): Promise<undefined> {
  const answer = await changing(invocation, 'webhooks pause', (api) => api.send('POST', pathOf(id, 'pause')));
  invocation.terminal.answer(
    { webhookId: id, ...asObject(answer) },
    () => `Webhook ${id} is paused: what happens waits.`,
  );
}

export async function resumeWebhook(
  invocation: Invocation,
  id: string,
  { skipMissed = false }: { readonly skipMissed?: boolean },
): Promise<undefined> {
  const path = pathOf(id, 'resume');
  const answer = await changing(invocation, 'webhooks resume', (api) => api.send('POST', path, { skipMissed }));
  invocation.terminal.answer({ webhookId: id, ...asObject(answer) }, () => `Webhook ${id} is told again.`);
}

export async function rotateSecret(
  invocation: Invocation,
  id: string,
  { hours }: { readonly hours: number },
): Promise<undefined> {
  const path = pathOf(id, 'rotate-secret');
  showSecret(
    invocation,
    await changing(invocation, 'webhooks rotate-secret', (api) => api.send('POST', path, { hours })),
  );
}

/** @returns 1 where it did not arrive */
export async function testWebhook(invocation: Invocation, id: string): Promise<undefined> {
  const answer = await changing(invocation, 'webhooks test', (api) => api.send('POST', pathOf(id, 'test')));
  const { ok, status, error, milliseconds } = Tested.parse(answer);
  const took = `${milliseconds} ms`;
  invocation.terminal.answer({ webhookId: id, ok, status, error, milliseconds }, () =>
    ok ? `It answered ${status} in ${took}.` : `It did not arrive (${took}).`,
  );
  if (!ok) throw new CommandFailure(error ?? 'It did not arrive.');
}

export function listDeliveries(
  invocation: Invocation,
  id: string,
  { failed = false }: { readonly failed?: boolean },
): Promise<undefined> {
  const { terminal } = invocation;
  return reading(invocation, 'webhooks deliveries', async (readModels, { mailcase }) => {
    const deliveries = await new ListWebhookDeliveriesHandler(readModels, mailcase).execute(
      new ListWebhookDeliveries(id),
    );
    if (!failed) {
      terminal.answer(deliveries, () =>
        deliveries.length === 0 ? 'Nothing waits, and nothing has arrived yet.' : terminal.table(deliveries, COLUMNS),
      );
      return undefined;
    }
    const where = { webhookId: id };
    const sort = { field: 'at', direction: 'desc' } as const;
    const given = await readModels.all<WebhookFailureView>(webhookFailuresCollection, { where, sort });
    terminal.answer(given, () =>
      given.length === 0
        ? 'Nothing was given up.'
        : terminal.table(given, [
            { title: 'DELIVERY', value: ({ deliveryId }) => deliveryId },
            { title: 'TYPE', value: ({ type }) => type },
            { title: 'GIVEN UP', value: ({ at }) => day(at) },
            { title: 'ATTEMPTS', value: ({ attempts }) => attempts, align: 'right' },
            { title: 'ERROR', value: ({ error }) => error, flexible: true },
          ]),
    );
    return undefined;
  });
}

const COLUMNS = [
  { title: 'DELIVERY', value: ({ deliveryId }: WebhookDelivery) => deliveryId },
  { title: 'TYPE', value: ({ type }: WebhookDelivery) => type },
  { title: 'STATE', value: ({ state }: WebhookDelivery) => state },
  { title: 'ATTEMPTS', value: ({ attempts }: WebhookDelivery) => attempts, align: 'right' },
  { title: 'STATUS', value: ({ status }: WebhookDelivery) => status, align: 'right' },
  { title: 'WHEN', value: ({ deliveredAt, nextAt }: WebhookDelivery) => day(deliveredAt ?? nextAt ?? '') },
  { title: 'ERROR', value: ({ error }: WebhookDelivery) => error, flexible: true },
] as const;

export async function replay(invocation: Invocation, id: string, deliveries: readonly string[]): Promise<undefined> {
  const body = deliveries.length === 0 ? {} : { deliveryIds: deliveries };
  const answer = await changing(invocation, 'webhooks replay', (api) => api.send('POST', pathOf(id, 'replay'), body));
  const { replayed } = Replayed.parse(answer);
  invocation.terminal.answer({ webhookId: id, ...asObject(answer) }, () =>
    replayed === 0 ? 'Nothing was given up.' : `To be tried again: ${replayed}.`,
  );
}

function showSecret({ terminal }: Invocation, answer: unknown): undefined {
  const { webhookId, secret } = Shown.parse(answer);
  terminal.remark('This is shown once and kept nowhere else:');
  terminal.answer({ webhookId, secret }, () => `${webhookId}\n${secret}`);
}

const pathOf = (id: string, what?: string): string =>
  ['webhooks', encodeURIComponent(id), ...(what === undefined ? [] : [what])].join('/');
