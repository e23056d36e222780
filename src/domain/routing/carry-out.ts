import {
  type Case,
  carryOutAssignment,
  carryOutCreation,
  carryOutDuplicate,
  carryOutEmail,
  carryOutImport,
  carryOutOriginal,
  caseDecider,
  type PresentCase,
} from '../case/case.js';
import { type CaseEvent, type CaseName, noLinks } from '../case/events.js';
import type { CrmRecordRef } from '../crm-record/link.js';
import type { EmailEvent } from '../email/events.js';
import type { EventRef, RecordedOf } from '../event.js';
import type { MailcaseEvent } from '../events.js';
import { type CaseId, type EmailId, streams, type ThreadId } from '../ids.js';
import type { ThreadEvent } from '../thread/events.js';
import type { LinkedThread, LooseEmail, RoutingEvent } from './events.js';
import { caseLinksOf } from './linking.js';

/** What follows from a decision in the stream of one e-mail or thread: the same whatever happened since. */
export interface PlainStep {
  readonly kind: 'plain';
  readonly stream: string;
  readonly events: readonly (EmailEvent | ThreadEvent)[];
}

/** What follows in the stream of one case: decided there, against its present state. */
export interface CaseStep {
  readonly kind: 'case';
  readonly caseId: CaseId;
  readonly decision: EventRef;
  /** It brings this message, which goes on where the case is a duplicate. */
  readonly arriving: { readonly emailId: EmailId; readonly threadId: ThreadId } | null;
  /** The cases that it went through on its way here, each by now a duplicate of the next; it was meant for the first. */
  readonly path: readonly CaseName[];
  decide(state: Case, path: readonly CaseName[]): readonly CaseEvent[];
}

/** What is left of a step when it has been carried out on a case: nothing, or the same on the case that it was passed on to. */
export function restOf(step: CaseStep, state: Case): CaseStep | null {
  const to = step.arriving !== null && state.phase === 'created' ? state.detours[step.decision.revision] : null;
  if (!to || state.phase !== 'created') return null;
  const { caseId: id, number } = state;
  return { ...step, caseId: to.id, path: [...step.path, { id, number }] };
}

/** The link of a message that has come to where it stays by way of other cases; none: it came straight. */
export function linkBehind({ arriving, path, decision }: CaseStep, state: Case): PlainStep | null {
  if (arriving === null || path.length === 0 || state.phase !== 'created') return null;
  if (state.detours[decision.revision] !== null) return null;
  const there = { id: state.caseId, number: state.number };
  const { emailId, threadId } = arriving;
  return plain(streams.email(emailId), [link(emailId, there, 'passed-on', decision, threadId)]);
}

/** Whether a step was carried out on a case before. */
export function isCarriedOut({ decision, path }: CaseStep, state: Case): boolean {
  if (state.phase !== 'created') return false;
  return path.length === 0 ? decision.revision <= state.carriedOut : state.detours[decision.revision] !== undefined;
}

export type Step = PlainStep | CaseStep;
export type Decision = RecordedOf<
  Extract<RoutingEvent, { type: 'EmailRouted' | 'EmailPlaced' | 'CaseRouted' | 'ThreadsLinked' }>
>;

/** Everything that a decision, as read back from the log, causes elsewhere, in order. */
export function stepsOf(decision: Decision): Step[] {
  const ref: EventRef = { stream: decision.stream, revision: decision.revision };
  switch (decision.type) {
    case 'EmailRouted':
      return stepsOfEmail(decision.data, ref);
    case 'EmailPlaced':
      return stepsOfPlaced(decision.data, ref);
    case 'CaseRouted':
      return stepsOfCase(decision.data, ref);
    case 'ThreadsLinked':
      return decision.data.threads.flatMap((thread) => stepsOfThread(thread, ref));
  }
}

/**
 * Whether something that was decided comes too late: a user has meanwhile decided about the message, and that is never
 * undone.
 * @param history what stands in the stream of the message
 */
export function isOverruled(event: MailcaseEvent, history: Iterable<MailcaseEvent>): boolean {
  if (!isAboutParent(event)) return false;
  for (const { type } of history) if (type === 'EmailParentChosen') return true;
  return false;
}

function isAboutParent(event: MailcaseEvent) {
  return event.type === 'EmailUnlinked' || (event.type === 'EmailLinked' && event.data.record.type !== 'Case');
}

type EmailDecision = Extract<RoutingEvent, { type: 'EmailRouted' }>['data'];
type CaseDecision = Extract<RoutingEvent, { type: 'CaseRouted' }>['data'];

function stepsOfEmail(data: EmailDecision, decision: EventRef): Step[] {
  const { emailId, threadId, mergedThreads, duplicates, related, case: made } = data;
  const threaded: EmailEvent = { type: 'EmailThreaded', data: { emailId, threadId, decision } };
  const linked = made ? [link(emailId, made, made.reason, decision)] : [];
  const joined = made?.created ? data.joined : [];
  // What was decided before stays, but for what a filter of another delivery says.
  const about = !data.again || data.parent?.reason === 'filter' ? parentLink(data, decision) : [];
  return [
    plain(streams.email(emailId), [...(data.again ? [] : [threaded]), ...about, ...linked]),
    ...joined.map((one) =>
      plain(streams.email(one.emailId), made ? [link(one.emailId, made, 'joined', decision)] : []),
    ),
    ...mergedThreads.map((id) =>
      plain(streams.thread(id), [{ type: 'ThreadMerged', data: { threadId: id, into: threadId, decision } }]),
    ),
    ...(made ? [made.created ? creation(data, made, decision) : arrival(data, made.id, decision)] : []),
    ...duplicates.flatMap(({ duplicate, original }) => [
      onCase(duplicate.id, decision, (state) => carryOutDuplicate(state, original, decision)),
      onCase(original.id, decision, (state) => carryOutOriginal(state, duplicate, decision)),
    ]),
    ...related.flatMap(({ case: one, other }) => [
      relation(one, other, 'same-thread', decision),
      relation(other, one, 'same-thread', decision),
    ]),
    ...(data.mentions && made ? [relation(data.mentions, made, 'mentioned', decision)] : []),
  ].filter((step) => step.kind === 'case' || step.events.length > 0);
}

type Placed = Extract<RoutingEvent, { type: 'EmailPlaced' }>['data'];

/** A message leaves a case, and joins another one: by hand, so that it opens none that is closed. */
function stepsOfPlaced(data: Placed, decision: EventRef): Step[] {
  const { emailId, case: to, before, stays } = data;
  if (stays) return [];
  const left: EmailEvent[] =
    before && !to ? [{ type: 'EmailLeftCase', data: { emailId, case: before, decision } }] : [];
  const own = to ? [link(emailId, to, 'user', decision)] : left;
  const removed = before && ({ caseId: before.id, emailId, to, decision } as const);
  return [
    ...(own.length > 0 ? [plain(streams.email(emailId), own)] : []),
    ...(removed ? [onCase(removed.caseId, decision, () => [{ type: 'CaseEmailRemoved', data: removed }])] : []),
    ...(to ? [arrival({ ...data, history: true }, to.id, decision)] : []),
  ];
}

function parentLink(data: EmailDecision, decision: EventRef): EmailEvent[] {
  const { emailId, threadId, insider, parent, considered } = data;
  if (!parent) return [];
  const { record, via, opportunityId, reason } = parent;
  const direction = insider ? 'out' : 'in';
  return [linkTo(record, { emailId, threadId, reason, via, opportunityId, considered, direction, decision })];
}

type LinkFacts = Omit<Extract<EmailEvent, { type: 'EmailLinked' }>['data'], 'record'>;
const linkTo = ({ type, id }: CrmRecordRef, facts: LinkFacts): EmailEvent => ({
  type: 'EmailLinked',
  data: { ...facts, record: { type, id, number: null } },
});

/** A thread is about something else now: so are its messages and its cases. */
function stepsOfThread(
  { threadId, parent, before, considered, emails, cases }: LinkedThread,
  decision: EventRef,
): Step[] {
  const changes = emails.map(({ emailId, direction }): PlainStep => {
    const event: EmailEvent = parent
      ? linkTo(parent.record, {
          emailId,
          threadId,
          reason: parent.by,
          via: parent.via,
          opportunityId: parent.opportunityId,
          considered,
          direction,
          decision,
        })
      : { type: 'EmailUnlinked', data: { emailId, threadId, record: before, reason: 'record-gone', decision } };
    return plain(streams.email(emailId), [event]);
  });
  const links = caseLinksOf(parent);
  const onCases = cases.map(({ id }) =>
    onCase(id, decision, () => [{ type: 'CaseLinked', data: { caseId: id, links, decision } }]),
  );
  return [...changes, ...onCases];
}

function plain(stream: string, events: PlainStep['events']): PlainStep {
  return { kind: 'plain', stream, events };
}

function link(
  emailId: EmailId,
  { id, number }: CaseName,
  reason: string,
  decision: EventRef,
  threadId: ThreadId | null = null,
): EmailEvent {
  const record = { type: 'Case', id, number } as const;
  const none = { threadId, via: null, opportunityId: null, considered: [], direction: null };
  return { type: 'EmailLinked', data: { emailId, record, reason, ...none, decision } };
}

/** A step on a case that must be there; on one that is not, nothing. */
function onCase(caseId: CaseId, decision: EventRef, decide: (state: PresentCase) => readonly CaseEvent[]): CaseStep {
  return {
    kind: 'case',
    caseId,
    decision,
    arriving: null,
    path: [],
    decide: (state) => (state.phase === 'created' ? decide(state) : []),
  };
}

function creation(data: EmailDecision, made: NonNullable<EmailDecision['case']>, decision: EventRef): CaseStep {
  const { emailId, threadId, sender, mentions, insider, automatic, assignment, cause } = data;
  const { id: caseId, number, subject, accountId, teamId } = made;
  const links = caseLinksOf(data.parent);
  const named = { number, subject, accountId, teamId, contact: sender, mentions, links };
  const fresh = { status: 'New', createdAt: null } as const;
  const facts = { ...named, ...fresh, originalEmailId: emailId, threadId };
  const direction = insider ? 'out' : 'in';
  return {
    kind: 'case',
    caseId,
    decision,
    arriving: null,
    path: [],
    decide(state) {
      let now = state;
      const events: CaseEvent[] = [];
      const add = (more: readonly CaseEvent[]) => {
        events.push(...more);
        now = more.reduce(caseDecider.evolve, now);
      };
      add(carryOutCreation(now, { caseId, ...facts, decision }));
      if (now.phase === 'created' && assignment) add(carryOutAssignment(now, { ...assignment, cause, decision }));
      for (const one of [...data.joined, { emailId, direction, from: sender, automatic } as const]) {
        add([joins(caseId, one, decision)]);
      }
      return events;
    },
  };
}

type Joining = Pick<LooseEmail, 'emailId' | 'direction' | 'from' | 'automatic'>;

function joins(caseId: CaseId, { emailId, direction, from, automatic }: Joining, decision: EventRef): CaseEvent {
  return { type: 'CaseEmailAdded', data: { caseId, emailId, direction, from, automatic, via: null, decision } };
}

type Arriving = Pick<EmailDecision, 'emailId' | 'threadId' | 'sender' | 'automatic' | 'insider' | 'history'>;

function arrival(data: Arriving, caseId: CaseId, decision: EventRef): CaseStep {
  const { emailId, threadId, sender: from, automatic, insider } = data;
  const direction = insider ? 'out' : 'in';
  return {
    kind: 'case',
    caseId,
    decision,
    arriving: { emailId, threadId },
    path: [],
    decide(state, path) {
      if (state.phase !== 'created') return [];
      const via = path[0] ?? null;
      const { duplicateOf: to } = state;
      // People can make cases duplicates of each other, in a ring: the message stays where it would close.
      if (to && !path.some(({ id }) => id === to.id)) {
        const opens = !data.history && !insider && automatic === null;
        return [{ type: 'CaseEmailPassedOn', data: { caseId: state.caseId, emailId, to, via, opens, decision } }];
      }
      return carryOutEmail(state, { emailId, direction, from, automatic, via, decision }, data.history);
    },
  };
}

function relation(one: CaseName, other: CaseName, reason: string, decision: EventRef): CaseStep {
  const { id, number } = other;
  return onCase(one.id, decision, () => [
    { type: 'CaseRelated', data: { caseId: one.id, other: { id, number }, reason, decision } },
  ]);
}

/** One that is split off takes its messages from where they were. */
function stepsOfCase(data: CaseDecision, decision: EventRef): Step[] {
  const { id, number } = data.case;
  const to = { id, number };
  const moved = data.case.created ? (data.split?.emails ?? []) : [];
  return [
    stepOfCase(data, decision),
    ...moved.map(({ emailId }) => plain(streams.email(emailId), [link(emailId, to, 'split', decision)])),
    ...moved.map(({ emailId, before }) =>
      onCase(before.id, decision, ({ caseId }) => [
        { type: 'CaseEmailRemoved', data: { caseId, emailId, to, decision } },
      ]),
    ),
  ];
}

function stepOfCase({ case: routed, assignment, cause, split }: CaseDecision, decision: EventRef): CaseStep {
  const { id: caseId, number, created } = routed;
  return {
    kind: 'case',
    caseId,
    decision,
    arriving: null,
    path: [],
    decide(state) {
      const requested = state.phase === 'requested' && created ? state : null;
      if (requested?.imported) return carryOutImport(requested.imported, number, decision);
      const first = split?.emails[0];
      const contact = split?.emails.find(({ direction }) => direction === 'in')?.from ?? null;
      const origin = { originalEmailId: first?.emailId ?? null, threadId: first?.threadId ?? null };
      const facts = {
        ...origin,
        accountId: null,
        contact,
        mentions: null,
        links: noLinks,
        status: 'New',
        createdAt: null,
      } as const;
      const made: CaseEvent[] = requested
        ? carryOutCreation(state, {
            caseId,
            number,
            subject: requested.subject,
            teamId: requested.teamId,
            ...facts,
            decision,
          })
        : [];
      const now = made.reduce(caseDecider.evolve, state);
      if (now.phase !== 'created') return made;
      const joined = requested ? (split?.emails ?? []) : [];
      return [
        ...made,
        ...carryOutAssignment(now, { ...assignment, cause, decision }),
        ...joined.map((one) => joins(caseId, one, decision)),
      ];
    },
  };
}
