import type { EspoEntity } from './espo-source.js';
import { text, texts } from './fields.js';
import type { Importing } from './importing.js';
import { permissionsOf, unknownIn } from './permissions.js';
import { memberships, nameOf, userBody } from './translate.js';

export async function takeRole(importing: Importing, role: EspoEntity): Promise<void> {
  const roleId = importing.named('Role', role, nameOf(role));
  if (roleId === null) return;
  const isThere = (await importing.api.send('GET', `roles/${roleId}`).catch(() => null)) !== null;
  const body = { name: (nameOf(role) ?? roleId).slice(0, 200), permissions: permissionsOf(role) };
  const outcome = importing.changedBy(await importing.api.send('PUT', `roles/${roleId}`, body));
  importing.report.became('Role', isThere ? outcome : 'new');
  const unknown = unknownIn(role);
  if (unknown.length > 0)
    importing.remark('Role', role, 'no-place', `What it says of these has no place here: ${unknown.join(', ')}.`);
}

export async function takeTeam(importing: Importing, team: EspoEntity): Promise<void> {
  const teamId = importing.named('Team', team, nameOf(team));
  if (teamId === null) return;
  const body = { teamId, name: (nameOf(team) ?? teamId).slice(0, 200) };
  importing.report.became('Team', (await importing.made('team-exists', 'teams', body)) ? 'new' : 'same');
}

export async function takeUser(importing: Importing, user: EspoEntity): Promise<void> {
  const { names, report } = importing;
  const type = text(user, 'type') ?? 'regular';
  if (type !== 'regular' && type !== 'admin') {
    importing.leave('User', user, 'user-type', `Users of the type ${type} are no people who work here.`);
    return;
  }
  const userId = importing.named('User', user, text(user, 'userName'));
  if (userId === null) return;
  const isNew = (await importing.made('user-exists', 'users', userBody(user, userId))) !== null;
  const answers: unknown[] = [];
  const roleIds = texts(user, 'rolesIds').flatMap((id) => names.of('Role', id) ?? []);
  answers.push(await importing.partly('User', user, 'PUT', `users/${userId}/roles`, { roleIds }));
  for (const { teamId, position } of memberships(user)) {
    const team = names.of('Team', teamId);
    if (team === null) continue;
    answers.push(await importing.partly('User', user, 'PUT', `teams/${team}/members/${userId}`, { position }));
  }
  if (user.isActive === false) answers.push(await importing.partly('User', user, 'POST', `users/${userId}/deactivate`));
  const outcome = importing.changedBy(...answers);
  report.became('User', isNew ? 'new' : outcome);
}
