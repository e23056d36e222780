import type { RecordedEvent } from '../../../src/domain/events.js';
import { ofType, repeated } from '../../support/invariants.js';
import type { SimulatedAccount } from '../company.js';
import type { History } from '../history.js';
import type { Folder, Placed } from '../mailboxes.js';

/** Every message that is in a mailbox is an e-mail, once; all its places are noted, and the cursors are exact. */
export async function brokenMail(history: History, log: readonly RecordedEvent[]): Promise<string[]> {
  const { accounts, messages } = history;
  const received = ofType(log, 'EmailReceived').map(({ data }) => data.emailId);
  const sent = new Set(messages.map(({ email }) => email?.emailId));
  return [
    ...repeated(received).map((id) => `${id} was received twice`),
    ...received.filter((id) => !sent.has(id)).map((id) => `${id} was received and never sent`),
    ...repeated(ofType(log, 'EmailQuarantined').map(({ data }) => data.quarantineId)).map(
      (id) => `${id} quarantined twice`,
    ),
    ...uselessDeliveries(log),
    ...(await brokenSkipping(history, log)),
    ...accounts.flatMap((account) =>
      account.folders.flatMap((folder) => [
        ...lostMessages(account, folder, log),
        ...brokenCursors(account, folder, log),
      ]),
    ),
  ];
}

/** What a filter keeps out is told once, and can be brought back: its bytes are there. */
async function brokenSkipping({ durable }: History, log: readonly RecordedEvent[]): Promise<string[]> {
  const skipped = ofType(log, 'EmailSkipped').map(({ data }) => data);
  const there = await Promise.all(skipped.map(({ blob }) => durable.blobs.has(blob)));
  return [
    ...repeated(skipped.map(({ skippedId }) => skippedId)).map((id) => `${id} was skipped twice`),
    ...skipped.filter((_, n) => !there[n]).map(({ skippedId }) => `the bytes of ${skippedId} are lost`),
  ];
}

/** A delivery is noted for a new place or another body, and for nothing else. */
function uselessDeliveries(log: readonly RecordedEvent[]): string[] {
  const known = new Set<string>();
  const isNew = (fact: string) => known.size < known.add(fact).size;
  return log.flatMap((event) => {
    if (event.type !== 'EmailReceived' && event.type !== 'EmailDelivered') return [];
    const { emailId, delivery } = event.data;
    const newPlace = isNew(`${emailId} in ${delivery.accountId} ${delivery.folder}`);
    const body = event.type === 'EmailReceived' ? event.data.bodyHash : event.data.variant?.bodyHash;
    const newBody = body !== undefined && isNew(`${emailId} as ${body}`);
    return newPlace || newBody ? [] : [`${emailId} was delivered twice to ${delivery.folder}`];
  });
}

function lostMessages({ accountId }: SimulatedAccount, folder: Folder, log: readonly RecordedEvent[]): string[] {
  const places = new Set(
    [...ofType(log, 'EmailReceived'), ...ofType(log, 'EmailDelivered')].map(
      ({ data: { emailId, delivery } }) => `${emailId} ${delivery.accountId} ${delivery.folder}`,
    ),
  );
  const received = new Set([...places].map((place) => place.split(' ').slice(0, 2).join(' ')));
  return folder.messages.flatMap((placed) => {
    const where = `${folder.address} ${folder.name} ${folder.uidValidity} ${placed.uid}`;
    if (storedAt(accountId, folder, placed, log) === null) return [`the message ${where} is lost`];
    const { email } = placed.message;
    const isKeptOut = log.some(({ type, data }) => type === 'EmailSkipped' && isOf(data, accountId, email?.emailId));
    if (isKeptOut || (email && isSkipped(email, log) && received.has(`${email.emailId} ${accountId}`))) return [];
    // Where all UIDs are new, what this account has is not fetched again, whatever the folder.
    if (!email || folder.renumbered || places.has(`${email.emailId} ${accountId} ${folder.name}`)) return [];
    return [`that ${email.emailId} reached ${where} is not noted`];
  });
}

/** Whether a filter has kept out what its sender writes, for a time: what the account has by then it has, and no more of it. */
const isSkipped = ({ from }: { readonly from: { readonly address: string } | null }, log: readonly RecordedEvent[]) =>
  [...ofType(log, 'FilterDefined'), ...ofType(log, 'FilterChanged')].some(
    ({ data }) => data.action.kind === 'skip' && data.parameters.from === from?.address,
  );

const isOf = (
  data: { readonly accountId: string; readonly emailId: string },
  accountId: string,
  emailId: string | undefined,
): boolean => data.accountId === accountId && data.emailId === emailId;

/** Where in the log a message came to be safe; none: nowhere. */
function storedAt(accountId: string, folder: Folder, { uid, message }: Placed, log: readonly RecordedEvent[]) {
  const { email } = message;
  const stored = log.find(({ type, data }) => {
    if (email && type === 'EmailSkipped') return isOf(data, accountId, email.emailId);
    if (email) return type === 'EmailReceived' && data.emailId === email.emailId;
    if (type !== 'EmailQuarantined') return false;
    const isHere = data.accountId === accountId && data.folder === folder.name;
    return isHere && data.uidValidity === String(folder.uidValidity) && data.uid === String(uid);
  });
  return stored?.position ?? null;
}

function brokenCursors({ accountId }: SimulatedAccount, folder: Folder, log: readonly RecordedEvent[]): string[] {
  const where = `${folder.address} ${folder.name}`;
  const moves = ofType(log, 'MailboxFetched').filter(
    ({ data }) => data.accountId === accountId && data.folder === folder.name,
  );
  const last = moves.at(-1)?.data;
  const isExact = last?.uidValidity === String(folder.uidValidity) && last.lastUid === folder.uidNext - 1;
  const back = moves.filter(({ data }, n) => {
    const before = moves[n - 1]?.data;
    return before?.uidValidity === data.uidValidity && before.lastUid > data.lastUid;
  });
  const early = moves.filter(({ data, position }) =>
    folder.messages.some((placed) => {
      if (data.uidValidity !== String(folder.uidValidity) || placed.uid > data.lastUid) return false;
      const stored = storedAt(accountId, folder, placed, log);
      return stored === null || stored > position;
    }),
  );
  return [
    ...(isExact ? [] : [`the cursor of ${where} is at ${last?.uidValidity} ${last?.lastUid}, not at its end`]),
    ...back.map(({ data }) => `the cursor of ${where} went back to ${data.lastUid}`),
    ...early.map(({ data }) => `the cursor of ${where} was at ${data.lastUid} before all up to there was stored`),
  ];
}
