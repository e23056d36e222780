import type { RecordFacts } from '../../../src/domain/crm-record/events.js';
import type { RecordedEvent } from '../../../src/domain/events.js';
import { ofType } from '../../support/invariants.js';
import { grouped, UnionFind } from '../../support/union-find.js';
import { customers } from '../messages.js';

/**
 * Whatever came first, a message that is alone in its thread is about the record that the table says by what the CRM has
 * told in the end: whoever has its sender's address, a Contact before an Account before a Lead, and of a Contact rather its
 * Account. Those with a case's number in the subject, or that a filter links, are about something else.
 */
export function brokenLinking(log: readonly RecordedEvent[]): string[] {
  const registered = registeredIn(log);
  const parents = parentsIn(log);
  const named = new Set(
    [...ofType(log, 'EmailReceived'), ...ofType(log, 'EmailDelivered')]
      .filter(({ data }) => data.delivery.filed?.link)
      .map(({ data }) => data.emailId as string),
  );
  const received = ofType(log, 'EmailReceived').map(({ data }) => data);
  const threads = new UnionFind();
  for (const { threadKey, references, inReplyTo } of received) threads.join([threadKey, ...references, ...inReplyTo]);
  const keys = new Map(received.map(({ emailId, threadKey }) => [emailId as string, threadKey]));
  const groups = grouped([...keys.keys()], (id) => threads.root(keys.get(id) ?? id));
  const alone = new Set(groups.flatMap((group) => (group.length === 1 ? group : [])));
  return received.flatMap(({ emailId, from, subject }) => {
    if (!alone.has(emailId) || named.has(emailId) || subject.includes('[#')) return [];
    const expected = from && customers.includes(from.address) ? parentByTable(registered, from.address) : null;
    const actual = parents.get(emailId) ?? null;
    return actual === expected ? [] : [`${emailId} of ${from?.address} is about ${actual}, the table says ${expected}`];
  });
}

const ORDER = ['Contact', 'Account', 'Lead'];

function parentByTable(registered: ReadonlyMap<string, RecordFacts>, address: string): string | null {
  const [first] = [...registered.values()]
    .filter(({ emailAddresses }) => emailAddresses.includes(address))
    .sort((a, b) => ORDER.indexOf(a.type) - ORDER.indexOf(b.type) || (a.id < b.id ? -1 : 1));
  if (!first) return null;
  const account = `Account/${first.accountId}`;
  return registered.has(account) ? account : `${first.type}/${first.id}`;
}

/** What the CRM has told of each record that is left. */
function registeredIn(log: readonly RecordedEvent[]): ReadonlyMap<string, RecordFacts> {
  const left = new Map<string, RecordFacts>();
  for (const { type, data } of log) {
    if (type === 'RecordRegistered' || type === 'RecordChanged') left.set(`${data.type}/${data.id}`, data);
    if (type === 'RecordRemoved') left.delete(`${data.type}/${data.id}`);
  }
  return left;
}

/** What each message is about by now. */
function parentsIn(log: readonly RecordedEvent[]): ReadonlyMap<string, string> {
  const parents = new Map<string, string>();
  for (const { type, data } of log) {
    if (type === 'EmailLinked' && data.record.type !== 'Case')
      parents.set(data.emailId, `${data.record.type}/${data.record.id}`);
    if (type === 'EmailUnlinked') parents.delete(data.emailId);
  }
  return parents;
}
