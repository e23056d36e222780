import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CrmRecord, crmRecord, removeRecord } from '../../domain/crm-record/crm-record.js';
import type { CrmRecordRef } from '../../domain/crm-record/link.js';
import { recordKey, streams } from '../../domain/ids.js';
import { Requires } from '../access/need.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';

/** The CRM has no such record any more. */
@Requires<RemoveRecord>('records', 'delete', ({ record }) => ({ kind: 'record', id: recordKey(record) }))
export class RemoveRecord extends Command<Changed> {
  constructor(
    readonly record: CrmRecordRef,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(RemoveRecord)
export class RemoveRecordHandler implements ICommandHandler<RemoveRecord> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ record: { type, id }, by }: RemoveRecord): Promise<Changed> {
    const decide = (state: CrmRecord) => removeRecord(state, type, id);
    return this.aggregates.change(crmRecord, streams.crmRecord(type, id), decide, by, by.expectedRevision);
  }
}
