import { Injectable } from '@nestjs/common';
import type { Belonging } from '../../domain/access/audience.js';
import { belongingsOfCase, type CaseHolders, NOBODYS, withHolders } from '../../domain/case/belongings.js';
import { belongingsOfRecord } from '../../domain/crm-record/belongings.js';
import { crmRecord } from '../../domain/crm-record/crm-record.js';
import type { CrmRecordEvent } from '../../domain/crm-record/events.js';
import { recordNamed } from '../../domain/crm-record/link.js';
import { NotFound } from '../../domain/errors.js';
import { CaseId, streams } from '../../domain/ids.js';
import { EventLog } from '../log/event-log.js';

/** What a command is about. */
export interface Subject {
  readonly kind: 'case' | 'record';
  readonly id: string;
}

export interface FoundSubject {
  /** As NotFound names it. */
  readonly what: string;
  readonly id: string;
  readonly belongsTo: readonly Belonging[];
}

/** Whose the things are that commands are about: as the log has it at this moment, not as a read model does. */
@Injectable()
export class Subjects {
  constructor(private readonly log: EventLog) {}

  /** @throws NotFound */
  async find({ kind, id }: Subject): Promise<FoundSubject> {
    const belongsTo = await this.finders[kind](id);
    if (!belongsTo) throw new NotFound(kind, id);
    return { what: kind, id, belongsTo };
  }

  /** One for each kind; none: there is no such thing. */
  private readonly finders: Readonly<Record<Subject['kind'], (id: string) => Promise<readonly Belonging[] | null>>> = {
    case: (id) => this.ofCase(CaseId.parse(id)),
    record: (key) => this.ofRecord(key),
  };

  private async ofCase(caseId: CaseId): Promise<readonly Belonging[] | null> {
    let holders: CaseHolders | null = null;
    for await (const event of this.log.readStream(streams.case(caseId))) {
      holders = withHolders(holders ?? NOBODYS, event);
    }
    return holders && belongingsOfCase(holders);
  }

  /** @param key `Contact/17` */
  private async ofRecord(key: string): Promise<readonly Belonging[] | null> {
    const { type, id } = recordNamed(key);
    let state = crmRecord.initialState();
    for await (const event of this.log.readStream(streams.crmRecord(type, id))) {
      // A record's stream holds the events of a record.
      state = crmRecord.evolve(state, event as unknown as CrmRecordEvent);
    }
    return state.status === 'registered' ? belongingsOfRecord(state.facts) : null;
  }
}
