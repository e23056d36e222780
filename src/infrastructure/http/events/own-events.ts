import { allEvents, type EventType } from '../../../domain/events.js';
import { emailFolderEvents, inboxEmailEvents } from '../../../domain/inbox/events.js';

// A map from the types of events to their schemas.
const all = Object.keys(allEvents) as EventType[];
const names: ReadonlySet<string> = new Set(Object.keys({ ...inboxEmailEvents, ...emailFolderEvents }));

/** The types that tell of one user's inbox: everybody hears those of their own, and nobody those of others. */
export const ownTypes: readonly EventType[] = all.filter((type) => names.has(type));

/** Whether somebody may hear that it happened: whose inbox it tells of, if it tells of one. */
export const isOwn = (userId: string, { type, ids }: { readonly type: string; readonly ids: object }): boolean =>
  !names.has(type) || ('userId' in ids && ids.userId === userId);
