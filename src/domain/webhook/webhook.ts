import type { Decider } from '../decider.js';
import { Invalid, NotFound, Rejected } from '../errors.js';
import type { EventRef } from '../event.js';
import { derivedId, type WebhookId } from '../ids.js';
import { MAX_REPLAYED, type WebhookEvent, type WebhookSettings } from './events.js';

export type Webhook =
  | { readonly status: 'absent' | 'removed' }
  | {
      /** `paused` by somebody, `suspended` by the service. */
      readonly status: 'active' | 'paused' | 'suspended';
      readonly webhookId: WebhookId;
      readonly settings: WebhookSettings;
      /** The name of its secret in the vault. */
      readonly secret: string;
      /** It signs as well until then (ISO 8601); none: there is none before. */
      readonly previous: { readonly secret: string; readonly until: string } | null;
    };
export type PresentWebhook = Extract<Webhook, { readonly settings: WebhookSettings }>;

export const webhook: Decider<Webhook, WebhookEvent> = {
  initialState: () => ({ status: 'absent' }),
  evolve(state, { type, data }) {
    if (type === 'WebhookRegistered') {
      const { webhookId, secret, ...settings } = data;
      return { status: 'active', webhookId, settings, secret, previous: null };
    }
    if (!isPresent(state)) return state;
    switch (type) {
      case 'WebhookChanged': {
        const { webhookId: _, ...settings } = data;
        return { ...state, settings };
      }
      case 'WebhookSecretRotated':
        return { ...state, secret: data.secret, previous: { secret: data.previous, until: data.previousUntil } };
      case 'WebhookPaused':
        return { ...state, status: 'paused' };
      case 'WebhookSuspended':
        return { ...state, status: 'suspended' };
      case 'WebhookResumed':
        return { ...state, status: 'active' };
      case 'WebhookRemoved':
        return { status: 'removed' };
      case 'WebhookDeliveriesReplayed':
        return state;
    }
  },
};

export const isPresent = (state: Webhook): state is PresentWebhook => 'settings' in state;

/** The `webhook-id` of what tells a webhook of an event: the same however often it is sent. */
export const deliveryIdOf = (webhookId: WebhookId, { stream, revision }: EventRef): string =>
  `msg_${derivedId('webhook', webhookId, stream, revision)}`;

/** @throws NotFound */
export function presentWebhook(state: Webhook): PresentWebhook {
  if (!isPresent(state)) throw new NotFound('webhook', 'of this id');
  return state;
}

export function registerWebhook(
  state: Webhook,
  webhookId: WebhookId,
  settings: WebhookSettings,
  secret: string,
): WebhookEvent[] {
  if (state.status !== 'absent') throw new Rejected('webhook-exists', 'There is a webhook of this id already.');
  return [{ type: 'WebhookRegistered', data: { webhookId, ...checked(settings), secret } }];
}

export function changeWebhook(state: Webhook, settings: WebhookSettings): WebhookEvent[] {
  const { webhookId, settings: before } = presentWebhook(state);
  const after = checked(settings);
  const isSame = JSON.stringify(inOrder(after)) === JSON.stringify(inOrder(before));
  return isSame ? [] : [{ type: 'WebhookChanged', data: { webhookId, ...after } }];
}

export function rotateWebhookSecret(state: Webhook, secret: string, previousUntil: string): WebhookEvent[] {
  const { webhookId, secret: previous } = presentWebhook(state);
  return [{ type: 'WebhookSecretRotated', data: { webhookId, secret, previous, previousUntil } }];
}

/** Nothing changes where it is told of nothing already. */
export function pauseWebhook(state: Webhook): WebhookEvent[] {
  const { webhookId, status } = presentWebhook(state);
  return status === 'active' ? [{ type: 'WebhookPaused', data: { webhookId } }] : [];
}

/** Nothing changes where somebody was quicker: paused, removed. */
export function suspendWebhook(
  state: Webhook,
  why: { readonly reason: 'gone' | 'failing'; readonly since: string; readonly error: string },
): WebhookEvent[] {
  if (!isPresent(state) || state.status !== 'active') return [];
  return [{ type: 'WebhookSuspended', data: { webhookId: state.webhookId, ...why } }];
}

export function resumeWebhook(state: Webhook, skipMissed: boolean): WebhookEvent[] {
  const { webhookId, status } = presentWebhook(state);
  return status === 'active' ? [] : [{ type: 'WebhookResumed', data: { webhookId, skipMissed } }];
}

export function removeWebhook(state: Webhook): WebhookEvent[] {
  return [{ type: 'WebhookRemoved', data: { webhookId: presentWebhook(state).webhookId } }];
}

/** A delivery that was given up. */
export interface FailedDelivery {
  readonly deliveryId: string;
  readonly event: EventRef;
}

/** An event for each two hundred of them. */
export function replayDeliveries(state: Webhook, failed: readonly FailedDelivery[]): WebhookEvent[] {
  const { webhookId } = presentWebhook(state);
  const events: WebhookEvent[] = [];
  for (let from = 0; from < failed.length; from += MAX_REPLAYED) {
    const deliveries = failed.slice(from, from + MAX_REPLAYED).map(({ deliveryId, event }) => ({ deliveryId, event }));
    events.push({ type: 'WebhookDeliveriesReplayed', data: { webhookId, deliveries } });
  }
  return events;
}

/** @throws Invalid */
function checked(settings: WebhookSettings): WebhookSettings {
  const wrong = wrongWith(settings.url);
  if (wrong !== null) throw new Invalid([{ path: 'url', message: wrong }]);
  const each = <Id extends string>(ids: readonly Id[]) => [...new Set(ids)].sort();
  const { events, teamIds, accountIds } = settings;
  return { ...settings, events: each(events), teamIds: each(teamIds), accountIds: each(accountIds) };
}

function wrongWith(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:\/\//i.test(text)) return 'is no address: https://…';
  if (url.username !== '' || url.password !== '') return 'must hold no user and no password';
  return url.hash === '' ? null : 'must hold no #';
}

const inOrder = ({ name, url, events, teamIds, accountIds, bodies }: WebhookSettings) => [
  name,
  url,
  events,
  teamIds,
  accountIds,
  bodies,
];
