import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CrmRecordRef } from '../../domain/crm-record/link.js';
import { chooseParent, type EmailParent, emailParent } from '../../domain/email/parent.js';
import { type EmailId, recordKey, streams } from '../../domain/ids.js';
import { Requires } from '../access/need.js';
import { must } from '../access/reading.js';
import { Subjects } from '../access/subjects.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';

/** A user says what a message is about; none: nothing. */
@Requires('emails', 'edit', ({ emailId }: ChooseEmailParent) => ({ kind: 'email', id: emailId }))
export class ChooseEmailParent extends Command<Changed> {
  constructor(
    readonly emailId: EmailId,
    readonly record: CrmRecordRef | null,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(ChooseEmailParent)
export class ChooseEmailParentHandler implements ICommandHandler<ChooseEmailParent> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly subjects: Subjects,
  ) {}

  async execute({ emailId, record, by }: ChooseEmailParent): Promise<Changed> {
    if (record) {
      const { belongsTo } = await this.subjects.find({ kind: 'record', id: recordKey(record) });
      must(by.asker, 'records', 'read', belongsTo, 'record', recordKey(record));
    }
    const decide = (state: EmailParent) => chooseParent(state, emailId, record);
    return this.aggregates.change(emailParent, streams.email(emailId), decide, by, by.expectedRevision);
  }
}
