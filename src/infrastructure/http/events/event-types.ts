import { type Asker, levelOf, mayWithOwn } from '../../../application/access/asker.js';
import { caseEvents } from '../../../domain/case/events.js';
import { emailEvents } from '../../../domain/email/events.js';
import { Invalid } from '../../../domain/errors.js';
import { allEvents, type EventType } from '../../../domain/events.js';
import { threadEvents } from '../../../domain/thread/events.js';
import { ownTypes } from './own-events.js';

// Both are maps from the types of events to their schemas.
const all = Object.keys(allEvents) as EventType[];
const typesOf = (events: object) => new Set(Object.keys(events) as EventType[]);
/** Those that tell of what a permission reaches. */
export const ofScope = { cases: typesOf(caseEvents), emails: typesOf({ ...emailEvents, ...threadEvents }) } as const;

/**
 * The types of events that somebody hears of: administrators all, others those of cases, e-mails and threads, as far as they
 * may read such, and those of their own inbox.
 * @param wanted names with commas; none: all of them
 * @throws Invalid naming those that do not exist, or not for them
 */
export function typesFor(asker: Asker, wanted: string | undefined): readonly EventType[] {
  const scopes = (['cases', 'emails'] as const).filter((scope) => levelOf(asker, scope, 'read') !== 'no');
  const reached = all.filter((type) => scopes.some((scope) => ofScope[scope].has(type)));
  const own = mayWithOwn(asker, 'read') ? ownTypes : [];
  const allowed = asker.administrator ? all : [...reached, ...own];
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
