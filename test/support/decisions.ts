import type { Decider } from '../../src/domain/decider.js';
import { DomainError } from '../../src/domain/errors.js';
import type { DomainEvent } from '../../src/domain/event.js';

/** The state after some more events. */
export function evolved<State, E extends DomainEvent>(
  decider: Decider<State, E>,
  state: State,
  events: readonly E[],
): State {
  return events.reduce(decider.evolve, state);
}

/** How a decision is refused: the kind of error and its stable code, or that it was not. */
export function refused(decide: () => unknown): string {
  try {
    decide();
  } catch (error) {
    if (error instanceof DomainError) return `${error.kind} ${error.code}`;
    throw error;
  }
  return 'not refused';
}
