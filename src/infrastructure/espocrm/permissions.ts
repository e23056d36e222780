import type { Action, Level, Scope } from '../../domain/access/permissions.js';
import { type EspoEntity } from './espo-source.js';
import { map, text } from './fields.js';

type Wanted = Partial<Record<Scope, Partial<Record<Action, Level>>>>;

const LEVELS: readonly Level[] = ['no', 'own', 'team', 'all'];
const RECORDS = ['Account', 'Contact', 'Lead', 'Opportunity'];

/**
 * What a role of EspoCRM allows, in scopes that are fewer: of the four kinds of records the narrowest level holds, so that
 * nobody may more here than there. What is not said there is `no`.
 */
export function permissionsOf(role: EspoEntity): Wanted {
  const data = map(role, 'data');
  const assign = permissionLevel(text(role, 'assignmentPermission'));
  const group = permissionLevel(text(role, 'groupEmailAccountPermission'));
  const of = (scope: string): Record<Action, Level> => {
    const actions = data.get(scope);
    const level = (action: string): Level => levelOf(actions, action);
    return {
      read: level('read'),
      edit: level('edit'),
      assign: narrower(assign, level('edit')),
      delete: level('delete'),
    };
  };
  const records = RECORDS.map(of).reduce((a, b) => ({
    read: narrower(a.read, b.read),
    edit: narrower(a.edit, b.edit),
    assign: narrower(a.assign, b.assign),
    delete: narrower(a.delete, b.delete),
  }));
  const own: Record<Action, Level> = { read: 'own', edit: 'own', assign: 'no', delete: 'own' };
  return {
    emails: of('Email'),
    cases: of('Case'),
    records,
    groupAccounts: { read: group },
    filters: own,
    ...(data.get('EmailAccountScope') === true ? { personalAccounts: own } : {}),
  };
}

const KNOWN = new Set(['Email', 'Case', ...RECORDS, 'EmailAccountScope']);

/** The kinds that a role says something of and that have no place here. */
export const unknownIn = (role: EspoEntity): readonly string[] =>
  [...map(role, 'data')].flatMap(([kind, said]) => (KNOWN.has(kind) || said === false ? [] : [kind]));

/** A kind that is switched off is `false`; one that is on without levels is `true`, and says of none. */
function levelOf(actions: unknown, action: string): Level {
  const level = typeof actions === 'object' && actions !== null ? Reflect.get(actions, action) : null;
  return LEVELS.find((one) => one === level) ?? 'no';
}

/** Permissions of the whole system: `all`, `team`, `no`, or not set. */
const permissionLevel = (level: string | null): Level => LEVELS.find((one) => one === level) ?? 'no';

const narrower = (a: Level, b: Level): Level => (LEVELS.indexOf(a) <= LEVELS.indexOf(b) ? a : b);
