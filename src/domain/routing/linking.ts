import type { CaseLinks } from '../case/events.js';
import { noLinks } from '../case/events.js';
import { formsOf } from '../crm-record/address.js';
import type { CrmRecordRef, Parent } from '../crm-record/link.js';
import type { Delivery, Email } from '../email/events.js';
import { type Ask, MAX_ASKS } from './events.js';
import { type Found, findParent, recordIndexKey, recordNode } from './record-index.js';
import type { IndexView, ThreadNode } from './thread-index.js';
import { keyOf, threadParent } from './thread-parent.js';

/** Addresses of one message that are looked at, ours among them. */
const MOST_LOOKED_AT = 50;

/** The addresses by which the parent of a message may be looked for, in order: From, Reply-To, To. */
export function addressesAsked({ from, replyTo, to }: Email): Ask[] {
  const asks = new Map<string, Ask>();
  const lists = [
    ['from', from ? [from] : []],
    ['reply-to', replyTo],
    ['to', to],
  ] as const;
  for (const [by, addresses] of lists) {
    for (const { address } of addresses) {
      if (asks.size === MOST_LOOKED_AT) return [...asks.values()];
      if (address !== '' && !asks.has(address)) asks.set(address, { by, address, record: null });
    }
  }
  return [...asks.values()];
}

/** By what the parent of a message is looked for, in order: what a filter names, the case that its subject names, and its addresses that are not ours. */
export function asksOf(email: Email, isOurs: (address: string) => boolean, named: readonly Ask[]): Ask[] {
  const others = addressesAsked(email).filter(({ address }) => address !== null && !isOurs(address));
  return [...named, ...others].slice(0, MAX_ASKS);
}

/** The record that a filter links a message to; none: no filter does, or to a case. */
export function filedLink(deliveries: readonly Delivery[]): CrmRecordRef | null {
  for (const { filed } of deliveries) if (filed?.link && filed.link.type !== 'Case') return filed.link;
  return null;
}

/** The keys of all documents that one looks at to find a parent; the index's `leadsTo` gives the rest. */
export function neededForAsks(asks: readonly Pick<Ask, 'address' | 'record'>[]): string[] {
  return asks.flatMap(({ address, record }) => [
    ...(address === null ? [] : formsOf(address).map(recordIndexKey.address)),
    ...(record ? [recordIndexKey.record(record)] : []),
  ]);
}

export interface Linked extends Found {
  readonly parent: (Parent & { readonly reason: string }) | null;
  /** What its thread is about from now on; a filter means its message, and the thread only where that had nothing. */
  readonly ofThread: Parent | null;
}

/**
 * What a message is about: what a filter says, else what its thread is about, else what its own asks find. What a user
 * decided about a message counts for those of its thread that come later.
 */
export function linkMessage(
  index: IndexView,
  roots: readonly ThreadNode[],
  asks: readonly Ask[],
  filter: CrmRecordRef | null,
): Linked {
  const ofThread = threadParent(roots);
  const isFiltered = filter !== null && recordNode(index, filter) !== undefined;
  if (!isFiltered && ofThread !== undefined) {
    return { parent: ofThread && { ...ofThread, reason: 'thread' }, considered: [], ofThread };
  }
  const { parent, considered } = findParent(index, asks);
  return {
    parent: parent && { ...parent, reason: parent.by },
    considered,
    ofThread: ofThread === undefined ? parent : ofThread,
  };
}

/** Whether messages that were there before get another parent by that of their thread. */
export function relinks(roots: readonly ThreadNode[], parent: Parent | null): boolean {
  if (roots.some(({ byUser }) => byUser)) return false;
  const key = keyOf(parent);
  return roots.some(({ emails }) => emails.some(({ linked, pinned }) => !pinned && linked !== key));
}

/** The records of a case by what its messages are about. */
export function caseLinksOf(parent: Parent | null): CaseLinks {
  const links = { ...noLinks, opportunityId: parent?.opportunityId ?? null };
  for (const { type, id } of parent ? [parent.record, ...(parent.via ? [parent.via] : [])] : []) {
    if (type === 'Account') links.accountId = id;
    if (type === 'Contact') links.contactId = id;
    if (type === 'Lead') links.leadId = id;
    if (type === 'Opportunity') links.opportunityId = id;
  }
  return links;
}
