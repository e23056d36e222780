import { derivedId } from '../../domain/ids.js';
import type { EspoEntity } from './espo-source.js';
import { text, texts } from './fields.js';
import type { Importing } from './importing.js';
import { filterScope, filterSettings, nameOf } from './translate.js';

const MAX_NAME = 100;

/** What it is here: the same however often it is brought. */
const idOf = (kind: string, { id }: EspoEntity): string => derivedId('espocrm', kind, id);

/** A folder that teams share: of the teams that it has there. */
export async function takeGroupFolder(importing: Importing, folder: EspoEntity): Promise<void> {
  const { api, names, report } = importing;
  const folderId = idOf('GroupEmailFolder', folder);
  const name = (nameOf(folder) ?? 'Folder').slice(0, MAX_NAME);
  const teamIds = texts(folder, 'teamsIds').flatMap((id) => names.of('Team', id) ?? []);
  const isNew = importing.changedBy(await api.send('POST', 'group-folders', { name, teamIds, folderId })) !== 'same';
  const changed = importing.changedBy(await api.send('PATCH', `group-folders/${folderId}`, { name, teamIds }));
  names.put('GroupEmailFolder', folder.id, folderId);
  report.became('GroupEmailFolder', isNew ? 'new' : changed);
}

/** A folder of somebody's own. */
export async function takeFolder(importing: Importing, folder: EspoEntity): Promise<void> {
  const { api, names, report } = importing;
  const userId = names.of('User', text(folder, 'assignedUserId'));
  if (userId === null) {
    importing.leave('EmailFolder', folder, 'not-taken', 'Whose it is was not taken over.');
    return;
  }
  const folderId = idOf('EmailFolder', folder);
  const name = (nameOf(folder) ?? 'Folder').slice(0, MAX_NAME);
  const answer = await api.send('POST', 'folders', { name, folderId, userId });
  names.put('EmailFolder', folder.id, folderId);
  report.became('EmailFolder', importing.changedBy(answer) === 'same' ? 'same' : 'new');
}

export async function takeFilter(importing: Importing, filter: EspoEntity): Promise<void> {
  const { api, report, names } = importing;
  const scope = filterScope(filter, names);
  const settings = filterSettings(filter, names);
  if (!scope || !settings) {
    const what = scope ? 'The folder that it moves to' : 'What it belongs to';
    importing.leave('EmailFilter', filter, 'not-taken', `${what} is not taken over.`);
    return;
  }
  const filterId = idOf('EmailFilter', filter);
  if (await importing.made('filter-exists', 'filters', { ...settings, scope, filterId })) {
    report.became('EmailFilter', 'new');
    return;
  }
  report.became('EmailFilter', importing.changedBy(await api.send('PUT', `filters/${filterId}`, settings)));
}
