import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError, Invalid, NotFound, Rejected, Unavailable } from '../../domain/errors.js';
import { derivedId, streams, WebhookId } from '../../domain/ids.js';
import type { WebhookEvent, WebhookSettings } from '../../domain/webhook/events.js';
import {
  changeWebhook,
  type FailedDelivery,
  isPresent,
  pauseWebhook,
  presentWebhook,
  registerWebhook,
  removeWebhook,
  replayDeliveries,
  resumeWebhook,
  rotateWebhookSecret,
  type Webhook,
  webhook,
} from '../../domain/webhook/webhook.js';
import { type WebhookFailureView, webhookFailuresCollection, webhooksCollection } from '../../projections/webhooks.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import { CLOCK, VAULT, WEBHOOKS } from '../parts.js';
import type { Clock } from '../ports/clock.js';
import type { Vault } from '../ports/vault.js';
import type { WebhookTransport } from '../ports/webhook-transport.js';
import { ReadModels } from '../queries/read-models.js';
import { newWebhookSecret } from '../webhooks/signature.js';
import type { Asked } from './asked.js';
import { openAccount, presentTeam } from './present.js';

/** Each reads the log for itself. */
const MOST_WEBHOOKS = 100;
/** Replayed by one command; the rest is there for the next. */
const MOST_REPLAYED = 10_000;
const HOUR = 3_600_000;

/** A webhook with a new secret, and the only time that it is shown. */
export interface SecretShown extends Changed {
  readonly webhookId: WebhookId;
  /** `whsec_…` */
  readonly secret: string;
}

export class RegisterWebhook extends Command<SecretShown> {
  constructor(
    readonly settings: WebhookSettings,
    readonly by: Asked,
  ) {
    super();
  }
}

export class ChangeWebhook extends Command<Changed> {
  constructor(
    readonly webhookId: WebhookId,
    readonly settings: WebhookSettings,
    readonly by: Asked,
  ) {
    super();
  }
}

export class RotateWebhookSecret extends Command<SecretShown> {
  constructor(
    readonly webhookId: WebhookId,
    /** For which the one before signs as well. */
    readonly hours: number,
    readonly by: Asked,
  ) {
    super();
  }
}

export class PauseWebhook extends Command<Changed> {
  constructor(
    readonly webhookId: WebhookId,
    readonly by: Asked,
  ) {
    super();
  }
}

export class ResumeWebhook extends Command<Changed> {
  constructor(
    readonly webhookId: WebhookId,
    /** It is told of what happens from now on alone. */
    readonly skipMissed: boolean,
    readonly by: Asked,
  ) {
    super();
  }
}

export class RemoveWebhook extends Command<Changed> {
  constructor(
    readonly webhookId: WebhookId,
    readonly by: Asked,
  ) {
    super();
  }
}

export class ReplayWebhook extends Command<Changed & { readonly replayed: number }> {
  constructor(
    readonly webhookId: WebhookId,
    /** None: all that were given up, the first 10,000 of them. */
    readonly deliveryIds: readonly string[] | null,
    readonly by: Asked,
  ) {
    super();
  }
}

/** What all of them share: the stream, what settings must name, and secrets that are shown once. */
class WebhookChanges {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly vault: Vault,
    private readonly transport: WebhookTransport | null,
  ) {}

  change(webhookId: WebhookId, decide: (state: Webhook) => WebhookEvent[], by: Asked): Promise<Changed> {
    return this.aggregates.change(webhook, streams.webhook(webhookId), decide, by, by.expectedRevision);
  }

  async state(webhookId: WebhookId): Promise<Webhook> {
    return (await this.aggregates.load(webhook, streams.webhook(webhookId))).state;
  }

  /** @throws NotFound, Invalid */
  async check({ url, teamIds, accountIds }: WebhookSettings): Promise<void> {
    for (const teamId of teamIds) await presentTeam(this.aggregates, teamId);
    for (const accountId of accountIds) await openAccount(this.aggregates, accountId);
    const refusal = this.transport?.refusal(url) ?? null;
    if (refusal !== null) throw new Invalid([{ path: 'url', message: refusal }]);
  }

  /** A new secret is in the vault before an event names it, and out of it again where none does. */
  async withSecret(
    webhookId: WebhookId,
    decide: (state: Webhook, name: string) => WebhookEvent[],
    by: Asked,
  ): Promise<SecretShown> {
    const name = `webhook-${webhookId}-${crypto.randomUUID()}`;
    const secret = newWebhookSecret();
    await this.vault.put(name, secret);
    try {
      const changed = await this.change(webhookId, (state) => decide(state, name), by);
      const state = await this.state(webhookId);
      if (!isPresent(state) || (state.secret !== name && state.previous?.secret !== name)) {
        throw new Rejected(
          'secret-already-shown',
          'This request was carried out before; a secret is shown only once. Rotate it.',
        );
      }
      return { ...changed, webhookId, secret };
    } catch (error) {
      if (error instanceof DomainError && !(error instanceof Unavailable)) await this.vault.remove(name);
      throw error;
    }
  }
}

@CommandHandler(RegisterWebhook)
export class RegisterWebhookHandler implements ICommandHandler<RegisterWebhook> {
  private readonly changes: WebhookChanges;
  constructor(
    aggregates: Aggregates,
    private readonly readModels: ReadModels,
    @Inject(VAULT) vault: Vault,
    @Inject(WEBHOOKS) transport: WebhookTransport | null,
  ) {
    this.changes = new WebhookChanges(aggregates, vault, transport);
  }

  /** @throws Invalid, NotFound, Rejected */
  async execute({ settings, by }: RegisterWebhook): Promise<SecretShown> {
    await this.changes.check(settings);
    const before = await this.readModels.count(webhooksCollection, {});
    if (before >= MOST_WEBHOOKS) throw new Rejected('too-many-webhooks', `There are ${before} webhooks already.`);
    const webhookId = WebhookId.parse(derivedId('webhook', by.actor, by.cause));
    const decide = (state: Webhook, secret: string) => registerWebhook(state, webhookId, settings, secret);
    return this.changes.withSecret(webhookId, decide, by);
  }
}

@CommandHandler(ChangeWebhook)
export class ChangeWebhookHandler implements ICommandHandler<ChangeWebhook> {
  private readonly changes: WebhookChanges;
  constructor(
    aggregates: Aggregates,
    @Inject(VAULT) vault: Vault,
    @Inject(WEBHOOKS) transport: WebhookTransport | null,
  ) {
    this.changes = new WebhookChanges(aggregates, vault, transport);
  }

  async execute({ webhookId, settings, by }: ChangeWebhook): Promise<Changed> {
    presentWebhook(await this.changes.state(webhookId));
    await this.changes.check(settings);
    return this.changes.change(webhookId, (state) => changeWebhook(state, settings), by);
  }
}

@CommandHandler(RotateWebhookSecret)
export class RotateWebhookSecretHandler implements ICommandHandler<RotateWebhookSecret> {
  private readonly changes: WebhookChanges;
  constructor(
    aggregates: Aggregates,
    @Inject(VAULT) private readonly vault: Vault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.changes = new WebhookChanges(aggregates, vault, null);
  }

  async execute({ webhookId, hours, by }: RotateWebhookSecret): Promise<SecretShown> {
    const before = presentWebhook(await this.changes.state(webhookId));
    const until = new Date(this.clock.now().getTime() + hours * HOUR).toISOString();
    const decide = (state: Webhook, secret: string) => rotateWebhookSecret(state, secret, until);
    const shown = await this.changes.withSecret(webhookId, decide, by);
    // Of three, the oldest signs no more.
    if (before.previous) await this.vault.remove(before.previous.secret);
    return shown;
  }
}

@CommandHandler(PauseWebhook)
export class PauseWebhookHandler implements ICommandHandler<PauseWebhook> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ webhookId, by }: PauseWebhook): Promise<Changed> {
    return this.aggregates.change(webhook, streams.webhook(webhookId), pauseWebhook, by, by.expectedRevision);
  }
}

@CommandHandler(ResumeWebhook)
export class ResumeWebhookHandler implements ICommandHandler<ResumeWebhook> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ webhookId, skipMissed, by }: ResumeWebhook): Promise<Changed> {
    const decide = (state: Webhook) => resumeWebhook(state, skipMissed);
    return this.aggregates.change(webhook, streams.webhook(webhookId), decide, by, by.expectedRevision);
  }
}

@CommandHandler(RemoveWebhook)
export class RemoveWebhookHandler implements ICommandHandler<RemoveWebhook> {
  constructor(
    private readonly aggregates: Aggregates,
    @Inject(VAULT) private readonly vault: Vault,
  ) {}

  async execute({ webhookId, by }: RemoveWebhook): Promise<Changed> {
    const stream = streams.webhook(webhookId);
    const { state } = await this.aggregates.load(webhook, stream);
    const changed = await this.aggregates.change(webhook, stream, removeWebhook, by, by.expectedRevision);
    if (isPresent(state)) {
      await this.vault.remove(state.secret);
      if (state.previous) await this.vault.remove(state.previous.secret);
    }
    return changed;
  }
}

@CommandHandler(ReplayWebhook)
export class ReplayWebhookHandler implements ICommandHandler<ReplayWebhook> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  /** @throws NotFound for a delivery that was not given up, or is on its way again */
  async execute({ webhookId, deliveryIds, by }: ReplayWebhook): Promise<Changed & { replayed: number }> {
    const failed = deliveryIds === null ? await this.all(webhookId) : await this.some(webhookId, deliveryIds);
    const decide = (state: Webhook) => replayDeliveries(state, failed);
    const changed = await this.aggregates.change(webhook, streams.webhook(webhookId), decide, by);
    return { ...changed, replayed: failed.length };
  }

  private async all(webhookId: WebhookId): Promise<readonly FailedDelivery[]> {
    const found: WebhookFailureView[] = [];
    const query = { where: { webhookId }, sort: { field: 'at', direction: 'asc' } } as const;
    for await (const page of this.readModels.pages<WebhookFailureView>(webhookFailuresCollection, query)) {
      found.push(...page);
      if (found.length >= MOST_REPLAYED) break;
    }
    return found.slice(0, MOST_REPLAYED);
  }

  private async some(webhookId: WebhookId, deliveryIds: readonly string[]): Promise<readonly FailedDelivery[]> {
    const views = await this.readModels.many<WebhookFailureView>(webhookFailuresCollection, deliveryIds);
    return deliveryIds.map((id) => {
      const view = views.get(id);
      if (view?.webhookId !== webhookId) throw new NotFound('failed delivery', id);
      return view;
    });
  }
}
