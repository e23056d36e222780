import { caseItself, caseNamed, mergedInto } from '../../../application/queries/case-names.js';
import { type WithSending, withSending } from '../../../application/queries/with-sending.js';
import { type CaseView } from '../../../projections/cases.js';
import { type EmailView, emailsCollection } from '../../../projections/emails.js';
import { type TimelineEntry, timelinesCollection } from '../../../projections/timelines.js';
import { MergedCase, RequestedCase } from '../../http/schemas/cases.js';
import { UsageError } from '../exit.js';
import { changing, reading } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';
import { day } from '../output/moments.js';
import type { Terminal } from '../output/terminal.js';
import { plain } from '../output/text.js';
import { stateOf } from './sending-state.js';
import { asObject } from './users.js';

export function showCase(invocation: Invocation, name: string): Promise<undefined> {
  const { terminal } = invocation;
  return reading(invocation, 'case', async (readModels) => {
    const asked = await caseItself(readModels, name);
    const view = await caseNamed(readModels, name);
    const merged = await mergedInto(readModels, view.caseId);
    const askedFor = asked.caseId === view.caseId ? null : asked.number;
    const entries = await readModels.all<TimelineEntry>(timelinesCollection, {
      where: { caseId: { in: [view.caseId, ...merged.map((one) => one.caseId)] } },
      sort: { field: 'position', direction: 'asc' },
    });
    const timeline = await withSending(
      readModels,
      entries.map(({ position: _, ...entry }) => entry),
      undefined,
    );
    const numbers = new Map([view, ...merged].map((one) => [one.caseId, one.number]));
    const emails = await readModels.many<EmailView>(
      emailsCollection,
      timeline.flatMap(({ facts }) => (typeof facts.emailId === 'string' ? [facts.emailId] : [])),
    );
    const others = merged.map(({ caseId, number }) => ({ caseId, number }));
    terminal.answer({ ...view, askedFor, merged: others, timeline }, () =>
      [
        ...(askedFor === null ? [] : [`Case ${askedFor} was merged into case ${view.number}:`, '']),
        ...heading(terminal, view, others),
        '',
        ...timeline.map((entry) => line(terminal, entry, emails, merged.length > 0 ? numbers : null)),
      ].join('\n'),
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

export async function mergeCase(invocation: Invocation, name: string, into: string): Promise<undefined> {
  const number = name.replace(/^#/, '');
  const answer = await changing(invocation, 'case merge', (api) =>
    api.send('POST', `cases/${encodeURIComponent(number)}/merge`, { into: into.replace(/^#/, '') }),
  );
  const { into: other, undoUntil } = MergedCase.parse(answer);
  const told = `Case ${number} was merged into case ${other.number}; that can be undone until ${undoUntil}.`;
  invocation.terminal.answer({ case: number, ...asObject(answer) }, () => told);
}

export async function unmergeCase(invocation: Invocation, name: string): Promise<undefined> {
  const number = name.replace(/^#/, '');
  const answer = await changing(invocation, 'case unmerge', (api) =>
    api.send('POST', `cases/${encodeURIComponent(number)}/unmerge`),
  );
  invocation.terminal.answer({ case: number, ...asObject(answer) }, () => `Case ${number} stands for itself again.`);
}

export async function splitCase(
  invocation: Invocation,
  name: string,
  emails: readonly string[],
  { subject, to }: { readonly subject?: string; readonly to?: string },
): Promise<undefined> {
  const number = name.replace(/^#/, '');
  const answer = await changing(invocation, 'case split', (api) =>
    api.send('POST', `cases/${encodeURIComponent(number)}/split`, {
      emails,
      ...(subject === undefined ? {} : { subject }),
      ...(to === undefined ? {} : { userId: to }),
    }),
  );
  const { caseId } = RequestedCase.parse(answer);
  invocation.terminal.answer({ from: number, ...asObject(answer) }, () => `The new case has the id ${caseId}.`);
}

function heading(terminal: Terminal, view: CaseView, merged: readonly { readonly number: number }[]): string[] {
  const { number, subject, priority, teamId, assignee, distribution, unassignedBecause, contact } = view;
  const nobody = unassignedBecause ? `nobody (${unassignedBecause})` : 'nobody';
  const facts: [string, string][] = [
    ['Status', statusOf(view)],
    ['Merged', merged.map((one) => `case ${one.number}`).join(', ') || 'none'],
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

const statusOf = ({ status, duplicateOf, mergedInto: into }: CaseView): string => {
  if (into) return `merged into case ${into.number}`;
  return status + (duplicateOf ? ` of case ${duplicateOf.number}` : '');
};

type Entry = WithSending<Omit<TimelineEntry, 'position'>>;

/** @param numbers of the cases that are one; none: there is one */
function line(
  terminal: Terminal,
  entry: Entry,
  emails: ReadonlyMap<string, EmailView>,
  numbers: ReadonlyMap<string, number> | null,
): string {
  const of = numbers ? `${terminal.dim(`#${numbers.get(entry.caseId) ?? ''}`)}  ` : '';
  return `${terminal.dim(day(entry.at))}  ${of}${plain(said(entry, emails))}  ${terminal.dim(`(${plain(entry.actor)})`)}`;
}

/** What happened, in words. */
function said({ kind, facts, sending }: Entry, emails: ReadonlyMap<string, EmailView>): string {
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
    case 'CaseSplitOff':
      return `split off ${other('from')}`;
    case 'CaseMerged':
      return `merged into ${other('into')}`;
    case 'CaseUnmerged':
      return `stands for itself again, and is no part of ${other('from')}`;
    case 'CaseAbsorbed':
      return `${other('other')} was merged into this one`;
    case 'CaseReleased':
      return `${other('other')} is no part of this one any more`;
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
      const state = sending ? ` (${stateOf(sending)})` : '';
      return email ? `e-mail of ${email.from?.address ?? 'nobody'}: ${email.subject}${state}` : 'e-mail';
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
      return `priority: ${text('from')} to ${text('to')}${facts.reason ? ` (${text('reason')})` : ''}`;
    case 'CaseTagsSet':
      return `tags: ${tagsOf(facts.tags)}`;
    case 'CaseDuplicateFound':
      return `${other('duplicate')} is a duplicate of this one`;
    case 'CaseRelated':
      return `related to ${other('other')}`;
    case 'CaseServiceLevelStarted':
      return `its time began at ${day(text('startedAt'))}`;
    case 'CaseDueTimesSet':
      return `due times set (${text('because')})`;
    case 'CaseServiceLevelWarned':
      return `${text('target')} is due at ${day(text('dueAt'))}`;
    case 'CaseServiceLevelMissed':
      return `${text('target')} was due at ${day(text('at'))} and missed`;
    case 'CaseServiceLevelMet':
      return `${text('target')} came ${facts.late ? 'late, ' : ''}after ${text('usedMinutes')} minutes`;
    case 'CaseSatisfactionRequested':
      return `${text('recipient')} is asked how content they are`;
    case 'CaseSatisfactionGiven':
      return `rated ${text('rating')} of 5${facts.comment ? `: ${text('comment')}` : ''}`;
    case 'CaseNoteAdded':
      return `note: ${text('text')}`;
    default:
      return kind;
  }
}

const tagsOf = (tags: unknown): string => (Array.isArray(tags) && tags.length > 0 ? tags.join(', ') : 'none');
