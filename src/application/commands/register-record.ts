import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { belongingsOfRecord } from '../../domain/crm-record/belongings.js';
import { type CrmRecord, crmRecord, registerRecord, type ToldOfRecord } from '../../domain/crm-record/crm-record.js';
import type { CrmRecordEvent } from '../../domain/crm-record/events.js';
import { streams } from '../../domain/ids.js';
import type { Asker } from '../access/asker.js';
import { Requires } from '../access/need.js';
import { must } from '../access/reading.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';

/** What the CRM says of a record, whatever it said before. */
@Requires<RegisterRecord>('records', 'edit')
export class RegisterRecord extends Command<Changed> {
  constructor(
    readonly facts: ToldOfRecord,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(RegisterRecord)
export class RegisterRecordHandler implements ICommandHandler<RegisterRecord> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ facts, by }: RegisterRecord): Promise<Changed> {
    const stream = streams.crmRecord(facts.type, facts.id);
    const decide = (state: CrmRecord) => registered(by.asker, state, facts);
    return this.aggregates.change(crmRecord, stream, decide, by, by.expectedRevision);
  }
}

/**
 * A record that is there is changed by whoever may edit it, and given to others by whoever may assign it.
 * @throws NotFound for one that may not be read, Rejected
 */
export function registered(asker: Asker | undefined, state: CrmRecord, facts: ToldOfRecord): CrmRecordEvent[] {
  const events = registerRecord(state, facts);
  if (state.status !== 'registered' || events.length === 0) return events;
  const belongsTo = belongingsOfRecord(state.facts);
  must(asker, 'records', 'edit', belongsTo, facts.type, facts.id);
  const isGiven = [...belongingsOfRecord(facts)].sort().join() !== [...belongsTo].sort().join();
  if (isGiven) must(asker, 'records', 'assign', belongsTo, facts.type, facts.id);
  return events;
}
