import { live } from '../application/ports/document-store.js';
import { EVERYBODY, ofUser } from '../domain/access/audience.js';
import type { RecordedAs } from '../domain/events.js';
import { at, projection, remove } from './projection.js';

/** What filters kept out, as long as it can be brought back. */
export interface SkippedView extends Omit<RecordedAs<'EmailSkipped'>['data'], 'skippedId'> {
  readonly id: string;
  readonly at: string;
  readonly belongsTo: readonly string[];
}

export const skipped = projection<SkippedView>(
  'skipped',
  {
    version: 1,
    fields: ['at', 'until', 'blob'],
    arrays: ['belongsTo'],
    indexes: [['at'], ['belongsTo', 'at'], ['until'], ['blob']],
  },
  {
    EmailSkipped: ({ data: { skippedId: id, ...data }, metadata }) =>
      at(id, () => ({
        id,
        at: metadata.at,
        ...data,
        belongsTo: data.owner === null ? [EVERYBODY] : [ofUser(data.owner), EVERYBODY],
      })),
    SkippedBroughtBack: ({ data }) => remove(data.skippedId),
    SkippedExpired: ({ data }) => remove(data.skippedId),
  },
);
export const skippedCollection = live(skipped.spec);
