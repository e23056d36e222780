import { live } from '../application/ports/document-store.js';
import { belongingsOfRecord } from '../domain/crm-record/belongings.js';
import type { RecordFacts } from '../domain/crm-record/events.js';
import { recordKey } from '../domain/ids.js';
import { at, projection, remove } from './projection.js';

export interface RecordView extends Omit<RecordFacts, 'assignedUserId' | 'teamIds'> {
  /** `Contact/17` */
  readonly key: string;
  readonly assignedUserId: string | null;
  readonly teamIds: readonly string[];
  /** For searching. */
  readonly addressText: string;
  readonly belongsTo: readonly string[];
  readonly registeredAt: string;
  readonly updatedAt: string;
  readonly revision: number;
}

const viewOf = (facts: RecordFacts, registeredAt: string, updatedAt: string, revision: number): RecordView => ({
  ...facts,
  key: recordKey(facts),
  addressText: facts.emailAddresses.join(' '),
  belongsTo: belongingsOfRecord(facts),
  registeredAt,
  updatedAt,
  revision,
});

/** What the CRM has registered and not removed. */
export const records = projection<RecordView>(
  'records',
  {
    version: 1,
    fields: ['type'],
    arrays: ['emailAddresses', 'belongsTo'],
    indexes: [['type'], ['emailAddresses'], ['belongsTo']],
    text: ['name', 'addressText'],
  },
  {
    RecordRegistered: ({ data, metadata, revision }) =>
      at(recordKey(data), () => viewOf(data, metadata.at, metadata.at, revision)),
    RecordChanged: ({ data: { before: _, ...facts }, metadata, revision }) =>
      at(recordKey(facts), (view) => viewOf(facts, view?.registeredAt ?? metadata.at, metadata.at, revision)),
    RecordRemoved: ({ data }) => remove(recordKey(data)),
  },
);
export const recordsCollection = live(records.spec);
