import type { Mailcase } from '../../src/application/mailcase.js';
import type { Decider } from '../../src/domain/decider.js';
import type { MailcaseEvent } from '../../src/domain/events.js';

/** What somebody asks for: the same request again, by its cause, as long as nobody has said yes or no. */
export interface Request {
  readonly label: string;
  run(mailcase: Mailcase): Promise<unknown>;
}

export const by = (cause: string | number) => ({ actor: 'user:ana', cause: `request-${cause}` });

/** Decides about one stream. @param decide with the time as the node that is asked knows it */
export function change<State, E extends MailcaseEvent>(
  label: string,
  decider: Decider<State, E>,
  stream: string,
  decide: (state: State, now: Date) => E[],
  n: number,
): Request {
  const run = ({ aggregates, adapters }: Mailcase) =>
    aggregates.change(decider, stream, (state) => decide(state, adapters.clock.now()), by(n));
  return { label, run };
}
