import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Action, type Permissions, Scope } from '../../../domain/access/permissions.js';
import { type RoleView, rolesCollection } from '../../../projections/people.js';
import { CommandFailure, UsageError } from '../exit.js';
import { type Api, ApiRefused } from '../folder/api.js';
import { changing, reading } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';
import { asObject } from './users.js';

interface Definition {
  readonly name?: string;
  readonly allow?: readonly string[];
  readonly file?: string;
}

/** What is in it, the API says; here it has only to be of this form. */
const Given = z.object({ name: z.string().optional(), permissions: z.record(z.string(), z.unknown()) });
const Named = z.object({ name: z.string() });

export function listRoles(invocation: Invocation): Promise<undefined> {
  const { terminal } = invocation;
  return reading(invocation, 'roles list', async (readModels) => {
    const roles = await readModels.all<RoleView>(rolesCollection);
    terminal.answer(roles, () =>
      roles.length === 0
        ? 'There are no roles: everybody may what a user without one may.'
        : terminal.table(roles, [
            { title: 'ROLE', value: ({ roleId }) => roleId },
            { title: 'NAME', value: ({ name }) => name, flexible: true },
            { title: 'READS', value: ({ permissions }) => readsOf(permissions), flexible: true },
          ]),
    );
    return undefined;
  });
}

const readsOf = (permissions: Permissions): string =>
  Scope.options
    .flatMap((scope) => (permissions[scope].read === 'no' ? [] : `${scope}=${permissions[scope].read}`))
    .join(', ');

export function showRole(invocation: Invocation, roleId: string): Promise<undefined> {
  const { terminal } = invocation;
  return reading(invocation, 'roles show', async (readModels) => {
    const { name, permissions } = await readModels.mustGet<RoleView>(rolesCollection, roleId, 'role');
    terminal.answer({ roleId, name, permissions }, () => {
      const level = (action: Action) => ({
        title: action.toUpperCase(),
        value: (scope: Scope) => permissions[scope][action],
      });
      const columns = [{ title: 'SCOPE', value: (scope: Scope) => scope }, ...Action.options.map(level)];
      return `${name}\n${terminal.table(Scope.options, columns)}`;
    });
    return undefined;
  });
}

export async function defineRole(invocation: Invocation, roleId: string, options: Definition): Promise<undefined> {
  const { file, allow } = options;
  if ((file === undefined) === (allow === undefined)) throw new UsageError('Give either --allow or --file.');
  const given = file === undefined ? { permissions: permissionsOf(allow ?? []) } : await fromFile(file);
  const answer = await changing(invocation, 'roles define', async (api) => {
    const name = options.name ?? given.name ?? (await nameOf(api, roleId)) ?? roleId;
    return api.send('PUT', pathOf(roleId), { name, permissions: given.permissions });
  });
  invocation.terminal.answer({ roleId, ...asObject(answer) }, () => `Role ${roleId} allows that now.`);
}

export async function removeRole(invocation: Invocation, roleId: string): Promise<undefined> {
  const answer = await changing(invocation, 'roles remove', (api) => api.send('DELETE', pathOf(roleId)));
  invocation.terminal.answer({ roleId, ...asObject(answer) }, () => `Role ${roleId} is removed.`);
}

const pathOf = (roleId: string): string => `roles/${encodeURIComponent(roleId)}`;

/** The name that it has; none: it is new. */
async function nameOf(api: Api, roleId: string): Promise<string | undefined> {
  try {
    return Named.parse(await api.send('GET', pathOf(roleId))).name;
  } catch (error) {
    if (error instanceof ApiRefused && error.status === 404) return undefined;
    throw error;
  }
}

function permissionsOf(allow: readonly string[]): Record<string, Record<string, string>> {
  const permissions: Record<string, Record<string, string>> = {};
  for (const one of allow) {
    const [, scope, action, level] = /^([A-Za-z]+):([a-z]+)=([a-z]+)$/.exec(one) ?? [];
    if (scope === undefined || action === undefined || level === undefined)
      throw new UsageError(`A permission is as cases:read=team, and not ${one}.`);
    permissions[scope] = { ...permissions[scope], [action]: level };
  }
  return permissions;
}

async function fromFile(file: string): Promise<z.infer<typeof Given>> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new CommandFailure(`${file} cannot be read: ${error.message}`);
  });
  try {
    return Given.parse(JSON.parse(text));
  } catch {
    throw new CommandFailure(
      `${file} is no role in JSON: { "name": …, "permissions": { "cases": { "read": "team" } } }.`,
    );
  }
}
