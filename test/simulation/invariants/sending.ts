import type { RecordedEvent } from '../../../src/domain/events.js';
import { ofType } from '../../support/invariants.js';
import type { History } from '../history.js';
import { planOf } from '../plans.js';

/**
 * Each message that was queued has left, failed with words, or was taken back. Nobody has it twice but for attempts that
 * were in doubt, as the log says of them; and what the log says to be taken is.
 */
export function brokenSending(history: History, log: readonly RecordedEvent[]): string[] {
  const { servers } = history;
  if (servers === null) return [];
  const queued = ofType(log, 'EmailQueued').map(({ data }) => data);
  return [
    ...queued.flatMap(({ emailId, messageId, dispatch }) => {
      const told = log.filter(({ type, data }) => type.startsWith('EmailSen') && isOf(data, emailId));
      return [
        ...unended(emailId, told),
        ...servers.taken.flatMap((one) => {
          const strangers =
            one.messageId === messageId ? one.to.filter((to) => !dispatch.envelope.to.includes(to)) : [];
          return strangers.map((to) => `${emailId} went to ${to}, whom it was not for`);
        }),
        ...dispatch.envelope.to.flatMap((recipient) => {
          const taken = servers.taken.filter((one) => one.messageId === messageId && one.to.includes(recipient)).length;
          return counts(emailId, recipient, taken, told);
        }),
      ];
    }),
    ...(copiesAreExact(history.seed) ? brokenCopies(history, log) : []),
  ];
}

const isOf = (data: object, emailId: string): boolean => 'emailId' in data && data.emailId === emailId;

function unended(emailId: string, told: readonly RecordedEvent[]): string[] {
  const last = told.at(-1);
  if (last?.type === 'EmailSent' && last.data.retryAt === null) return [];
  if (last?.type === 'EmailSendFailed' && last.data.retryAt === null && last.data.error !== '') return [];
  return last?.type === 'EmailSendCancelled' ? [] : [`${emailId} ends with ${last?.type ?? 'nothing'}`];
}

function counts(emailId: string, recipient: string, taken: number, told: readonly RecordedEvent[]): string[] {
  const sent = told.flatMap((event) =>
    event.type === 'EmailSent' && event.data.accepted.includes(recipient) ? [event.data.evidence] : [],
  );
  const said = sent.filter((evidence) => evidence === 'reply').length;
  const doubts = told.filter(
    ({ type, data }) => type === 'EmailSendFailed' && 'code' in data && data.code === 'unknown',
  );
  const most = said + doubts.length + (sent.length - said);
  const who = `${emailId} for ${recipient}`;
  return [
    ...(sent.length > 1 ? [`${who} is told to be sent ${sent.length} times`] : []),
    ...(sent.includes('sent-folder') && taken === 0 ? [`${who} was found in a sent folder, and no server has it`] : []),
    ...(taken < said ? [`${who} is told to be taken, and no server has it`] : []),
    ...(taken > most ? [`${who} was taken ${taken} times, and the log tells of ${most}`] : []),
  ];
}

/** Two nodes that copy at once, or an answer that comes after the look, may leave two copies. */
function copiesAreExact(seed: number): boolean {
  const { nodes, kinds } = planOf(seed);
  return nodes === 1 && !kinds.includes('late');
}

function brokenCopies({ servers }: History, log: readonly RecordedEvent[]): string[] {
  const stored = ofType(log, 'EmailCopyStored').map(({ data }) => data.emailId);
  const queued = ofType(log, 'EmailQueued').map(({ data }) => data);
  const all = [...(servers?.sent.values() ?? [])].flat();
  return queued
    .filter(({ emailId }) => stored.includes(emailId))
    .flatMap(({ emailId, messageId }) => {
      const copies = all.filter((one) => one === messageId).length;
      return copies === 1 ? [] : [`${emailId} has ${copies} copies in its sent folder`];
    });
}
