import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Asker } from '../access/asker.js';
import { EmailBytes } from './email-bytes.js';

export interface EmailSource {
  readonly emailId: string;
  /** Bytes. */
  readonly size: number;
  readonly blob: string;
  readonly content: AsyncIterable<Uint8Array>;
}

/** A message as it came: the bytes of RFC 5322. */
export class GetEmailSource extends Query<EmailSource> {
  constructor(
    readonly emailId: string,
    readonly asker?: Asker,
  ) {
    super();
  }
}

@QueryHandler(GetEmailSource)
export class GetEmailSourceHandler implements IQueryHandler<GetEmailSource> {
  constructor(private readonly bytes: EmailBytes) {}

  async execute({ emailId, asker }: GetEmailSource): Promise<EmailSource> {
    const view = await this.bytes.view(emailId, asker);
    return { emailId, size: view.size, blob: view.blob, content: await this.bytes.stream(view) };
  }
}
