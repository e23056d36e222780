import type { Decider } from '../decider.js';
import { Invalid, type InvalidField, NotFound } from '../errors.js';
import type { MacroDefinition, MacroEvent, MacroRunEvent, MacroSteps } from './events.js';

export type Macro =
  | { readonly status: 'absent' | 'removed' }
  | { readonly status: 'present'; readonly definition: MacroDefinition };

export const macro: Decider<Macro, MacroEvent> = {
  initialState: () => ({ status: 'absent' }),
  evolve: (_, { type, data }) =>
    type === 'MacroRemoved' ? { status: 'removed' } : { status: 'present', definition: data },
};

/** A macro, new or other than it was; one that was removed may come back. @throws Invalid */
export function setMacro(state: Macro, definition: MacroDefinition): MacroEvent[] {
  checkSteps(definition.steps);
  if (state.status !== 'present') return [{ type: 'MacroDefined', data: definition }];
  const isSame = JSON.stringify(state.definition) === JSON.stringify(definition);
  return isSame ? [] : [{ type: 'MacroChanged', data: definition }];
}

/** Again is nothing new. @throws NotFound */
export function removeMacro(state: Macro): MacroEvent[] {
  if (state.status === 'removed') return [];
  const { macroId } = presentMacro(state);
  return [{ type: 'MacroRemoved', data: { macroId } }];
}

/** @throws NotFound */
export function presentMacro(state: Macro): MacroDefinition {
  if (state.status !== 'present') throw new NotFound('macro', 'of this id');
  return state.definition;
}

/** What no case would ever take is refused when it is written down. @throws Invalid */
function checkSteps(steps: MacroSteps): void {
  const { addTags, removeTags, assign, status, ...others } = steps;
  const wrong: InvalidField[] = [];
  const refuse = (path: string, message: string) => wrong.push({ path: `steps.${path}`, message });
  const none = !assign && !status && Object.values(others).every((one) => one === null);
  if (none && addTags.length + removeTags.length === 0) wrong.push({ path: 'steps', message: 'has none' });
  const both = addTags.find((tag) => removeTags.includes(tag));
  if (both !== undefined) refuse('removeTags', `has ${both}, which is added as well`);
  if (assign?.to === 'user' && status === 'New') refuse('status', 'is not New where there is a user: it is Assigned');
  if (assign?.to === 'distribution' && status !== null && status !== 'New' && status !== 'Pending')
    refuse('status', `is not ${status} as long as the distribution looks for a user`);
  if (wrong.length > 0) throw new Invalid(wrong);
}

/** An application of a macro to cases; none: not asked for yet. */
export const macroRun: Decider<Extract<MacroRunEvent, { type: 'MacroApplied' }>['data'] | null, MacroRunEvent> = {
  initialState: () => null,
  evolve: (_, { data }) => data,
};
