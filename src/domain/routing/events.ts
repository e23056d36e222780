import { z } from 'zod';
import { Assignment, AssignmentRule } from '../assignment/explanation.js';
import { CaseName } from '../case/events.js';
import { EventRef, type EventsOf, event } from '../event.js';
import { AccountId, EmailId, Instant, TeamId, ThreadId } from '../ids.js';

/** A message of a thread that has no case (yet). */
export const LooseEmail = z.object({
  emailId: EmailId,
  messageId: z.string(),
  direction: z.enum(['in', 'out']),
  from: z.string().nullable(),
  automatic: z.string().nullable(),
});
export type LooseEmail = z.infer<typeof LooseEmail>;

export const routingEvents = {
  /** What became of one message: its thread, its case, and who gets that. The one place where this is decided. */
  EmailRouted: event(
    z.object({
      cause: EventRef,
      /** The last event that the decision had seen. */
      asOf: EventRef.nullable(),
      emailId: EmailId,
      /** It was decided before: another delivery of it, or one more try. */
      again: z.boolean(),
      /** What stands for this message in its thread: its Message-ID, or `sha256:…`. */
      messageId: z.string(),
      /** The ids that it names: ghosts, as long as their messages have not come. */
      references: z.array(z.string()),
      threadId: ThreadId,
      /** Threads that turned out to be part of this one. */
      mergedThreads: z.array(ThreadId),
      sender: z.string().nullable(),
      /** From a user or one of our group addresses. */
      insider: z.boolean(),
      automatic: z.string().nullable(),
      /** Addresses of outsiders that take part by this message. */
      participants: z.array(z.string()),
      case: CaseName.extend({
        created: z.boolean(),
        /** Why this case: `reply`, `thread`, `tag`, `created`. */
        reason: z.string(),
        accountId: AccountId.nullable(),
        teamId: TeamId.nullable(),
        subject: z.string(),
        /** How it finds its user now, and would again. */
        rule: AssignmentRule,
      }).nullable(),
      /** Why there is no case, where there is none. */
      noCase: z.string().nullable(),
      /** Earlier messages of the thread that had no case and join the one that is made. */
      joined: z.array(LooseEmail),
      /** A case that a stranger's subject named. */
      mentions: CaseName.nullable(),
      /** Cases that become duplicates of an earlier one, since their threads are one. */
      duplicates: z.array(z.object({ duplicate: CaseName, original: CaseName })),
      /** Cases of the thread that stay apart and name each other. */
      related: z.array(z.object({ case: CaseName, other: CaseName })),
      assignment: Assignment.nullable(),
      receivedAt: Instant.nullable(),
    }),
  ),
  /** A case made by hand, or one that goes through the distribution again. */
  CaseRouted: event(
    z.object({
      cause: EventRef,
      asOf: EventRef.nullable(),
      case: CaseName.extend({ created: z.boolean(), teamId: TeamId.nullable() }),
      assignment: Assignment,
    }),
  ),
  /** The decision threw; the message waits for somebody to look. */
  EmailParked: event(z.object({ cause: EventRef, emailId: EmailId, error: z.string() })),
};
export type RoutingEvent = EventsOf<typeof routingEvents>;
