import { caseNamed } from '../../../application/queries/case-names.js';
import { type CaseView } from '../../../projections/cases.js';
import { type EmailView, emailsCollection } from '../../../projections/emails.js';
import { type TimelineEntry, timelinesCollection } from '../../../projections/timelines.js';
import { UsageError } from '../exit.js';
import { changing, reading } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';
import { day } from '../output/moments.js';
import type { Terminal } from '../output/terminal.js';
import { plain } from '../output/text.js';
import { asObject } from './users.js';

export function showCase(invocation: Invocation, name: string): Promise<undefined> {
  const { terminal } = invocation;
  return reading(invocation, 'case', async (readModels) => {
    const view = await caseNamed(readModels, name);
    const timeline = await readModels.all<TimelineEntry>(timelinesCollection, {
      where: { caseId: view.caseId },
      sort: { field: 'revision', direction: 'asc' },
    });
    const emails = await readModels.many<EmailView>(
      emailsCollection,
      timeline.flatMap(({ facts }) => (typeof facts.emailId === 'string' ? [facts.emailId] : [])),
    );
    terminal.answer({ ...view, timeline }, () =>
      [...heading(terminal, view), '', ...timeline.map((entry) => line(terminal, entry, emails))].join('\n'),
    );
    return undefined;
  });
}

export async function tagCase(
  invocation: Invocation,
  name: string,
  add: readonly string[],
  { remove = [] }: { readonly remove?: readonly string[] },
): Promise<undefined> {
  if (add.length === 0 && remove.length === 0) throw new UsageError('Name a tag, or one to remove.');
  const number = name.replace(/^#/, '');
  const answer = await changing(invocation, 'case tag', (api) =>
    api.send('POST', `cases/${encodeURIComponent(number)}/tags`, { add, remove }),
  );
  invocation.terminal.answer({ case: number, ...asObject(answer) }, () => `Case ${number} is tagged.`);
}

function heading(terminal: Terminal, view: CaseView): string[] {
  const { number, subject, status, priority, teamId, assignee, distribution, unassignedBecause, contact } = view;
  const nobody = unassignedBecause ? `nobody (${unassignedBecause})` : 'nobody';
  const facts: [string, string][] = [
    ['Status', status + (view.duplicateOf ? ` of case ${view.duplicateOf.number}` : '')],
    ['Priority', priority],
    ['Tags', view.tags.join(', ') || 'none'],
    ['Team', teamId ?? 'none'],
    ['Assignee', assignee ?? nobody],
    ['Distribution', distribution ?? 'none'],
    ['From', contact ?? 'nobody: made by hand'],
    ['Created', day(view.createdAt)],
    ['Updated', day(view.updatedAt)],
  ];
  return [
    terminal.bold(`Case ${number}: ${plain(subject)}`),
    ...facts.map(([name, value]) => `${terminal.dim(name.padEnd(13))}${plain(value)}`),
  ];
}

function line(terminal: Terminal, entry: TimelineEntry, emails: ReadonlyMap<string, EmailView>): string {
  return `${terminal.dim(day(entry.at))}  ${plain(said(entry, emails))}  ${terminal.dim(`(${plain(entry.actor)})`)}`;
}

/** What happened, in words. */
function said({ kind, facts }: TimelineEntry, emails: ReadonlyMap<string, EmailView>): string {
  const text = (name: string): string => {
    const value = facts[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '-';
  };
  const other = (name: string): string => {
    const value = facts[name];
    return typeof value === 'object' && value !== null && 'number' in value
      ? `case ${String(value.number)}`
      : 'another case';
  };
  switch (kind) {
    case 'CaseRequested':
      return 'made by hand';
    case 'CaseImported':
      return `brought from ${text('source')}, where it is number ${text('number')}`;
    case 'CaseSourceChanged':
      return 'changed where it was brought from';
    case 'CaseNoteImported':
      return `note of ${text('by')}: ${text('text')}`;
    case 'CaseCreated':
      return `created: ${text('subject')}`;
    case 'CaseAssigned':
      return `assigned to ${text('userId')} by ${text('distribution')}${facts.rule ? ` (${text('rule')})` : ''}`;
    case 'CaseUnassigned':
      return `taken from ${text('userId')} (${text('reason')})`;
    case 'CaseLeftUnassigned':
      return `nobody was found (${text('rule')})`;
    case 'CaseEmailAdded': {
      const email = emails.get(text('emailId'));
      return email ? `e-mail of ${email.from?.address ?? 'nobody'}: ${email.subject}` : 'e-mail';
    }
    case 'CaseEmailReported':
      return `${text('action')}: e-mail to ${text('recipient')}${facts.status ? ` (${text('status')})` : ''}${facts.diagnostic ? `, ${text('diagnostic')}` : ''}`;
    case 'CaseEmailRemoved': {
      const subject = emails.get(text('emailId'))?.subject ?? 'e-mail';
      return facts.to ? `e-mail went to ${other('to')} by hand: ${subject}` : `e-mail taken out by hand: ${subject}`;
    }
    case 'CaseEmailPassedOn':
      return `e-mail went on to ${other('to')}`;
    case 'CaseReopened':
      return `opened again: ${text('from')} to ${text('to')}`;
    case 'CaseStatusChanged':
      return `status: ${text('from')} to ${text('to')}`;
    case 'CasePriorityChanged':
      return `priority: ${text('from')} to ${text('to')}`;
    case 'CaseTagsSet':
      return `tags: ${tagsOf(facts.tags)}`;
    case 'CaseDuplicateFound':
      return `${other('duplicate')} is a duplicate of this one`;
    case 'CaseRelated':
      return `related to ${other('other')}`;
    case 'CaseNoteAdded':
      return `note: ${text('text')}`;
    default:
      return kind;
  }
}

const tagsOf = (tags: unknown): string => (Array.isArray(tags) && tags.length > 0 ? tags.join(', ') : 'none');
