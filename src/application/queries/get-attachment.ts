import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { NotFound } from '../../domain/errors.js';
import type { Asker } from '../access/asker.js';
import { PARSER } from '../parts.js';
import type { MimeParser } from '../ports/mime-parser.js';
import { EmailBytes } from './email-bytes.js';

export interface AttachmentContent {
  readonly name: string;
  /** As the sender says; not to be trusted. */
  readonly contentType: string;
  readonly content: Uint8Array;
}

export class GetAttachment extends Query<AttachmentContent> {
  constructor(
    readonly emailId: string,
    /** Its place in the e-mail's list, from 0, or its name: of several with that name, the first. */
    readonly which: number | string,
    readonly asker?: Asker,
  ) {
    super();
  }
}

@QueryHandler(GetAttachment)
export class GetAttachmentHandler implements IQueryHandler<GetAttachment> {
  constructor(
    private readonly bytes: EmailBytes,
    @Inject(PARSER) private readonly parser: MimeParser,
  ) {}

  async execute({ emailId, which, asker }: GetAttachment): Promise<AttachmentContent> {
    const view = await this.bytes.view(emailId, asker);
    const index = typeof which === 'number' ? which : view.attachments.findIndex(({ name }) => name === which);
    const attachment = view.attachments[index];
    const content = attachment ? await this.parser.attachment(await this.bytes.whole(view), index) : null;
    if (!attachment || !content) throw new NotFound('attachment', which);
    return { name: attachment.name, contentType: attachment.contentType, content };
  }
}
