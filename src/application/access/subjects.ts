import { Injectable } from '@nestjs/common';
import type { Belonging } from '../../domain/access/audience.js';
import { belongingsOfCase, type CaseHolders, NOBODYS, withHolders } from '../../domain/case/belongings.js';
import { belongingsOfRecord } from '../../domain/crm-record/belongings.js';
import { recordNamed } from '../../domain/crm-record/link.js';
import {
  belongingsOfEmail,
  type Receipt,
  receiptOf,
  receiptOfQueued,
  withDelivery,
} from '../../domain/email/belongings.js';
import { NotFound } from '../../domain/errors.js';
import type { FilterEvent } from '../../domain/filter/events.js';
import { belongingsOfFilter, type Filter, filter } from '../../domain/filter/filter.js';
import { CaseId, EmailId, FilterId, streams } from '../../domain/ids.js';
import { EventLog } from '../log/event-log.js';

/** What a command is about. */
export interface Subject {
  readonly kind: 'case' | 'email' | 'filter' | 'record';
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
    const what = kind === 'email' ? 'e-mail' : kind;
    if (!belongsTo) throw new NotFound(what, id);
    return { what, id, belongsTo };
  }

  /** One for each kind; none: there is no such thing. */
  private readonly finders: Readonly<Record<Subject['kind'], (id: string) => Promise<readonly Belonging[] | null>>> = {
    case: (id) => this.ofCase(CaseId.parse(id)),
    email: (id) => this.ofEmail(EmailId.parse(id)),
    filter: (id) => this.ofFilter(FilterId.parse(id)),
    record: (key) => this.ofRecord(key),
  };

  private async ofCase(caseId: CaseId): Promise<readonly Belonging[] | null> {
    const holders = await this.holdersOf(caseId);
    return holders && belongingsOfCase(holders);
  }

  private async holdersOf(caseId: CaseId): Promise<CaseHolders | null> {
    let holders: CaseHolders | null = null;
    for await (const event of this.log.readStream(streams.case(caseId))) {
      holders = withHolders(holders ?? NOBODYS, event);
    }
    return holders;
  }

  private async ofEmail(emailId: EmailId): Promise<readonly Belonging[] | null> {
    let receipt: Receipt | null = null;
    let caseId: CaseId | null = null;
    let hasParent = false;
    for await (const { type, data } of this.log.readStream(streams.email(emailId))) {
      if (type === 'EmailReceived') receipt = receiptOf(data);
      if (type === 'EmailQueued') receipt = receiptOfQueued(data);
      if (type === 'EmailDelivered' && receipt) receipt = withDelivery(receipt, data.delivery);
      if (type === 'EmailUnlinked') hasParent = false;
      if (type === 'EmailLeftCase') caseId = null;
      if (type !== 'EmailLinked') continue;
      if (data.record.type === 'Case') caseId = CaseId.parse(data.record.id);
      else hasParent = true;
    }
    if (!receipt) return null;
    const holders = caseId === null ? null : await this.holdersOf(caseId);
    return belongingsOfEmail(receipt, hasParent || caseId !== null, holders ? [holders] : []);
  }

  private async ofFilter(filterId: FilterId): Promise<readonly Belonging[] | null> {
    let state: Filter = filter.initialState();
    // A filter's stream holds a filter's events.
    for await (const event of this.log.readStream(streams.emailFilter(filterId)))
      state = filter.evolve(state, event as unknown as FilterEvent);
    return state.status === 'present' ? belongingsOfFilter(state.definition.scope) : null;
  }

  /** @param key `Contact/17` */
  private async ofRecord(key: string): Promise<readonly Belonging[] | null> {
    const { type: recordType, id } = recordNamed(key);
    const last = { direction: 'backwards', limit: 1 } as const;
    for await (const { type, data } of this.log.readStream(streams.crmRecord(recordType, id), last)) {
      // Each of these says all that was told of the record.
      if (type === 'RecordRegistered' || type === 'RecordChanged') return belongingsOfRecord(data);
    }
    return null;
  }
}
