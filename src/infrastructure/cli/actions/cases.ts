import { type CaseFilter, ListCases, ListCasesHandler } from '../../../application/queries/list-cases.js';
import type { ReadModels } from '../../../application/queries/read-models.js';
import type { ShownCase } from '../../../application/queries/shown.js';
import { type CaseLine, ThreadListing } from '../../../application/queries/thread-listing.js';
import { CaseStatus } from '../../../domain/case/events.js';
import type { LevelState } from '../../../domain/service-level/standing.js';
import { UsageError } from '../exit.js';
import { reading } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';
import { day } from '../output/moments.js';

export interface Options {
  readonly status?: readonly CaseStatus[];
  readonly team?: string;
  readonly assignee?: string;
  readonly tag?: string;
  readonly text?: string;
  readonly level?: LevelState;
  readonly due?: true;
  readonly limit?: number;
}

/** Rows that people are shown unless they ask for more, and the most of one page. */
const USUAL = 50;
const PAGE = 200;

export function listCases(invocation: Invocation, options: Options): Promise<undefined> {
  const { terminal } = invocation;
  const { status, team, assignee, tag, text, level, due } = options;
  if (terminal.json && due) throw new UsageError('--due is for people: with --json each case says when it is due.');
  const filter: CaseFilter = {
    ...(status === undefined ? {} : { status }),
    ...(team === undefined ? {} : { teamId: team }),
    ...(assignee === undefined ? {} : { assignee: assignee === 'none' ? null : assignee }),
    ...(tag === undefined ? {} : { tag: tag.trim().normalize().toLowerCase() }),
    ...(text === undefined ? {} : { text }),
    ...(level === undefined ? {} : { serviceLevel: level }),
    ...(due === undefined ? {} : { sort: 'dueAt' as const }),
  };
  return reading(invocation, 'cases', async (readModels) => {
    if (terminal.json) {
      const lines: CaseLine[] = [];
      const { limit = Number.POSITIVE_INFINITY } = options;
      for await (const line of new ThreadListing(readModels).cases(filter)) if (lines.push(line) >= limit) break;
      terminal.answer(lines, () => '');
      return undefined;
    }
    const { limit = USUAL } = options;
    const { views, more } = await latest(readModels, filter, limit);
    terminal.answer(views, () => {
      if (views.length === 0) return 'There are no such cases.';
      const rows = terminal.table(views, [
        { title: 'CASE', value: ({ number }) => number, align: 'right' },
        { title: 'SUBJECT', value: ({ subject }) => subject, flexible: true },
        { title: 'STATUS', value: (view) => view.status },
        { title: 'TEAM', value: ({ teamId }) => teamId ?? '-' },
        { title: 'ASSIGNEE', value: (view) => view.assignee ?? '-' },
        { title: 'DISTRIBUTION', value: ({ distribution }) => distribution ?? '-' },
        ...(views.some(({ dueAt }) => dueAt !== null)
          ? [{ title: 'DUE', value: ({ dueAt }: ShownCase) => (dueAt === null ? '-' : day(dueAt)) }]
          : []),
        { title: 'UPDATED', value: ({ updatedAt }) => day(updatedAt) },
      ]);
      return more ? `${rows}\n${terminal.dim(`The latest ${limit}; --limit shows more.`)}` : rows;
    });
    return undefined;
  });
}

async function latest(readModels: ReadModels, filter: CaseFilter, limit: number) {
  const handler = new ListCasesHandler(readModels);
  const views: ShownCase[] = [];
  let cursor: string | null = null;
  do {
    const paging = { limit: Math.min(PAGE, limit - views.length), ...(cursor === null ? {} : { cursor }) };
    const page = await handler.execute(new ListCases({ ...filter, ...paging }));
    views.push(...page.items);
    cursor = page.next;
  } while (cursor !== null && views.length < limit);
  return { views, more: cursor !== null };
}
