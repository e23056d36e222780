import { Controller, Get, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Mailcase } from '../../../application/mailcase.js';
import { AdministratorsOnly, Open } from '../access/access.js';
import { Answers } from '../answers/described.js';
import type { HttpReply } from '../fastify-types.js';
import { Health } from '../schemas/operations.js';
import { Metrics } from './metrics.js';

@Controller()
@ApiTags('health')
export class HealthController {
  constructor(
    private readonly mailcase: Mailcase,
    private readonly metrics: Metrics,
  ) {}

  /** The process answers. */
  @Get('health/live')
  @Open()
  live() {
    return { status: 'ok' };
  }

  /**
   * The read models have reached the log and routing works, which, where several nodes share it, is no matter of this one;
   * a read model that stopped, another reaction that fails, or an account that sends nothing any more, is named, and the rest goes on.
   */
  @Get('health/ready')
  @Open()
  @Answers(Health)
  ready(@Res({ passthrough: true }) reply: HttpReply) {
    const { projections, allReadModels, reactions, routingFailure, sharesRouting, hindrances } = this.mailcase;
    const status = routingFailure !== null && !sharesRouting ? 'failing' : projections.isLive ? 'ok' : 'starting';
    if (status !== 'ok') reply.code(503).header('retry-after', '1');
    const readModels = allReadModels.status();
    return { status, routing: { failure: routingFailure }, reactions, sending: hindrances, readModels };
  }

  @Get('metrics')
  @AdministratorsOnly()
  async prometheus(@Res({ passthrough: true }) reply: HttpReply) {
    reply.header('content-type', this.metrics.contentType);
    return this.metrics.text();
  }
}
