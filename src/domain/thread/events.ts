import { z } from 'zod';
import { EventRef, type EventsOf, event } from '../event.js';
import { ThreadId } from '../ids.js';

export const threadEvents = {
  ThreadMerged: event(
    'Two threads turned out to be one; this id stays valid, as an alias.',
    z.object({ threadId: ThreadId, into: ThreadId, decision: EventRef }),
  ),
};
export type ThreadEvent = EventsOf<typeof threadEvents>;
