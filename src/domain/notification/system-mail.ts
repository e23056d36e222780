import type { Decider } from '../decider.js';
import { Invalid } from '../errors.js';
import { type RecordRef, RecordRef as RecordRefSchema } from '../ids.js';
import type { SystemMail, SystemMailEvent } from './mail-events.js';

/** How the service writes to users; none: it does not. */
export interface SystemMailState {
  readonly settings: SystemMail | null;
  /** Of the last event; -1: nothing was ever said. */
  readonly revision: number;
}

export const systemMail: Decider<SystemMailState, SystemMailEvent & { readonly revision?: number }> = {
  initialState: () => ({ settings: null, revision: -1 }),
  evolve: (_, { type, data, revision = 0 }) => ({
    settings: type === 'SystemMailConfigured' ? data : null,
    revision,
  }),
};

/** @throws Invalid for an address of records that is none */
export function configureSystemMail({ settings }: SystemMailState, wanted: SystemMail): SystemMailEvent[] {
  const wrong = wanted.recordUrl === null ? null : wrongWith(wanted.recordUrl);
  if (wrong !== null) throw new Invalid([{ path: 'recordUrl', message: wrong }]);
  const { accountId, recordUrl } = wanted;
  if (settings?.accountId === accountId && settings.recordUrl === recordUrl) return [];
  return [{ type: 'SystemMailConfigured', data: { accountId, recordUrl } }];
}

/** Again is nothing new. */
export const stopSystemMail = ({ settings }: SystemMailState): SystemMailEvent[] =>
  settings === null ? [] : [{ type: 'SystemMailStopped', data: { accountId: settings.accountId } }];

/** Where a record is shown; its type and its id hold nothing that would have to be escaped. */
export const urlOfRecord = (recordUrl: string, { type, id }: RecordRef): string =>
  recordUrl.replaceAll('{type}', type).replaceAll('{id}', id);

const EXAMPLE = RecordRefSchema.parse({ type: 'Contact', id: '1' });

function wrongWith(recordUrl: string): string | null {
  if (!recordUrl.includes('{type}') || !recordUrl.includes('{id}')) return 'has to hold {type} and {id}';
  const url = urlOfRecord(recordUrl, EXAMPLE);
  if (/[{}\s]/.test(url)) return 'has no other placeholders than {type} and {id}, and no spaces';
  return /^https?:\/\/[^/{}\s]+\//i.test(recordUrl) && URL.canParse(url)
    ? null
    : 'is no address: https://crm.example/#{type}/view/{id}';
}
