import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { emailsCollection } from '../../projections/emails.js';
import type { Asker } from '../access/asker.js';
import { PARSER } from '../parts.js';
import type { MimeParser } from '../ports/mime-parser.js';
import { EmailBytes } from './email-bytes.js';
import { ReadModels } from './read-models.js';
import { type ShownEmail, shownEmail } from './shown.js';

export interface EmailWithText extends ShownEmail {
  /** The body as plain text; of an HTML message what a reader would see. */
  readonly text: string;
}

export class GetEmail extends Query<EmailWithText> {
  constructor(
    readonly emailId: string,
    readonly after?: Position,
    readonly asker?: Asker,
  ) {
    super();
  }
}

@QueryHandler(GetEmail)
export class GetEmailHandler implements IQueryHandler<GetEmail> {
  constructor(
    private readonly readModels: ReadModels,
    private readonly bytes: EmailBytes,
    @Inject(PARSER) private readonly parser: MimeParser,
  ) {}

  async execute({ emailId, after, asker }: GetEmail): Promise<EmailWithText> {
    await this.readModels.reached(after, emailsCollection);
    const view = await this.bytes.view(emailId, asker);
    const { text } = await this.parser.content(await this.bytes.whole(view));
    return { ...shownEmail(view, asker), text };
  }
}
