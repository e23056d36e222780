import { caseDecider } from '../../domain/case/case.js';
import { crmRecord } from '../../domain/crm-record/crm-record.js';
import { Invalid, NotFound, Rejected } from '../../domain/errors.js';
import type { FilterAction, FilterScope } from '../../domain/filter/events.js';
import { ownerOf } from '../../domain/filter/filter.js';
import { type AccountId, type FolderId, type RecordRef, streams, type UserId } from '../../domain/ids.js';
import { emailFolder } from '../../domain/inbox/email-folder.js';
import { groupFolder } from '../../domain/inbox/group-folder.js';
import { movable } from '../../domain/inbox/places.js';
import type { Asker } from '../access/asker.js';
import type { Aggregates } from '../log/aggregates.js';
import { openAccount, presentUser } from './present.js';

/** A scope as it is asked for: of a user, where none is named, of whoever asks. */
export type NamedScope =
  | { readonly kind: 'global' }
  | { readonly kind: 'account'; readonly accountId: AccountId }
  | { readonly kind: 'user'; readonly userId?: UserId | undefined };

/** @throws NotFound where there is no such account or user */
export async function scopeOf(aggregates: Aggregates, named: NamedScope, asker?: Asker): Promise<FilterScope> {
  if (named.kind === 'global') return { kind: 'global' };
  if (named.kind === 'account') {
    const { accountId, owner } = await openAccount(aggregates, named.accountId);
    // Of others' own accounts nobody is told that they are there.
    if (owner !== null && asker && !asker.administrator && asker.userId !== owner)
      throw new NotFound('mail account', accountId);
    return { kind: 'account', accountId, owner };
  }
  const userId = named.userId ?? asker?.userId;
  if (userId === undefined) throw new Invalid([{ path: 'scope.userId', message: 'whose inbox?' }]);
  await presentUser(aggregates, userId);
  return { kind: 'user', userId };
}

/** Filters of all mail, and of group accounts, are the administrators' alone. @throws Rejected */
export function mustSetUp(scope: FilterScope, asker?: Asker): void {
  if (asker && !asker.administrator && ownerOf(scope) === null)
    throw new Rejected('administrators-only', 'Only administrators set up filters of all mail and of group accounts.');
}

/** What an action names has to be there, and be that user's. @throws Invalid */
export async function mustExist(aggregates: Aggregates, scope: FilterScope, action: FilterAction): Promise<void> {
  const missing = (path: string, message: string) => new Invalid([{ path: `action.${path}`, message }]);
  if (action.kind === 'move-to-folder' && !(await isFolderOf(aggregates, action.folderId, ownerOf(scope))))
    throw missing('folderId', `there is no folder ${action.folderId} of that user`);
  if (action.kind === 'move-to-group-folder' && !(await isGroupFolder(aggregates, action.folderId)))
    throw missing('folderId', `there is no group folder ${action.folderId}`);
  if (action.kind === 'link-to-record' && !(await isRecord(aggregates, action.record)))
    throw missing('record', `there is no ${action.record.type} ${action.record.id}`);
}

async function isFolderOf(aggregates: Aggregates, folderId: FolderId, owner: UserId | null): Promise<boolean> {
  if (movable.has(folderId)) return true;
  const { state } = await aggregates.load(emailFolder, streams.emailFolder(folderId));
  return state.status === 'present' && state.userId === owner;
}

async function isGroupFolder(aggregates: Aggregates, folderId: FolderId): Promise<boolean> {
  const { state } = await aggregates.load(groupFolder, streams.groupFolder(folderId));
  return state.status === 'present';
}

async function isRecord(aggregates: Aggregates, record: RecordRef): Promise<boolean> {
  if (record.type === 'Case') {
    const { revision } = await aggregates.load(caseDecider, streams.case(record.id));
    return revision >= 0;
  }
  const { state } = await aggregates.load(crmRecord, streams.crmRecord(record.type, record.id));
  return state.status === 'registered';
}
