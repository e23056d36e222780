import type { Asker } from '../../../application/access/asker.js';
import { caseEvents } from '../../../domain/case/events.js';
import { emailEvents } from '../../../domain/email/events.js';
import { Invalid } from '../../../domain/errors.js';
import { allEvents, type EventType } from '../../../domain/events.js';
import { threadEvents } from '../../../domain/thread/events.js';
import { ownTypes } from './own-events.js';

// Both are maps from the types of events to their schemas.
const all = Object.keys(allEvents) as EventType[];
const forAgents = new Set(Object.keys({ ...caseEvents, ...emailEvents, ...threadEvents }) as EventType[]);

/**
 * The types of events that somebody hears of: agents those of cases, e-mails, threads and their own inbox, administrators all.
 * @param wanted names with commas; none: all of them
 * @throws Invalid naming those that do not exist, or not for them
 */
export function typesFor({ administrator }: Asker, wanted: string | undefined): readonly EventType[] {
  const allowed = administrator ? all : [...all.filter((type) => forAgents.has(type)), ...ownTypes];
  if (wanted === undefined) return allowed;
  const names = wanted.split(',').map((name) => name.trim());
  const chosen = allowed.filter((type) => names.includes(type));
  const known: readonly string[] = chosen;
  const wrong = names.filter((name) => !known.includes(name));
  if (wrong.length > 0) {
    throw new Invalid(wrong.map((name) => ({ path: 'query.types', message: `there is no type ${name} for you` })));
  }
  return chosen;
}
