import { role } from '../../domain/access/role.js';
import { team } from '../../domain/access/team.js';
import { type User, user } from '../../domain/access/user.js';
import { calendar } from '../../domain/calendar/calendar.js';
import { NotFound, Rejected } from '../../domain/errors.js';
import {
  type AccountId,
  type CalendarId,
  type FolderId,
  type RoleId,
  streams,
  type TeamId,
  type UserId,
} from '../../domain/ids.js';
import { emailFolder } from '../../domain/inbox/email-folder.js';
import { type GroupFolder, groupFolder } from '../../domain/inbox/group-folder.js';
import { movable } from '../../domain/inbox/places.js';
import { mailAccount, type OpenAccount } from '../../domain/mail-account/mail-account.js';
import type { Aggregates } from '../log/aggregates.js';

/** @throws NotFound */
export async function presentUser(
  aggregates: Aggregates,
  userId: UserId,
): Promise<Exclude<User, { status: 'absent' }>> {
  const { state } = await aggregates.load(user, streams.user(userId));
  if (state.status === 'absent') throw new NotFound('user', userId);
  return state;
}

/** @throws NotFound, Rejected */
export async function activeUser(aggregates: Aggregates, userId: UserId): Promise<void> {
  const { status } = await presentUser(aggregates, userId);
  if (status !== 'active') throw new Rejected('user-not-active', `User ${userId} is not active.`);
}

/** Those of some names that are active users. */
export async function activeAmong(aggregates: Aggregates, names: readonly UserId[]): Promise<UserId[]> {
  const loaded = await Promise.all(names.map((userId) => aggregates.load(user, streams.user(userId))));
  return loaded.flatMap(({ state }) => (state.status === 'active' ? [state.userId] : []));
}

/** @throws NotFound */
export async function presentTeam(aggregates: Aggregates, teamId: TeamId): Promise<void> {
  const { state } = await aggregates.load(team, streams.team(teamId));
  if (state.status === 'absent') throw new NotFound('team', teamId);
}

/** A folder that teams share. @throws NotFound */
export async function presentGroupFolder(aggregates: Aggregates, folderId: FolderId): Promise<GroupFolder> {
  const { state } = await aggregates.load(groupFolder, streams.groupFolder(folderId));
  if (state.status !== 'present') throw new NotFound('group folder', folderId);
  return state;
}

/** A folder that a user made, or one that everybody has. @throws NotFound */
export async function presentFolder(aggregates: Aggregates, folderId: FolderId, userId: UserId): Promise<void> {
  if (movable.has(folderId)) return;
  const { state } = await aggregates.load(emailFolder, streams.emailFolder(folderId));
  if (state.status !== 'present' || state.userId !== userId) throw new NotFound('folder', folderId);
}

/** @throws NotFound */
export async function presentCalendar(aggregates: Aggregates, calendarId: CalendarId): Promise<void> {
  const { state } = await aggregates.load(calendar, streams.calendar(calendarId));
  if (state.status !== 'present') throw new NotFound('calendar', calendarId);
}

/** @throws NotFound */
export async function presentRole(aggregates: Aggregates, roleId: RoleId): Promise<void> {
  const { state } = await aggregates.load(role, streams.role(roleId));
  if (state.status === 'absent') throw new NotFound('role', roleId);
}

/** @throws NotFound */
export async function openAccount(aggregates: Aggregates, accountId: AccountId): Promise<OpenAccount> {
  const { state } = await aggregates.load(mailAccount, streams.mailAccount(accountId));
  if (state.status === 'absent') throw new NotFound('mail account', accountId);
  return state;
}
