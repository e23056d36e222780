import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import {
  type Asked,
  ChangeWebhook,
  PauseWebhook,
  RegisterWebhook,
  RemoveWebhook,
  ReplayWebhook,
  ResumeWebhook,
  RotateWebhookSecret,
} from '../../../application/commands/index.js';
import {
  GetWebhook,
  ListWebhookDeliveries,
  ListWebhookFailures,
  ListWebhooks,
  TestWebhook,
} from '../../../application/queries/index.js';
import { WebhookId } from '../../../domain/ids.js';
import { AdministratorsOnly } from '../access/access.js';
import { Answers, AnswersProblems, TakesKey, TakesKeyAndTag, TakesQueryHeaders } from '../answers/described.js';
import { After } from '../requests/after-position.js';
import { By } from '../requests/asked.js';
import { Unrepeated } from '../requests/idempotency.interceptor.js';
import { Changed, Paging } from '../schemas/common.js';
import {
  FailedWebhookDeliveries,
  Replay,
  Replayed,
  Resumption,
  Rotation,
  SecretShown,
  Webhook,
  WebhookDeliveries,
  WebhookSettings,
  Webhooks,
  WebhookTested,
} from '../schemas/webhooks.js';

/** Other programs that are told of what happens. */
@Controller('api/v1/webhooks')
@ApiTags('webhooks')
@ApiBearerAuth()
@AnswersProblems()
@AdministratorsOnly()
export class WebhooksController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Answers(Webhooks)
  @TakesQueryHeaders()
  list(@Query({ schema: Paging }) paging: z.infer<typeof Paging>, @After() after?: string) {
    return this.queries.execute(new ListWebhooks(paging, after));
  }

  /** From here on it is told. Its secret is shown this once. */
  @Post()
  @Answers(SecretShown, 201)
  @TakesKey()
  @Unrepeated()
  register(@Body({ schema: WebhookSettings }) settings: z.infer<typeof WebhookSettings>, @By() by: Asked) {
    return this.commands.execute(new RegisterWebhook(settings, by));
  }

  @Get(':webhookId')
  @Answers(Webhook)
  @TakesQueryHeaders()
  get(@Param('webhookId') webhookId: string, @After() after?: string) {
    return this.queries.execute(new GetWebhook(webhookId, after));
  }

  /** All of it is as it is given. */
  @Put(':webhookId')
  @Answers(Changed)
  @TakesKeyAndTag()
  change(
    @Param('webhookId', { schema: WebhookId }) webhookId: WebhookId,
    @Body({ schema: WebhookSettings }) settings: z.infer<typeof WebhookSettings>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new ChangeWebhook(webhookId, settings, by));
  }

  @Delete(':webhookId')
  @Answers(Changed)
  @TakesKeyAndTag()
  remove(@Param('webhookId', { schema: WebhookId }) webhookId: WebhookId, @By() by: Asked) {
    return this.commands.execute(new RemoveWebhook(webhookId, by));
  }

  /** What happens waits until it is resumed. */
  @Post(':webhookId/pause')
  @Answers(Changed)
  @TakesKey()
  pause(@Param('webhookId', { schema: WebhookId }) webhookId: WebhookId, @By() by: Asked) {
    return this.commands.execute(new PauseWebhook(webhookId, by));
  }

  @Post(':webhookId/resume')
  @Answers(Changed)
  @TakesKey()
  resume(
    @Param('webhookId', { schema: WebhookId }) webhookId: WebhookId,
    @Body({ schema: Resumption }) { skipMissed }: z.infer<typeof Resumption>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new ResumeWebhook(webhookId, skipMissed, by));
  }

  /** A new secret, shown this once. For a while messages carry both signatures. */
  @Post(':webhookId/rotate-secret')
  @Answers(SecretShown)
  @TakesKey()
  @Unrepeated()
  rotate(
    @Param('webhookId', { schema: WebhookId }) webhookId: WebhookId,
    @Body({ schema: Rotation }) { hours }: z.infer<typeof Rotation>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new RotateWebhookSecret(webhookId, hours, by));
  }

  /** Sends a `ping`, also where it is paused, and says what came of it. */
  @Post(':webhookId/test')
  @Answers(WebhookTested)
  async test(@Param('webhookId', { schema: WebhookId }) webhookId: WebhookId) {
    const outcome = await this.queries.execute(new TestWebhook(webhookId));
    const { ok, status, milliseconds } = outcome;
    return { ok, status, milliseconds, error: outcome.ok ? null : outcome.error };
  }

  /** What waits, the first one first, then what has arrived last. */
  @Get(':webhookId/deliveries')
  @Answers(WebhookDeliveries)
  @TakesQueryHeaders()
  async deliveries(@Param('webhookId') webhookId: string, @After() after?: string) {
    return { items: await this.queries.execute(new ListWebhookDeliveries(webhookId, after)) };
  }

  /** What was given up, the latest first. */
  @Get(':webhookId/failed')
  @Answers(FailedWebhookDeliveries)
  @TakesQueryHeaders()
  failed(
    @Param('webhookId') webhookId: string,
    @Query({ schema: Paging }) paging: z.infer<typeof Paging>,
    @After() after?: string,
  ) {
    return this.queries.execute(new ListWebhookFailures(webhookId, paging, after));
  }

  /** What was given up is tried again: some of it, or all. */
  @Post(':webhookId/replay')
  @Answers(Replayed)
  @TakesKey()
  replay(
    @Param('webhookId', { schema: WebhookId }) webhookId: WebhookId,
    @Body({ schema: Replay }) { deliveryIds }: z.infer<typeof Replay>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new ReplayWebhook(webhookId, deliveryIds ?? null, by));
  }
}
