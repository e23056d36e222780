import { z } from 'zod';

/** What permissions are about, as in EspoCRM's roles. */
export const Scope = z.enum(['emails', 'cases', 'records', 'groupAccounts', 'filters', 'personalAccounts', 'audit']);
export type Scope = z.infer<typeof Scope>;
export const Action = z.enum(['read', 'edit', 'assign', 'delete']);
export type Action = z.infer<typeof Action>;
/** How far a permission reaches: nothing, what is one's own, what is one's teams', everything. */
export const Level = z.enum(['no', 'own', 'team', 'all']);
export type Level = z.infer<typeof Level>;

/** A level for every action in every scope. */
export const Permissions = z
  .record(Scope, z.record(Action, Level))
  .describe('For each scope and action a level: `{ cases: { read: team, … }, … }`.');
export type Permissions = z.infer<typeof Permissions>;

const LEVELS: readonly Level[] = Level.options;
/** The wider of two levels. */
export const wider = (a: Level, b: Level): Level => (LEVELS.indexOf(a) >= LEVELS.indexOf(b) ? a : b);

const everywhere = (levels: Record<Action, Level>): Permissions => mapped((_, action) => levels[action]);

/** What an administrator may: everything. */
export const EVERYTHING = everywhere({ read: 'all', edit: 'all', assign: 'all', delete: 'all' });
/** What roles are added up from. */
export const NOTHING = everywhere({ read: 'no', edit: 'no', assign: 'no', delete: 'no' });

/** Permissions that leave out what they do not give. */
export function completed(given: Partial<Record<Scope, Partial<Record<Action, Level>>>>): Permissions {
  return mapped((scope, action) => given[scope]?.[action] ?? 'no');
}

/** What a user without any role may: the daily work of a small company in which everybody sees everything. */
export const BASELINE: Permissions = {
  ...NOTHING,
  emails: { read: 'all', edit: 'all', assign: 'all', delete: 'own' },
  cases: { read: 'all', edit: 'all', assign: 'all', delete: 'no' },
  records: { read: 'all', edit: 'all', assign: 'all', delete: 'no' },
  groupAccounts: { read: 'team', edit: 'no', assign: 'no', delete: 'no' },
  filters: { read: 'own', edit: 'own', assign: 'no', delete: 'own' },
  personalAccounts: { read: 'own', edit: 'own', assign: 'no', delete: 'own' },
};

/** Several roles together: for each scope and action the widest. */
export function widest(roles: readonly Permissions[]): Permissions {
  return roles.reduce(
    (sum, role) => mapped((scope, action) => wider(sum[scope][action], role[scope][action])),
    NOTHING,
  );
}

/** A level for each. */
export function mapped(level: (scope: Scope, action: Action) => Level): Permissions {
  const ofScope = (scope: Scope) => Object.fromEntries(Action.options.map((action) => [action, level(scope, action)]));
  // The keys are those of the enums.
  return Object.fromEntries(Scope.options.map((scope) => [scope, ofScope(scope)])) as Permissions;
}

/** How somebody stands to a thing. */
export interface Relation {
  /** It is theirs: assigned to them, made by them, sent to them, in their inbox. */
  readonly own: boolean;
  /** It is one of their teams'. */
  readonly team: boolean;
}

/** Whether a level reaches a thing; what is one's own is within one's team's reach. */
export function reaches(level: Level, { own, team }: Relation): boolean {
  switch (level) {
    case 'no':
      return false;
    case 'own':
      return own;
    case 'team':
      return own || team;
    case 'all':
      return true;
  }
}
