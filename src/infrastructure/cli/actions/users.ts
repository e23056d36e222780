import { type UserView, usersCollection } from '../../../projections/people.js';
import { changing, reading } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';

export interface NewUser {
  readonly name?: string;
  readonly administrator?: true;
  readonly email?: readonly string[];
}

export async function addUser(invocation: Invocation, userId: string, options: NewUser): Promise<undefined> {
  const { name = userId, administrator = false, email: emailAddresses = [] } = options;
  const body = { userId, name, administrator, emailAddresses };
  const answer = await changing(invocation, 'user add', (api) => api.send('POST', 'users', body));
  invocation.terminal.answer({ userId, ...asObject(answer) }, () => `User ${userId} is registered.`);
}

export const setEmailAddresses = (invocation: Invocation, userId: string, emailAddresses: readonly string[]) =>
  change(invocation, 'PUT', userId, 'email-addresses', { emailAddresses }, 'has these addresses now');
export const setRoles = (invocation: Invocation, userId: string, roleIds: readonly string[]) =>
  change(invocation, 'PUT', userId, 'roles', { roleIds }, 'has these roles now');
export const activateUser = (invocation: Invocation, userId: string) =>
  change(invocation, 'POST', userId, 'activate', undefined, 'is active');
export const deactivateUser = (invocation: Invocation, userId: string) =>
  change(invocation, 'POST', userId, 'deactivate', undefined, 'is not active any more');

async function change(
  invocation: Invocation,
  method: 'POST' | 'PUT',
  userId: string,
  what: string,
  body: unknown,
  outcome: string,
): Promise<undefined> {
  const path = `users/${encodeURIComponent(userId)}/${what}`;
  const answer = await changing(invocation, `user ${what}`, (api) => api.send(method, path, body));
  invocation.terminal.answer({ userId, ...asObject(answer) }, () => `User ${userId} ${outcome}.`);
}

export function listUsers(invocation: Invocation): Promise<undefined> {
  const { terminal } = invocation;
  return reading(invocation, 'user list', async (readModels) => {
    const users = await readModels.all<UserView>(usersCollection);
    terminal.answer(users, () =>
      users.length === 0
        ? 'There are no users yet: `mailcase user add`.'
        : terminal.table(users, [
            { title: 'USER', value: ({ userId }) => userId },
            { title: 'NAME', value: ({ name }) => name, flexible: true },
            { title: 'ACTIVE', value: ({ active }) => (active ? 'yes' : 'no') },
            { title: 'ADMINISTRATOR', value: ({ administrator }) => (administrator ? 'yes' : 'no') },
            { title: 'ROLES', value: ({ roleIds }) => roleIds.join(', '), flexible: true },
            { title: 'ADDRESSES', value: ({ emailAddresses }) => emailAddresses.join(', '), flexible: true },
          ]),
    );
    return undefined;
  });
}

/** What a command of the API answers: an object, or nothing of note. */
export const asObject = (answer: unknown): object => (typeof answer === 'object' && answer !== null ? answer : {});
