import { z } from 'zod';
import { streams } from '../../../domain/ids.js';
import { sending } from '../../../domain/outgoing/sending.js';
import { type OutboxView, outboxCollection } from '../../../projections/outbox.js';
import { QueuedEmailInFull } from '../../http/schemas/outbox.js';
import { UsageError } from '../exit.js';
import { accountByApi } from '../folder/accounts.js';
import { changing, reading } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';
import { day } from '../output/moments.js';
import { plain } from '../output/text.js';
import { asObject } from './users.js';

export function listOutbox(invocation: Invocation): Promise<undefined> {
  const { terminal } = invocation;
  return reading(invocation, 'outbox list', async (readModels, { mailcase }) => {
    const { stopped, reason } = (await mailcase.aggregates.load(sending, streams.outbox)).state;
    if (stopped)
      terminal.remark(`Nothing leaves: all sending is stopped${reason === null ? '' : ` (${plain(reason)})`}.`);
    const entries = await readModels.all<OutboxView>(outboxCollection, {
      sort: { field: 'queuedAt', direction: 'asc' },
    });
    terminal.answer(entries, () =>
      entries.length === 0
        ? 'Nothing waits.'
        : terminal.table(entries, [
            { title: 'ID', value: ({ emailId }) => emailId },
            { title: 'STATUS', value: ({ status }) => status },
            { title: 'QUEUED', value: ({ queuedAt }) => day(queuedAt) },
            { title: 'DUE', value: ({ status, dueAt }) => (status === 'queued' ? day(dueAt) : '-') },
            { title: 'ATTEMPTS', value: ({ attempts }) => attempts, align: 'right' },
            { title: 'SUBJECT', value: ({ subject }) => subject, flexible: true },
            { title: 'ERROR', value: ({ error }) => error ?? '-', flexible: true },
          ]),
    );
    return undefined;
  });
}

export async function showQueued(invocation: Invocation, emailId: string): Promise<undefined> {
  const { terminal } = invocation;
  const path = `outbox/${encodeURIComponent(emailId)}`;
  // Who hands messages over, only those who run know.
  const answer = await changing(invocation, 'outbox show', (api) => api.send('GET', path));
  const message = QueuedEmailInFull.parse(answer);
  terminal.answer(message, () => {
    const { subject, status, recipients, accepted, pending, refused, history, waitsFor } = message;
    const lines = [
      `${plain(subject)}: ${status}, ${accepted} of ${recipients} have it.`,
      ...refused.map(({ recipient, text }) => `  ${plain(recipient)} does not get it: ${plain(text)}`),
      ...(pending.length > 0 ? [`  not yet: ${named(pending)}`] : []),
      ...waitsFor.map(
        ({ words, until }) => `${sentence(plain(words))}${until === null ? '' : ` Until ${day(until)}.`}`,
      ),
    ];
    if (history.length === 0) return lines.join('\n');
    const table = terminal.table(history, [
      { title: 'ATTEMPT', value: ({ attempt }) => attempt, align: 'right' },
      { title: 'AT', value: ({ at }) => day(at) },
      { title: 'TO', value: (one) => one.recipients, align: 'right' },
      { title: 'CAME OF IT', value: ({ outcome }) => (outcome ? (outcome.code ?? 'taken') : 'not known yet') },
      { title: 'WORDS', value: ({ outcome }) => (outcome ? plain(outcome.words) : '-'), flexible: true },
    ]);
    return [...lines, '', table].join('\n');
  });
}

/** What servers say ends as they like. */
const sentence = (words: string): string => (/[.!?]$/.test(words) ? words : `${words}.`);

const named = (recipients: readonly string[]): string =>
  recipients.length > 5 ? `${plain(recipients.slice(0, 5).join(', '))}…` : plain(recipients.join(', '));

export const cancel = (invocation: Invocation, emailId: string) =>
  ofMessage(invocation, 'cancel', emailId, 'cancel', 'does not leave any more');
export const sendAgain = (invocation: Invocation, emailId: string) =>
  ofMessage(invocation, 'retry', emailId, 'send-again', 'is tried again');

async function ofMessage(invocation: Invocation, command: string, emailId: string, what: string, outcome: string) {
  const path = `outbox/${encodeURIComponent(emailId)}/${what}`;
  const answer = await changing(invocation, `outbox ${command}`, (api) => api.send('POST', path));
  invocation.terminal.answer({ emailId, ...asObject(answer) }, () => `${emailId} ${outcome}.`);
  return undefined;
}

export async function empty(invocation: Invocation, address: string): Promise<undefined> {
  const answer = await changing(invocation, 'outbox empty', async (api) =>
    api.send('POST', `outbox/accounts/${await accountByApi(api, address)}/empty`),
  );
  const { cancelled, left } = z.object({ cancelled: z.number(), left: z.number() }).parse(answer);
  invocation.terminal.answer({ emailAddress: address, cancelled, left }, () => `${cancelled} taken back, ${left} not.`);
}

export async function stop(
  invocation: Invocation,
  address: string | undefined,
  { reason }: { readonly reason?: string },
): Promise<undefined> {
  if (address !== undefined && reason !== undefined) throw new UsageError('--reason is of all accounts.');
  const answer = await changing(invocation, 'outbox stop', async (api) =>
    address === undefined
      ? api.send('POST', 'outbox/stop', reason === undefined ? {} : { reason })
      : api.send('POST', `outbox/accounts/${await accountByApi(api, address)}/pause`),
  );
  invocation.terminal.answer(asObject(answer), () => `Nothing leaves any more${address ? ` from ${address}` : ''}.`);
}

export async function resume(invocation: Invocation, address: string | undefined): Promise<undefined> {
  const answer = await changing(invocation, 'outbox resume', async (api) =>
    api.send(
      'POST',
      address === undefined ? 'outbox/resume' : `outbox/accounts/${await accountByApi(api, address)}/resume`,
    ),
  );
  invocation.terminal.answer(asObject(answer), () => `What waits leaves again${address ? ` from ${address}` : ''}.`);
}
