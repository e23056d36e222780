import type { Action, Scope } from '../../domain/access/permissions.js';
import type { Subject } from './subjects.js';

/** What a command asks of whoever sends it. */
export interface CommandNeed<Command> {
  readonly scope: Scope;
  readonly action: Action;
  /** What it is about; none: nothing that is there yet. */
  readonly about?: (command: Command) => Subject | null;
  /** What it takes besides, at whatever level: how far that has to reach, its handler sees to. */
  readonly also?: Pick<CommandNeed<Command>, 'scope' | 'action'>;
}

type Declared<Command> = CommandNeed<Command> | 'anybody' | 'own';

const needs = new WeakMap<object, Declared<never>>();

/**
 * Declares who may send a command: whoever's permission for the action reaches what it is about. A command that declares
 * nothing is for administrators alone; so what is forgotten is shut.
 */
export function Requires<Command extends object>(
  scope: Scope,
  action: Action,
  about?: (command: Command) => Subject | null,
  also?: CommandNeed<Command>['also'],
) {
  return (command: new (...args: never[]) => Command): void => {
    needs.set(command, { scope, action, ...(about && { about }), ...(also && { also }) });
  };
}

/** Declares that any active user may send a command: whose it is, its handler sees to. */
export function ForAnybody() {
  return (command: new (...args: never[]) => object): void => {
    needs.set(command, 'anybody');
  };
}

/** Declares the same of what every user may do with their own; a token must be for that (`self:edit`). */
export function OfOwn() {
  return (command: new (...args: never[]) => object): void => {
    needs.set(command, 'own');
  };
}

/** None: it declares nothing. */
export function needOf(command: object): Declared<object> | null {
  // What was declared for a class takes its commands, and this is one.
  return (needs.get(command.constructor) as Declared<object> | undefined) ?? null;
}
