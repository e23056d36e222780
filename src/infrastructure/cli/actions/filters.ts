import { z } from 'zod';
import { type FilterView, filtersCollection } from '../../../projections/filters.js';
import { UsageError } from '../exit.js';
import { accountByApi } from '../folder/accounts.js';
import type { Api } from '../folder/api.js';
import { changing, reading } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';
import { day } from '../output/moments.js';
import { plain } from '../output/text.js';

interface Parameters {
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly contains?: readonly string[];
  readonly containsAll?: readonly string[];
  readonly attachment?: boolean;
  readonly largerThan?: number;
  readonly header?: string;
  readonly listId?: string;
  readonly automatic?: boolean;
}

interface Added extends Parameters {
  readonly account?: string;
  readonly user?: string;
  readonly skip?: boolean;
  readonly folder?: string;
  readonly groupFolder?: string;
  readonly link?: string;
  /** `--no-case` makes it false. */
  readonly case?: boolean;
  readonly skill?: string;
  readonly markRead?: boolean;
  readonly quiet?: boolean;
  readonly order: number;
}

const Saved = z.object({ filterId: z.string(), warnings: z.array(z.string()) });
const Tried = z.object({
  looked: z.number(),
  isComplete: z.boolean(),
  caught: z.array(
    z.object({
      emailId: z.string(),
      receivedAt: z.string(),
      sender: z.string(),
      subject: z.string(),
      because: z.string(),
    }),
  ),
});

export function listFilters(invocation: Invocation): Promise<undefined> {
  const { terminal } = invocation;
  return reading(invocation, 'filters list', async (readModels) => {
    const filters = await readModels.all<FilterView>(filtersCollection, { sort: { field: 'place', direction: 'asc' } });
    terminal.answer(filters, () =>
      filters.length === 0
        ? 'There are no filters.'
        : terminal.table(filters, [
            { title: 'ID', value: ({ filterId }) => filterId },
            { title: 'NAME', value: ({ name }) => name, flexible: true },
            { title: 'OF', value: ({ scopeKey }) => scopeKey, flexible: true },
            { title: 'ORDER', value: ({ order }) => order, align: 'right' },
            { title: 'ACTION', value: ({ action }) => action.kind },
          ]),
    );
    return undefined;
  });
}

export async function addFilter(invocation: Invocation, name: string, options: Added): Promise<undefined> {
  const { order, markRead: markAsRead = false, quiet: skipNotification = false } = options;
  const settings = { name, parameters: given(options), action: actionOf(options), markAsRead, skipNotification, order };
  const saved = await changing(invocation, 'filters add', async (api) =>
    Saved.parse(await api.send('POST', 'filters', { scope: await scopeOf(api, options), ...settings })),
  );
  invocation.terminal.answer(saved, () => [`Filter ${saved.filterId} is there.`, ...saved.warnings].join('\n'));
}

export async function removeFilter(invocation: Invocation, id: string): Promise<undefined> {
  await changing(invocation, 'filters remove', (api) => api.send('DELETE', `filters/${encodeURIComponent(id)}`));
  invocation.terminal.answer({ filterId: id }, () => `Filter ${plain(id)} is removed.`);
}

export async function tryFilter(
  invocation: Invocation,
  id: string | undefined,
  options: Parameters & { readonly account?: string; readonly last: number },
): Promise<undefined> {
  const parameters = given(options);
  if ((id === undefined) === (Object.keys(parameters).length === 0))
    throw new UsageError('Name a filter by its id, or say what a message must be like.');
  const { terminal } = invocation;
  const tried = await changing(invocation, 'filters try', async (api) => {
    const { last, account } = options;
    const of = account === undefined ? {} : { accountId: await accountByApi(api, account) };
    return Tried.parse(
      await api.send('POST', 'filters/try', id === undefined ? { parameters, ...of, last } : { filterId: id, last }),
    );
  });
  const looked = `${tried.caught.length} of ${tried.looked} messages${tried.isComplete ? '' : '; it took too long for more'}.`;
  terminal.answer(tried, () =>
    tried.caught.length === 0
      ? looked
      : `${terminal.table(tried.caught, [
          { title: 'CAME', value: ({ receivedAt }) => day(receivedAt) },
          { title: 'FROM', value: ({ sender }) => sender, flexible: true },
          { title: 'SUBJECT', value: ({ subject }) => subject, flexible: true },
          { title: 'BECAUSE', value: ({ because }) => because, flexible: true },
        ])}\n${looked}`,
  );
}

/** What is not given is left out. */
function given({ contains, containsAll, attachment, header, ...options }: Parameters): Record<string, unknown> {
  const { from, to, subject, largerThan, listId, automatic } = options;
  const all = { from, to, subject, largerThan, listId, automatic, hasAttachment: attachment };
  const phrases = { bodyContains: contains, bodyContainsAll: containsAll, headerEquals: header && fieldOf(header) };
  return Object.fromEntries(Object.entries({ ...all, ...phrases }).filter(([, value]) => value !== undefined));
}

function fieldOf(text: string) {
  const [, name, value] = /^([^:\s]+):\s*(.+)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new UsageError('A header field is as "X-Spam: yes".');
  return { name, value };
}

async function scopeOf(api: Api, { account, user }: Added) {
  if (account !== undefined && user !== undefined) throw new UsageError('Of an account, or of a user: not both.');
  if (user !== undefined) return { kind: 'user', userId: user };
  return account === undefined ? { kind: 'global' } : { kind: 'account', accountId: await accountByApi(api, account) };
}

/** One of them; without any, it skips, or does what only marks. */
function actionOf({ skip, folder, groupFolder, link, skill, markRead, quiet, ...options }: Added) {
  const actions = [
    ...(skip ? [{ kind: 'skip' }] : []),
    ...(folder === undefined ? [] : [{ kind: 'move-to-folder', folderId: folder }]),
    ...(groupFolder === undefined ? [] : [{ kind: 'move-to-group-folder', folderId: groupFolder }]),
    ...(link === undefined ? [] : [{ kind: 'link-to-record', record: recordOf(link) }]),
    ...(options.case === false ? [{ kind: 'no-case' }] : []),
    ...(skill === undefined ? [] : [{ kind: 'need-skill', skill }]),
  ];
  if (actions.length > 1) throw new UsageError('A filter does one thing; --mark-read and --quiet come beside it.');
  return actions[0] ?? { kind: markRead || quiet ? 'none' : 'skip' };
}

function recordOf(text: string) {
  const [, type, id] = /^([A-Za-z]+)\/(.+)$/.exec(text) ?? [];
  if (type === undefined || id === undefined) throw new UsageError('A record is as Contact/17.');
  return { type, id };
}
