import { live } from '../application/ports/document-store.js';
import { at, projection } from './projection.js';

/** How far what the CRM told has reached the messages that were there before, in one document. */
export interface LinkingView {
  /** Changes of records that came. */
  readonly changes: number;
  /** Those of them for which all messages have been looked at. */
  readonly done: number;
  /** Messages that got another parent by them. */
  readonly emails: number;
  readonly threads: number;
}

export const LINKING = 'linking';
const nothing: LinkingView = { changes: 0, done: 0, emails: 0, threads: 0 };

const change = () => at<LinkingView>(LINKING, (view = nothing) => ({ ...view, changes: view.changes + 1 }));

export const linking = projection<LinkingView>(
  'linking',
  { version: 1, fields: [], indexes: [] },
  {
    RecordRegistered: change,
    RecordChanged: change,
    RecordRemoved: change,
    ThreadsLinked: ({ data: { records, threads } }) =>
      at<LinkingView>(LINKING, (view = nothing) => ({
        changes: view.changes,
        done: view.done + records,
        emails: view.emails + threads.reduce((sum, { emails }) => sum + emails.length, 0),
        threads: view.threads + threads.length,
      })),
  },
);
export const linkingCollection = live(linking.spec);
