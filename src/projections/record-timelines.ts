import { live } from '../application/ports/document-store.js';
import type { CaseLinks } from '../domain/case/events.js';
import { type CrmRecordRef, linkedRecords } from '../domain/crm-record/link.js';
import type { EventType, RecordedAs, RecordedEvent } from '../domain/events.js';
import { recordKey } from '../domain/ids.js';
import { type Change, insert, projection } from './projection.js';

/** One line of what happened with a record. */
export interface RecordTimelineEntry {
  /** `Contact/17` */
  readonly record: string;
  readonly at: string;
  /** `user:ana`, `system:routing`… */
  readonly actor: string;
  readonly kind: EventType;
  /** What happened, as the event says it; of a message its id, and not what is in it. */
  readonly facts: Readonly<Record<string, unknown>>;
}

function entries(
  { id, type: kind, metadata: { at, actor } }: RecordedEvent,
  records: readonly CrmRecordRef[],
  facts: Readonly<Record<string, unknown>>,
): Change<RecordTimelineEntry>[] {
  return [...new Set(records.map(recordKey))].map((record) =>
    insert(`${record} ${id}`, { record, at, actor, kind, facts }),
  );
}

/** What became of a message that was sent about these records. */
function reported(event: RecordedAs<'EmailBounced' | 'EmailArrivalReported' | 'EmailComplainedOf'>) {
  const { emailId, report, recipient, records, userId: _, case: __, ...facts } = event.data;
  return entries(event, records, { emailId, report, recipient, ...facts });
}

function ofCase({ accountId, contactId, leadId, opportunityId }: CaseLinks): CrmRecordRef[] {
  return [
    ...(accountId ? [{ type: 'Account', id: accountId } as const] : []),
    ...(contactId ? [{ type: 'Contact', id: contactId } as const] : []),
    ...(leadId ? [{ type: 'Lead', id: leadId } as const] : []),
    ...(opportunityId ? [{ type: 'Opportunity', id: opportunityId } as const] : []),
  ];
}

/** What happened with each record: its messages in and out, its cases, what the CRM told of it. */
export const recordTimelines = projection<RecordTimelineEntry>(
  'record-timelines',
  { version: 1, fields: ['record', 'at'], indexes: [['record', 'at']] },
  {
    RecordRegistered: (event) => {
      const { type: _, id: __, ...facts } = event.data;
      return entries(event, [event.data], facts);
    },
    RecordChanged: (event) => {
      const { type: _, id: __, ...facts } = event.data;
      return entries(event, [event.data], facts);
    },
    RecordRemoved: (event) => entries(event, [event.data], {}),
    EmailLinked: (event) => {
      const { record, via, opportunityId, emailId, reason, direction } = event.data;
      if (record.type === 'Case') return [];
      const { type, id } = record;
      const facts = { emailId, reason, direction, parent: { type, id } };
      return entries(event, linkedRecords({ record: { type, id }, via, opportunityId }), facts);
    },
    EmailUnlinked: (event) => {
      const { record, emailId, reason } = event.data;
      return record === null || record.type === 'Case' ? [] : entries(event, [record], { emailId, reason });
    },
    EmailBounced: reported,
    EmailArrivalReported: reported,
    EmailComplainedOf: reported,
    CaseCreated: (event) => {
      const { caseId, number, links } = event.data;
      return entries(event, ofCase(links), { caseId, number });
    },
    CaseLinked: (event) => {
      const { caseId, links } = event.data;
      return entries(event, ofCase(links), { caseId });
    },
  },
);
export const recordTimelinesCollection = live(recordTimelines.spec);
