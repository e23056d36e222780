import type { DomainEvent } from './event.js';

/**
 * An aggregate as a decider: where it starts, and how a fact changes it. What may be decided stands beside it as plain
 * functions of the state that return events or throw a domain error.
 */
export interface Decider<State, E extends DomainEvent> {
  initialState(): State;
  evolve(state: State, event: E): State;
}

/** The state after a history. */
export function fold<State, E extends DomainEvent>(decider: Decider<State, E>, history: Iterable<E>): State {
  let state = decider.initialState();
  for (const event of history) state = decider.evolve(state, event);
  return state;
}
