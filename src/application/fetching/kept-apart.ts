import { hasId } from '../../domain/mail-account/id-set.js';
import type { Mailbox } from '../../domain/mail-account/mailbox.js';
import type { KeptOut, Quarantined } from './intake.js';

type Apart = Quarantined | KeptOut;

/** Of what did not come in, what the mailbox has not noted yet, each once. */
export function notNotedYet(state: Mailbox, apart: readonly Apart[]): readonly Apart[] {
  const fresh = new Map<string, Apart>();
  for (const event of apart) {
    const id = event.type === 'EmailSkipped' ? event.data.skippedId : event.data.quarantineId;
    const noted = event.type === 'EmailSkipped' ? state.skipped : state.quarantined;
    if (!hasId(noted, id) && !fresh.has(id)) fresh.set(id, event);
  }
  return [...fresh.values()];
}
