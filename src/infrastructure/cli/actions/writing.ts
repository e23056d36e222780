import { randomUUID } from 'node:crypto';
import { basename, extname } from 'node:path';
import { z } from 'zod';
import { Draft, PreviewedMessage, SentEmails, WrittenEmail } from '../../http/schemas/writing.js';
import { CommandFailure, UsageError } from '../exit.js';
import { accountByApi } from '../folder/accounts.js';
import type { Api } from '../folder/api.js';
import { fileOf, type GivenText, textsOf } from '../folder/given-text.js';
import { allOf } from '../folder/lists.js';
import { changing } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';
import { day } from '../output/moments.js';
import { plain } from '../output/text.js';
import { templateNamed } from './templates.js';
import { asObject } from './users.js';

interface As {
  readonly as?: string;
}
interface Given extends As, GivenText {
  readonly template?: string;
  readonly to?: readonly string[];
  readonly cc?: readonly string[];
  readonly bcc?: readonly string[];
  readonly subject?: string;
  readonly account?: string;
  readonly attach?: readonly string[];
  readonly sendAt?: string;
  readonly draft?: boolean;
  readonly dryRun?: boolean;
  readonly key?: string;
}
type Previewed = z.infer<typeof PreviewedMessage>;

export const write = (invocation: Invocation, given: Given & { readonly case?: string }): Promise<undefined> =>
  compose(invocation, 'write', 'emails', given.case === undefined ? {} : { case: given.case.replace(/^#/, '') }, given);

export async function reply(
  invocation: Invocation,
  named: string,
  given: Given & { readonly all?: boolean; readonly forward?: boolean },
): Promise<undefined> {
  const { all = false, forward = false } = given;
  if (all && forward) throw new UsageError('--all and --forward are one too many.');
  const kind = all ? 'reply-all' : forward ? 'forward' : 'reply';
  const number = named.replace(/^#/, '');
  return /^\d+$/.test(number)
    ? compose(invocation, 'reply', `cases/${number}/reply`, { kind }, given)
    : compose(invocation, 'reply', `emails/${encodeURIComponent(named)}/${kind}`, {}, given);
}

/** Begins it as a draft where files go with it, or nothing leaves; else it is sent at once. */
async function compose(
  invocation: Invocation,
  task: string,
  path: string,
  about: object,
  given: Given,
): Promise<undefined> {
  const { as, to, cc, bcc, subject, account, attach = [], sendAt, draft = false, dryRun = false, key } = given;
  const { terminal } = invocation;
  if (draft && sendAt !== undefined) throw new UsageError('--draft does not leave at any time: leave --send-at out.');
  const texts = await textsOf(invocation, given, given.template !== undefined);
  const files = await Promise.all(attach.map(async (file) => ({ name: basename(file), bytes: await fileOf(file) })));
  const isKept = draft || dryRun || files.length > 0;
  const said = { to, cc, bcc, subject, account, ...texts, ...about };
  const whole = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  return changing(
    invocation,
    task,
    async (api) => {
      const template =
        given.template === undefined ? {} : { template: (await templateNamed(api, given.template)).templateId };
      const when = isKept || sendAt === undefined ? {} : { sendAt };
      const body = { ...whole, ...template, send: !isKept, ...when };
      // Of a key of one's own; else the request is this one.
      const request = key ?? randomUUID();
      const begun = WrittenEmail.parse(await api.send('POST', path, body, request));
      const { draftId } = begun;
      if (!isKept) return sent(invocation, begun);
      try {
        for (const { name, bytes } of files) await api.sendBytes(`drafts/${draftId}/files?${fileQuery(name)}`, bytes);
        if (dryRun) {
          const preview = await previewOf(api, draftId);
          terminal.answer(preview, () => inWords(preview));
          return;
        }
        if (draft) {
          terminal.answer(begun, () => `Draft ${draftId} is kept.`);
          return;
        }
        const sending = sendAt === undefined ? {} : { sendAt };
        sent(
          invocation,
          WrittenEmail.parse(await api.send('POST', `drafts/${draftId}/send`, sending, `${request} sent`)),
        );
      } catch (error) {
        if (!dryRun && error instanceof CommandFailure) terminal.remark(`It was not sent, and is draft ${draftId}.`);
        throw error;
      } finally {
        if (dryRun) await api.send('DELETE', `drafts/${draftId}`);
      }
      return;
    },
    as,
  );
}

function sent({ terminal }: Invocation, written: z.infer<typeof WrittenEmail>): undefined {
  const { emailId, sendAt, warnings } = written;
  for (const { words } of warnings) terminal.remark(plain(words));
  terminal.answer(
    written,
    () => `Message ${emailId} leaves at ${sendAt}; until then: \`mailcase outbox cancel ${emailId}\`.`,
  );
}

const fileQuery = (name: string): URLSearchParams =>
  new URLSearchParams({ name, type: TYPES[extname(name).toLowerCase()] ?? 'application/octet-stream' });
/** Of what people send; whatever else it is, its name says. */
const TYPES: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.eml': 'message/rfc822',
  '.gif': 'image/gif',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.json': 'application/json',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.txt': 'text/plain',
  '.webp': 'image/webp',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.zip': 'application/zip',
};

const previewOf = async (api: Api, draftId: string): Promise<Previewed> =>
  PreviewedMessage.parse(await api.send('GET', `drafts/${encodeURIComponent(draftId)}/preview`));

function inWords({ from, replyTo, to, cc, bcc, subject, files, text, warnings }: Previewed): string {
  const field = (name: string, people: Previewed['to']) =>
    people.length === 0 ? [] : [`${name}: ${people.map(person).join(', ')}`];
  const head = [
    ...field('From', [from]),
    ...field('Reply-To', replyTo),
    ...field('To', to),
    ...field('Cc', cc),
    ...field('Bcc', bcc),
    `Subject: ${plain(subject)}`,
    ...files.map(({ name, contentType, size }) => `File: ${plain(name)} (${plain(contentType)}, ${size} bytes)`),
    ...warnings.map(({ words }) => `Warning: ${plain(words)}`),
  ];
  return [...head, '', ...text.split('\n').map(plain)].join('\n');
}

const person = ({ name, address }: Previewed['from']): string => plain(name === '' ? address : `${name} <${address}>`);

export async function listDrafts(invocation: Invocation, { as }: As): Promise<undefined> {
  const { terminal } = invocation;
  const Listed = Draft.omit({ text: true, html: true, warnings: true });
  const drafts = await changing(invocation, 'drafts list', (api) => allOf(api, 'drafts', Listed), as);
  terminal.answer(drafts, () =>
    drafts.length === 0
      ? 'Nothing is being written.'
      : terminal.table(drafts, [
          { title: 'ID', value: ({ draftId }) => draftId },
          { title: 'CHANGED', value: ({ updatedAt }) => day(updatedAt) },
          { title: 'CASE', value: (one) => (one.case ? `#${one.case.number}` : '-') },
          { title: 'TO', value: ({ to }) => plain(to.map(({ address }) => address).join(', ')) || '-', flexible: true },
          { title: 'SUBJECT', value: ({ subject }) => plain(subject), flexible: true },
          { title: 'NOT SENT SINCE', value: ({ failure }) => plain(failure?.error ?? '-'), flexible: true },
        ]),
  );
}

export async function showDraft(invocation: Invocation, draftId: string, { as }: As): Promise<undefined> {
  const preview = await changing(invocation, 'drafts show', (api) => previewOf(api, draftId), as);
  invocation.terminal.answer(preview, () => inWords(preview));
}

export async function sendDraft(
  invocation: Invocation,
  draftId: string,
  { as, sendAt }: As & { readonly sendAt?: string },
): Promise<undefined> {
  const path = `drafts/${encodeURIComponent(draftId)}/send`;
  const body = sendAt === undefined ? {} : { sendAt };
  const answer = await changing(invocation, 'drafts send', (api) => api.send('POST', path, body), as);
  return sent(invocation, WrittenEmail.parse(answer));
}

export async function discardDraft(invocation: Invocation, draftId: string, { as }: As): Promise<undefined> {
  const path = `drafts/${encodeURIComponent(draftId)}`;
  const answer = await changing(invocation, 'drafts discard', (api) => api.send('DELETE', path), as);
  invocation.terminal.answer({ draftId, ...asObject(answer) }, () => `Draft ${draftId} is thrown away.`);
}

export async function listSent(
  invocation: Invocation,
  given: As & { readonly user?: string; readonly account?: string; readonly status?: string },
): Promise<undefined> {
  const { terminal } = invocation;
  const { as, user, account, status } = given;
  if (as === undefined && user === undefined && account === undefined) {
    throw new UsageError('Whose it is, --as or --user says, or --account which account’s.');
  }
  const query = new URLSearchParams({ limit: '200' });
  if (user !== undefined) query.set('userId', user);
  if (status !== undefined) query.set('status', status);
  // Which accounts there are, not every user may know.
  if (account !== undefined)
    query.set('accountId', await changing(invocation, 'sent', (api) => accountByApi(api, account)));
  const answer = await changing(invocation, 'sent', (api) => api.send('GET', `sent?${query}`), as);
  const page = SentEmails.parse(answer);
  terminal.answer(page.items, () =>
    page.items.length === 0
      ? 'Nothing was written.'
      : terminal.table(page.items, [
          { title: 'ID', value: ({ emailId }) => emailId },
          { title: 'STATUS', value: ({ status }) => status },
          { title: 'QUEUED', value: ({ queuedAt }) => day(queuedAt) },
          { title: 'BY', value: ({ userId }) => userId ?? '-' },
          { title: 'CASE', value: ({ email }) => (email.caseNumber === null ? '-' : `#${email.caseNumber}`) },
          {
            title: 'TO',
            value: ({ email }) => plain(email.to.map(({ address }) => address).join(', ')),
            flexible: true,
          },
          { title: 'SUBJECT', value: ({ email }) => plain(email.subject), flexible: true },
        ]),
  );
  if (page.next !== null) terminal.remark('There is more: these are the latest 200.');
}
