import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { streams } from '../../domain/ids.js';
import { type SystemMailState, systemMail } from '../../domain/notification/system-mail.js';
import { Aggregates } from '../log/aggregates.js';

/** From which account the service writes to users, as the log stands. */
export class GetSystemMail extends Query<SystemMailState> {}

@QueryHandler(GetSystemMail)
export class GetSystemMailHandler implements IQueryHandler<GetSystemMail> {
  constructor(private readonly aggregates: Aggregates) {}

  async execute(): Promise<SystemMailState> {
    return (await this.aggregates.load(systemMail, streams.systemMail)).state;
  }
}
