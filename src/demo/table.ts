import type { Mailcase } from '../application/mailcase.js';
import { table } from '../infrastructure/cli/output/table.js';
import { shorten } from '../infrastructure/cli/output/text.js';
import { type AssignmentEntry, assignmentHistoryCollection } from '../projections/assignment-history.js';
import { type CaseView, casesCollection } from '../projections/cases.js';
import { because } from './story.js';

const MOST = 1_000;
/** Columns of a subject. */
const SUBJECT = 44;

interface Row {
  readonly view: CaseView;
  readonly why: string;
}

/** Who has which case, and why: one line a case. */
export async function assignmentTable(mailcase: Mailcase, nameOf: (userId: string) => string): Promise<string[]> {
  const { documents } = mailcase.adapters;
  const sort = { field: 'number', direction: 'asc' } as const;
  const { items } = await documents.find(casesCollection, { sort, limit: MOST });
  const rows: Row[] = [];
  for (const { document } of items) {
    // Written by the read model `cases`.
    const view = document as unknown as CaseView;
    rows.push({ view, why: await why(mailcase, view) });
  }
  const shown = table<Row>(
    rows,
    [
      { title: 'CASE', value: ({ view }) => `#${view.number}` },
      { title: 'SUBJECT', value: ({ view }) => shorten(view.subject, SUBJECT) },
      { title: 'TEAM', value: ({ view }) => view.teamId },
      { title: 'DISTRIBUTION', value: ({ view }) => view.distribution },
      { title: 'ASSIGNEE', value: ({ view }) => (view.assignee ? nameOf(view.assignee) : null) },
      { title: 'WHY', value: (row) => row.why },
    ],
    null,
  );
  return shown.split('\n');
}

async function why({ adapters: { documents } }: Mailcase, { caseId, duplicateOf }: CaseView): Promise<string> {
  if (duplicateOf) return `duplicate of #${duplicateOf.number}`;
  const sort = { field: 'revision', direction: 'asc' } as const;
  const { items } = await documents.find(assignmentHistoryCollection, { where: { caseId }, sort, limit: 1 });
  // Written by the read model `assignment-history`.
  const first = items[0]?.document as unknown as AssignmentEntry | undefined;
  return first?.explanation ? because(first.explanation) : '';
}
