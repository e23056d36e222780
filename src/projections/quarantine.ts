import { live } from '../application/ports/document-store.js';
import { at, projection, remove } from './projection.js';

/** What could not be taken in or routed, waiting for somebody to look. */
export interface QuarantineView {
  readonly id: string;
  /** `quarantined`: it could not be parsed or was refused; `parked`: it is stored and could not be routed. */
  readonly kind: 'quarantined' | 'parked';
  readonly at: string;
  readonly error: string;
  readonly accountId: string | null;
  readonly folder: string | null;
  readonly uidValidity: string | null;
  readonly uid: string | null;
  /** For `quarantined`. */
  readonly receivedAt: string | null;
  readonly seen: boolean | null;
  readonly headerOnly: boolean | null;
  readonly blob: string | null;
  readonly size: number | null;
  /** For `parked`. */
  readonly emailId: string | null;
}

const parkedId = (emailId: string): string => `parked-${emailId}`;

export const quarantine = projection<QuarantineView>(
  'quarantine',
  { version: 3, fields: ['kind', 'accountId', 'at', 'blob'], indexes: [['at'], ['blob']] },
  {
    EmailQuarantined: ({ data, metadata: { at: when } }) => {
      const { quarantineId: id, ...rest } = data;
      return at(id, () => ({ id, kind: 'quarantined', at: when, ...rest, emailId: null }));
    },
    QuarantineReleased: ({ data }) => remove(data.quarantineId),
    EmailParked: ({ data: { emailId, error }, metadata: { at: when } }) => {
      const id = parkedId(emailId);
      const nowhere = { accountId: null, folder: null, uidValidity: null, uid: null };
      const nothing = { receivedAt: null, seen: null, headerOnly: null, blob: null, size: null };
      return at(id, () => ({ id, kind: 'parked', at: when, error, ...nowhere, ...nothing, emailId }));
    },
    EmailRouted: ({ data }) => remove(parkedId(data.emailId)),
  },
);
export const quarantineCollection = live(quarantine.spec);
