import { formsOf } from '../crm-record/address.js';
import type { CrmRecordEvent, RecordFacts } from '../crm-record/events.js';
import type { Considered, CrmRecordRef, Parent } from '../crm-record/link.js';
import { type RecordId, type RecordType, recordKey, type ThreadId } from '../ids.js';
import type { Ask } from './events.js';

/** An address, and the records that have it, in the order in which they go before each other. */
export interface AddressNode {
  readonly kind: 'address';
  readonly records: readonly CrmRecordRef[];
}

/** What of a record linking has to know. */
export interface RecordNode extends Pick<RecordFacts, 'type' | 'id' | 'accountId' | 'convertedTo' | 'skills'> {
  readonly kind: 'record';
  /** It was, and is not any more. */
  readonly removed: boolean;
}

/** The open Opportunities of an Account or a Contact. */
export interface OpportunitiesNode {
  readonly kind: 'opportunities';
  readonly ids: readonly RecordId[];
}

/** A thread whose parent depends on an address or a record: it is looked at again when that changes. */
export interface AskedNode {
  readonly kind: 'asked';
  /** The address in one of its forms, or `Account/7`. */
  readonly key: string;
  readonly threadId: ThreadId;
}

export type RecordDocument = AddressNode | RecordNode | OpportunitiesNode;

/** Records of one address that are looked at; the others are only counted out. */
const MOST_LOOKED_AT = 10;
/** Records of one address that are kept: an address of more of them says little of any. */
const MOST_OF_AN_ADDRESS = 1_000;
/** One more than decides anything would do; these leave room for some that close. */
const MOST_OPPORTUNITIES = 1_000;

export const recordIndexKey = {
  address: (address: string) => `a:${address}`,
  record: (ref: CrmRecordRef) => `r:${recordKey(ref)}`,
  opportunities: (of: CrmRecordRef) => `o:${recordKey(of)}`,
};

export interface RecordView {
  get(key: string): { readonly kind: string } | undefined;
}

/** What of these documents leads to others that linking looks at. */
export function recordsLeadTo(document: RecordDocument): string[] {
  switch (document.kind) {
    case 'address':
      return document.records.slice(0, MOST_LOOKED_AT).map(recordIndexKey.record);
    case 'record':
      return [...belongsTo(document).map(recordIndexKey.record), recordIndexKey.opportunities(document)];
    case 'opportunities':
      // The only one of a record is that of its messages, whose cases take its skills.
      return document.ids.length === 1
        ? document.ids.map((id) => recordIndexKey.record({ type: 'Opportunity', id }))
        : [];
  }
}

/** Contact before Account before Lead; among equals the one whose id comes first, whichever was registered first. */
const PRECEDENCE: readonly RecordType[] = ['Contact', 'Account', 'Lead', 'Opportunity'];
const byPrecedence = (a: CrmRecordRef, b: CrmRecordRef): number =>
  PRECEDENCE.indexOf(a.type) - PRECEDENCE.indexOf(b.type) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Where a record leads: a Contact to its Account, a Lead to what it became. Always down, so that no two can claim each other. */
function belongsTo({ type, accountId, convertedTo }: Pick<RecordNode, 'type' | 'accountId' | 'convertedTo'>) {
  const refs: CrmRecordRef[] = [];
  if (type === 'Contact' && accountId) refs.push({ type: 'Account', id: accountId });
  if (type === 'Lead' && convertedTo?.accountId) refs.push({ type: 'Account', id: convertedTo.accountId });
  if (type === 'Lead' && convertedTo?.contactId) refs.push({ type: 'Contact', id: convertedTo.contactId });
  return refs;
}

/** What was found by some asks: the parent, or none, and what was thought of on the way. */
export interface Found {
  readonly parent: Parent | null;
  readonly considered: readonly Considered[];
}

/** The parent by the first ask that finds one. */
export function findParent(view: RecordView, asks: readonly Ask[]): Found {
  const considered: Considered[] = [];
  for (const { by, address, record } of asks) {
    const candidates = record ? [record] : address === null ? [] : recordsOf(view, address);
    const [first, ...behind] = candidates;
    if (!first) continue;
    const note = (ref: CrmRecordRef, outcome: Considered['outcome']) => considered.push({ record: ref, by, outcome });
    if (record && !recordNode(view, record)) {
      note(record, 'not-registered');
      continue;
    }
    const owner = recordNode(view, first);
    // What names a record means that one, and not its Account.
    const rather = record || !owner ? [] : belongsTo(owner);
    const instead = rather.find((ref) => recordNode(view, ref) !== undefined);
    note(first, instead ? (first.type === 'Lead' ? 'converted' : 'account-instead') : 'parent');
    for (const ref of rather) {
      if (ref === instead) note(ref, 'parent');
      else if (!recordNode(view, ref)) note(ref, 'not-registered');
    }
    for (const ref of behind) note(ref, 'behind');
    const parent = instead ?? first;
    return {
      parent: { record: parent, via: instead ? first : null, opportunityId: opportunityOf(view, [parent, first]), by },
      considered,
    };
  }
  return { parent: null, considered };
}

function recordsOf(view: RecordView, address: string): readonly CrmRecordRef[] {
  for (const form of formsOf(address)) {
    const node = view.get(recordIndexKey.address(form)) as AddressNode | undefined;
    if (node && node.records.length > 0) return node.records.slice(0, MOST_LOOKED_AT);
  }
  return [];
}

/** None: it is not registered, or was removed. */
export function recordNode(view: RecordView, ref: CrmRecordRef): RecordNode | undefined {
  // Under such a key stands such a document.
  const node = view.get(recordIndexKey.record(ref)) as RecordNode | undefined;
  return node?.removed ? undefined : node;
}

/** The only open one of all these records; none where there are several. */
function opportunityOf(view: RecordView, of: readonly CrmRecordRef[]): RecordId | null {
  const ids = new Set(
    of.flatMap((ref) => (view.get(recordIndexKey.opportunities(ref)) as OpportunitiesNode | undefined)?.ids ?? []),
  );
  const [only] = ids;
  return ids.size === 1 && only !== undefined ? only : null;
}

/** What a change of it brings threads to be looked at again: their asks, and the records that were on the way. */
export function dependsOn(asks: readonly Ask[], { parent, considered }: Found): string[] {
  const named = asks.flatMap(({ record }) => (record ? [recordKey(record)] : []));
  const reached = considered.flatMap(({ record, outcome }) =>
    outcome === 'not-registered' || (outcome === 'parent' && parent?.via) ? [recordKey(record)] : [],
  );
  return [
    ...new Set([...asks.flatMap(({ address }) => (address === null ? [] : formsOf(address))), ...named, ...reached]),
  ];
}

/** The keys under which threads may depend on a change of a record; none where nothing changes that linking looks at. */
export function changedKeys({ type, data }: CrmRecordEvent): string[] {
  const now = type === 'RecordRemoved' ? null : data;
  const before = type === 'RecordRegistered' ? null : data.before;
  const looks = (facts: Pick<RecordFacts, 'emailAddresses' | 'accountId' | 'convertedTo'> | null) =>
    facts && JSON.stringify([facts.emailAddresses, facts.accountId, facts.convertedTo]);
  if (looks(now) === looks(before)) return [];
  return [...new Set([...(now?.emailAddresses ?? []), ...(before?.emailAddresses ?? []), recordKey(data)])];
}

/** The documents that an event about a record changes. */
export function touchedByRecord(event: CrmRecordEvent): string[] {
  const { data } = event;
  return [
    recordIndexKey.record(data),
    ...addressesOf(event).map(recordIndexKey.address),
    ...opportunityOwners(event).map(recordIndexKey.opportunities),
  ];
}

export function recordIndexChanges(view: RecordView, event: CrmRecordEvent): [string, RecordDocument][] {
  const { type: what, data } = event;
  const { type, id } = data;
  const now = what === 'RecordRemoved' ? null : data;
  const { accountId, convertedTo, skills } = now ?? { accountId: null, convertedTo: null, skills: [] };
  const changes: [string, RecordDocument][] = [
    [recordIndexKey.record(data), { kind: 'record', type, id, accountId, convertedTo, skills, removed: now === null }],
  ];
  const has = new Set(now?.emailAddresses);
  for (const address of addressesOf(event)) {
    const key = recordIndexKey.address(address);
    const node = view.get(key) as AddressNode | undefined;
    const others = (node?.records ?? []).filter((ref) => ref.type !== type || ref.id !== id);
    const records = has.has(address) ? [...others, { type, id }].sort(byPrecedence) : others;
    changes.push([key, { kind: 'address', records: records.slice(0, MOST_OF_AN_ADDRESS) }]);
  }
  const owners = new Set(now && type === 'Opportunity' && now.stage === 'open' ? ownersOf(now).map(recordKey) : []);
  for (const owner of opportunityOwners(event)) {
    const key = recordIndexKey.opportunities(owner);
    const others = ((view.get(key) as OpportunitiesNode | undefined)?.ids ?? []).filter((one) => one !== id);
    const ids = owners.has(recordKey(owner)) ? [...others, id].slice(-MOST_OPPORTUNITIES) : others;
    changes.push([key, { kind: 'opportunities', ids }]);
  }
  return changes;
}

function addressesOf({ type, data }: CrmRecordEvent): readonly string[] {
  const now = type === 'RecordRemoved' ? [] : data.emailAddresses;
  const before = type === 'RecordRegistered' ? [] : data.before.emailAddresses;
  return [...new Set([...now, ...before])];
}

function opportunityOwners({ type, data }: CrmRecordEvent): readonly CrmRecordRef[] {
  if (data.type !== 'Opportunity') return [];
  const now = type === 'RecordRemoved' ? [] : ownersOf(data);
  const before = type === 'RecordRegistered' ? [] : ownersOf(data.before);
  const all = new Map([...now, ...before].map((ref) => [recordKey(ref), ref]));
  return [...all.values()];
}

function ownersOf({ accountId, contactId }: Pick<RecordFacts, 'accountId' | 'contactId'>): CrmRecordRef[] {
  return [
    ...(accountId ? [{ type: 'Account', id: accountId } as const] : []),
    ...(contactId ? [{ type: 'Contact', id: contactId } as const] : []),
  ];
}
