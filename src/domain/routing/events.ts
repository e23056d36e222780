import { z } from 'zod';
import { Assignment, liftExplanation, liftIn } from '../assignment/explanation.js';
import { AssignmentRule, liftRule } from '../assignment/rule.js';
import { CaseName, CasePriority } from '../case/events.js';
import { Considered, CrmRecordRef, LinkRule, Parent } from '../crm-record/link.js';
import { EventRef, type EventsOf, event, type Upcast } from '../event.js';
import { AccountId, EmailId, Instant, TeamId, ThreadId } from '../ids.js';

/** A message of a thread that has no case (yet). */
export const LooseEmail = z.object({
  emailId: EmailId,
  messageId: z.string(),
  direction: z.enum(['in', 'out']),
  from: z.string().nullable().meta({ personal: 'from' }),
  automatic: z.string().nullable(),
});
export type LooseEmail = z.infer<typeof LooseEmail>;

/** What the parent of a message is looked for by: an address of it, or a record that somebody names. */
export const Ask = z.object({
  by: LinkRule,
  address: z.string().nullable().meta({ personal: 'from' }),
  record: CrmRecordRef.nullable(),
});
export type Ask = z.infer<typeof Ask>;

/** A message that goes to another parent, with the whole of its thread. */
const Relinked = z.object({ emailId: EmailId, direction: z.enum(['in', 'out']) });

/** Messages that leave their case and make one of their own. */
const Split = z.object({
  from: CaseName,
  emails: z.array(
    LooseEmail.extend({
      threadId: ThreadId,
      before: CaseName.describe('The case that it leaves: the one that was split, or one that was merged into that.'),
      leavesThread: z.boolean().describe('No other message of its thread stays in the case that it leaves.'),
    }),
  ),
  stay: z.array(EmailId).describe('Those that were in another case by then.'),
  participants: z.array(z.string()).meta({ personal: 'from' }).describe('Addresses of outsiders that take part.'),
});
export type Split = z.infer<typeof Split>;

/** A thread that is linked again. */
export const LinkedThread = z.object({
  threadId: ThreadId,
  parent: Parent.nullable(),
  before: CrmRecordRef.nullable().describe('Its parent until now.'),
  considered: z.array(Considered),
  emails: z.array(Relinked).describe('Those of its messages that change.'),
  cases: z.array(CaseName).describe('Its cases, which take over the records.'),
});
export type LinkedThread = z.infer<typeof LinkedThread>;

/** Version 1 linked to no records; its messages can be looked for by who wrote them, or by whom we wrote to. */
const withoutParent: Upcast = ({ sender, insider, participants, ...data }) => {
  const outsiders: unknown[] = insider === false && typeof sender === 'string' ? [sender] : [];
  const others = insider === true && Array.isArray(participants) ? participants.slice(0, MAX_ASKS) : [];
  const asks = [
    ...outsiders.map((address) => ({ by: 'from', address, record: null })),
    ...others.map((address: unknown) => ({ by: 'to', address, record: null })),
  ];
  return { parent: null, considered: [], asks, relinks: false, ...data, sender, insider, participants };
};

/** Addresses of one message by which its parent is looked for. */
export const MAX_ASKS = 12;
const liftAssignment = liftIn('assignment', liftIn('explanation', liftExplanation));
/** Version 1 knew no availability. */
const beforeAvailability: Upcast = (data) => liftIn('case', liftIn('rule', liftRule))(liftAssignment(data));

export const routingEvents = {
  EmailRouted: event(
    'What became of one message: its thread, its case, and who gets that. The one place where this is decided.',
    z.object({
      cause: EventRef,
      asOf: EventRef.nullable().describe('The last event that the decision had seen.'),
      emailId: EmailId,
      again: z.boolean().describe('It was decided before: another delivery of it, or one more try.'),
      messageId: z.string().describe('What stands for this message in its thread: its Message-ID, or `sha256:…`.'),
      references: z
        .array(z.string())
        .describe('The ids that it names: ghosts, as long as their messages have not come.'),
      threadId: ThreadId,
      mergedThreads: z.array(ThreadId).describe('Threads that turned out to be part of this one.'),
      sender: z.string().nullable().meta({ personal: 'from' }),
      insider: z.boolean().describe('From a user or one of our group addresses.'),
      automatic: z.string().nullable(),
      participants: z
        .array(z.string())
        .meta({ personal: 'from' })
        .describe('Addresses of outsiders that take part by this message.'),
      case: CaseName.extend({
        created: z.boolean(),
        reason: z.string().describe('Why this case: `reply`, `thread`, `tag`, `filter`, `import`, `created`.'),
        accountId: AccountId.nullable(),
        teamId: TeamId.nullable(),
        subject: z.string().meta({ personal: 'from' }),
        rule: AssignmentRule.describe('How it finds its user now, and would again.'),
        into: CaseName.nullable().describe('The case that it was merged into, where the message goes on to.'),
      }).nullable(),
      history: z.boolean().describe('It was brought in from files, for no account: it opens no case again.'),
      noCase: z.string().nullable().describe('Why there is no case, where there is none.'),
      joined: z
        .array(LooseEmail)
        .describe('Earlier messages of the thread that had no case and join the one that is made.'),
      mentions: CaseName.nullable().describe("A case that a stranger's subject named."),
      duplicates: z
        .array(z.object({ duplicate: CaseName, original: CaseName }))
        .describe('Cases that become duplicates of an earlier one, since their threads are one.'),
      related: z
        .array(z.object({ case: CaseName, other: CaseName }))
        .describe('Cases of the thread that stay apart and name each other.'),
      assignment: Assignment.nullable(),
      receivedAt: Instant.nullable(),
      asks: z.array(Ask).describe('What its parent is looked for by, now and whenever records change.'),
      parent: Parent.extend({ reason: z.string().describe('As `by`, or `thread`.') })
        .nullable()
        .describe('The record that it is about, now or since it was decided before.'),
      considered: z.array(Considered),
      relinks: z.boolean().describe('Other messages of its thread get another parent by it.'),
    }),
    {
      1: (data) => withoutParent(beforeAvailability({ history: false, ...data })),
      // Version 2 knew no merging.
      2: liftIn('case', (belongs) => ({ into: null, ...belongs })),
    },
  ),
  EmailPlaced: event(
    'A user chose the case of a message, or that it has none: what follows from that. Nothing automatic changes it any more.',
    z.object({
      cause: EventRef,
      asOf: EventRef.nullable(),
      emailId: EmailId,
      messageId: z.string().describe('What stands for this message in its thread.'),
      threadId: ThreadId,
      case: CaseName.nullable(),
      before: CaseName.nullable().describe('The case that it leaves; none: it had none, or stays.'),
      stays: z.boolean().describe('It was in that case before, and that is the one that was chosen.'),
      leavesThread: z.boolean().describe('No other message of its thread is in the case that it leaves.'),
      sender: z.string().nullable(),
      insider: z.boolean().describe('From a user or one of our group addresses.'),
      automatic: z.string().nullable(),
      participants: z.array(z.string()).describe('Addresses of outsiders that take part by this message.'),
    }),
  ),
  ThreadsLinked: event(
    'Threads were looked at again: records have changed, or messages have. Those whose parent is another one now are linked again; what a user decided stays.',
    z.object({
      cause: EventRef.describe('The last record that was looked at, or the message.'),
      asOf: EventRef.nullable(),
      records: z.number().int().nonnegative().describe('Changes of records that are done with by this.'),
      next: z
        .object({ key: z.number().int().nonnegative(), after: z.string() })
        .nullable()
        .describe('Where it goes on: the place among what the record is looked for by, and the last thread.'),
      threads: z.array(LinkedThread),
    }),
  ),
  CaseRouted: event(
    'A case made by hand or split off, or one that goes through the distribution again.',
    z.object({
      cause: EventRef,
      asOf: EventRef.nullable(),
      case: CaseName.extend({
        created: z.boolean(),
        teamId: TeamId.nullable(),
        rule: AssignmentRule.nullable().describe('How it looks for its user; none: that was not written yet.'),
        priority: CasePriority,
      }),
      assignment: Assignment,
      split: Split.nullable().describe('It is made of messages of another case; none: it is not.'),
    }),
    {
      1: (data) => liftIn('case', (routed) => ({ rule: null, priority: 'Normal', ...routed }))(liftAssignment(data)),
      // Version 2 knew no splitting.
      2: (data) => ({ split: null, ...data }),
    },
  ),
  EmailParked: event(
    'The decision threw; the message waits for somebody to look.',
    z.object({ cause: EventRef, emailId: EmailId, error: z.string() }),
  ),
};
export type RoutingEvent = EventsOf<typeof routingEvents>;
