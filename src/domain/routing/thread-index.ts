import { type AssignmentRule, NO_RULE } from '../assignment/rule.js';
import type { CaseEvent, CaseName, CasePriority } from '../case/events.js';
import { isOpen } from '../case/events.js';
import type { CrmRecordEvent } from '../crm-record/events.js';
import type { Parent } from '../crm-record/link.js';
import type { EmailEvent } from '../email/events.js';
import type { RecordedOf } from '../event.js';
import { type CaseId, type EmailId, recordKey, type ThreadId, threadIdOf } from '../ids.js';
import type { Ask, LooseEmail, RoutingEvent, Split } from './events.js';
import {
  type AskedNode,
  dependsOn,
  type RecordDocument,
  recordIndexChanges,
  recordsLeadTo,
  touchedByRecord,
} from './record-index.js';
import { neededForSkills } from './record-skills.js';
import { keyOf, threadParent } from './thread-parent.js';

/**
 * The index of message ids: who belongs to which thread, and which cases the threads have. Documents, so that it may
 * grow with the history; folded from the log by `indexChanges`, read by routing's decisions.
 */
export type IndexDocument = MessageNode | ThreadNode | CaseNode | CaseNumber | PassedOn | RecordDocument | AskedNode;

/** A Message-ID that was seen: of a message, or only named by one (a ghost). */
export interface MessageNode {
  readonly kind: 'message';
  readonly threadId: ThreadId;
  /** None: a ghost. */
  readonly emailId: EmailId | null;
  readonly caseId: CaseId | null;
  /** A user said to which case it belongs, or to none: nothing automatic changes that. */
  readonly chosen?: boolean;
  /** It tells one of us of something: what answers it makes no case. */
  readonly notification?: true;
}

export interface ThreadNode {
  readonly kind: 'thread';
  readonly threadId: ThreadId;
  /** The revision in `routing` that it was founded by: of two threads that are one, the earlier stays. */
  readonly founded: number;
  /** It turned out to be part of that one. */
  readonly into: ThreadId | null;
  readonly cases: readonly CaseId[];
  /** Messages without a case, the newest of them: they join the one that the thread gets. */
  readonly loose: readonly LooseEmail[];
  /** By what its parent is looked for: what its messages ask for, in the order in which they came. */
  readonly asks: readonly Ask[];
  readonly parent: Parent | null;
  /** A user decided what it is about: nothing else does any more. */
  readonly byUser: boolean;
  /** Its messages, the newest of them: they are linked again with it. */
  readonly emails: readonly ThreadEmail[];
}

export interface ThreadEmail {
  readonly emailId: EmailId;
  /** One of us wrote it. */
  readonly out: boolean;
  /** What it is about, as `Account/7`. */
  readonly linked: string | null;
  /** A user or a filter linked it: it stays. */
  readonly pinned: boolean;
  readonly caseId: CaseId | null;
}

export interface CaseNode {
  readonly kind: 'case';
  readonly caseId: CaseId;
  /** 0: asked for by hand, not yet numbered. */
  readonly number: number;
  readonly subject: string;
  readonly open: boolean;
  readonly duplicateOf: CaseId | null;
  /** It was merged into that one. */
  readonly merged?: boolean;
  /** Cases that were merged into this one, at some time. */
  readonly absorbed?: readonly CaseId[];
  readonly rule: AssignmentRule;
  readonly priority: CasePriority;
  /** It came from another system: the number that it had there, or none. */
  readonly brought: { readonly number: number | null } | null;
  /** Who wrote the message that made it. */
  readonly sender: string | null;
  /** Outsiders who take part: as many as `MAX_PARTICIPANTS`. */
  readonly participants: readonly string[];
  /** One of us has written. */
  readonly answered: boolean;
  /** What the message that made it is about. */
  readonly parent: Parent | null;
}

/** A number as people write it in a subject, and its case. */
export interface CaseNumber {
  readonly kind: 'number';
  readonly caseId: CaseId;
}

/** A message that was meant for one case and came by way of that, a duplicate by then, to another one. */
export interface PassedOn {
  readonly kind: 'passed-on';
  readonly caseId: CaseId;
}

/** Why a message has no case that tells one of us of something. */
export const NOTIFICATION = 'notification';

/** Earlier messages of a thread that join a case when it is made: they stand in one decision and in one append. */
const MAX_LOOSE = 200;
const MAX_LOOSE_BYTES = 150_000;
const MAX_PARTICIPANTS = 500;
const MAX_ASKS_OF_A_THREAD = 50;
const MAX_EMAILS = 300;

export const indexKey = {
  message: (id: string) => `m:${id}`,
  /** A message whose Message-ID stands for an earlier one with the same. */
  second: (id: EmailId) => `e:${id}`,
  thread: (id: ThreadId) => `t:${id}`,
  case: (id: CaseId) => `c:${id}`,
  number: (number: number) => `n:${number}`,
  passedOn: (id: EmailId) => `p:${id}`,
  asked: (key: string, id: ThreadId) => `q:${key} ${id}`,
};

/** Documents by key, as far as they were loaded; what is not there does not exist. */
export interface IndexView {
  get(key: string): IndexDocument | undefined;
}

/** The documents that one leads to: loading until nothing new appears gives all that a decision needs. */
export function leadsTo(document: IndexDocument): string[] {
  switch (document.kind) {
    case 'message':
      return [indexKey.thread(document.threadId), ...(document.caseId ? [indexKey.case(document.caseId)] : [])];
    case 'thread':
      return [
        ...(document.into ? [indexKey.thread(document.into)] : []),
        ...document.cases.map(indexKey.case),
        // The next message may make the case that takes them.
        ...(document.cases.length === 0 ? neededForSkills(document.parent) : []),
      ];
    case 'case':
      return [
        ...(document.duplicateOf ? [indexKey.case(document.duplicateOf)] : []),
        ...(document.absorbed ?? []).map(indexKey.case),
        ...(document.rule.respects.skills ? neededForSkills(document.parent) : []),
        ...(document.number === 0 && document.brought?.number ? [indexKey.number(document.brought.number)] : []),
      ];
    case 'number':
    case 'passed-on':
      return [indexKey.case(document.caseId)];
    case 'asked':
      return [];
    default:
      return recordsLeadTo(document);
  }
}

/** The thread that an id stands for today, through all its aliases. */
export function rootOf(view: IndexView, threadId: ThreadId): ThreadNode | undefined {
  let node = threadNode(view, threadId);
  while (node?.into) node = threadNode(view, node.into);
  return node;
}

export function messageNode(view: IndexView, messageId: string): MessageNode | undefined {
  const document = view.get(indexKey.message(messageId));
  return document?.kind === 'message' ? document : undefined;
}

/** What is known of this very message: its Message-ID may stand for an earlier one with the same. */
export function ownNode(view: IndexView, messageId: string, emailId: EmailId): MessageNode | undefined {
  const node = messageNode(view, messageId);
  if (node?.emailId === emailId) return node;
  const second = view.get(indexKey.second(emailId));
  return second?.kind === 'message' ? second : undefined;
}

function threadNode(view: IndexView, threadId: ThreadId): ThreadNode | undefined {
  const document = view.get(indexKey.thread(threadId));
  return document?.kind === 'thread' ? document : undefined;
}

export function caseNode(view: IndexView, caseId: CaseId): CaseNode | undefined {
  const document = view.get(indexKey.case(caseId));
  return document?.kind === 'case' ? document : undefined;
}

/** The case itself, or the one that it is a duplicate of. A ring of duplicates ends where it began. */
export function originalOf(view: IndexView, caseId: CaseId): CaseNode | undefined {
  const seen = new Set<CaseId>();
  let node = caseNode(view, caseId);
  while (node?.duplicateOf && !seen.has(node.caseId)) {
    seen.add(node.caseId);
    node = caseNode(view, node.duplicateOf) ?? { ...node, duplicateOf: null };
  }
  return node;
}

/** The case itself, or what it is a duplicate of: one that was merged says itself where that goes. */
export function meantCase(view: IndexView, caseId: CaseId): CaseNode | undefined {
  const seen = new Set<CaseId>();
  let node = caseNode(view, caseId);
  while (node?.duplicateOf && !node.merged && !seen.has(node.caseId)) {
    seen.add(node.caseId);
    node = caseNode(view, node.duplicateOf) ?? { ...node, duplicateOf: null };
  }
  return node;
}

export const nameOf = ({ caseId, number }: CaseNode): CaseName => ({ id: caseId, number });

export type IndexInput = RecordedOf<RoutingEvent | CaseEvent | EmailEvent | CrmRecordEvent>;

/** The keys that an event touches first; with `leadsTo` all that `indexChanges` reads. */
export function touchedBy(event: IndexInput): string[] {
  switch (event.type) {
    case 'EmailRouted': {
      const { emailId, messageId, references, threadId, mergedThreads, case: made, joined } = event.data;
      return [
        ...[messageId, ...references, ...joined.map((one) => one.messageId)].map(indexKey.message),
        ...[emailId, ...joined.map((one) => one.emailId)].map(indexKey.second),
        ...[threadId, ...mergedThreads].map(indexKey.thread),
        ...(made ? [indexKey.case(made.id)] : []),
      ];
    }
    case 'EmailPlaced': {
      const { emailId, messageId, threadId, case: to } = event.data;
      const own = [indexKey.message(messageId), indexKey.second(emailId), indexKey.thread(threadId)];
      return to ? [...own, indexKey.case(to.id)] : own;
    }
    case 'CaseRouted':
      return [
        indexKey.case(event.data.case.id),
        ...(event.data.split?.emails ?? []).flatMap(({ emailId, messageId, threadId }) => [
          indexKey.message(messageId),
          indexKey.second(emailId),
          indexKey.thread(threadId),
        ]),
      ];
    case 'CaseSplitOff':
      return [event.data.caseId, event.data.from.id].map(indexKey.case);
    case 'CaseMerged':
      return [event.data.caseId, event.data.into.id].map(indexKey.case);
    case 'CaseUnmerged':
    case 'CaseRequested':
    case 'CaseImported':
    case 'CaseSourceChanged':
    case 'CaseStatusChanged':
    case 'CaseReopened':
    case 'CaseEmailAdded':
    case 'CasePriorityChanged':
      return [indexKey.case(event.data.caseId)];
    case 'ThreadsLinked':
      return event.data.threads.flatMap(({ threadId, cases }) => [
        indexKey.thread(threadId),
        ...cases.map(({ id }) => indexKey.case(id)),
      ]);
    case 'EmailParentChosen':
      return event.data.threadId === null ? [] : [indexKey.thread(event.data.threadId)];
    case 'RecordRegistered':
    case 'RecordChanged':
    case 'RecordRemoved':
      return touchedByRecord(event);
    default:
      return [];
  }
}

/** What an event changes in the index: whole documents under their keys. */
export function indexChanges(view: IndexView, event: IndexInput): [string, IndexDocument][] {
  switch (event.type) {
    case 'EmailRouted':
      return emailRouted(view, event.data, event.revision);
    case 'EmailPlaced':
      return emailPlaced(view, event.data);
    case 'CaseRouted': {
      const { case: routed } = event.data;
      const node = caseNode(view, routed.id);
      if (!node || !routed.created) return [];
      const { split } = event.data;
      return [
        ...(split ? splitOff(view, split, routed) : []),
        [indexKey.case(routed.id), { ...node, number: routed.number, ...(split && peopleOf(split)) }],
        [indexKey.number(routed.number), { kind: 'number', caseId: routed.id }],
      ];
    }
    case 'CaseSplitOff': {
      const { caseId, from, subject, priority, teamId, userId } = event.data;
      const source = caseNode(view, from.id);
      const directly = { ...NO_RULE, distribution: 'direct-assignment', teamId, userId } as const;
      const rule = userId === null ? (source?.rule ?? NO_RULE) : directly;
      const asked = { kind: 'case', caseId, number: 0, subject, open: true, duplicateOf: null } as const;
      const nobody = { sender: null, participants: [], answered: false, parent: source?.parent ?? null };
      return [[indexKey.case(caseId), { ...asked, rule, priority, brought: null, ...nobody }]];
    }
    case 'CaseMerged': {
      const { caseId, into } = event.data;
      const other = caseNode(view, into.id);
      const absorbed = [...(other?.absorbed ?? []).filter((id) => id !== caseId), caseId];
      return [...changeCase(view, caseId, { merged: true }), ...changeCase(view, into.id, { absorbed })];
    }
    case 'CaseUnmerged':
      return changeCase(view, event.data.caseId, { merged: false });
    case 'CaseRequested': {
      const { caseId, subject, description: _, priority, ...rule } = event.data;
      const nobody = { sender: null, participants: [], answered: false, parent: null };
      const asked = {
        kind: 'case',
        caseId,
        number: 0,
        subject,
        open: true,
        duplicateOf: null,
        rule,
        priority,
        brought: null,
      } as const;
      return [[indexKey.case(caseId), { ...asked, ...nobody }]];
    }
    case 'CaseImported': {
      const { caseId, number, subject, status, rule, priority, people } = event.data;
      const named = { kind: 'case', caseId, number: 0, subject, open: isOpen(status), duplicateOf: null } as const;
      const taking = { sender: people[0] ?? null, participants: [...people], answered: false, parent: null };
      return [[indexKey.case(caseId), { ...named, rule, priority, brought: { number }, ...taking }]];
    }
    case 'CaseSourceChanged':
      return changeCase(view, event.data.caseId, { subject: event.data.subject });
    case 'CaseStatusChanged': {
      const { to, duplicateOf } = event.data;
      return changeCase(view, event.data.caseId, { open: isOpen(to), duplicateOf: duplicateOf?.id ?? null });
    }
    case 'CaseReopened':
      return changeCase(view, event.data.caseId, { open: true, duplicateOf: null });
    case 'CaseEmailAdded': {
      // Who answers by way of a duplicate answers here.
      const { direction, automatic, caseId, emailId, via } = event.data;
      return [
        ...(direction === 'out' && automatic === null ? changeCase(view, caseId, { answered: true }) : []),
        ...(via ? [[indexKey.passedOn(emailId), { kind: 'passed-on', caseId }] satisfies [string, IndexDocument]] : []),
      ];
    }
    case 'ThreadsLinked':
      return event.data.threads.flatMap((one) => threadLinked(view, one));
    case 'EmailParentChosen':
      return parentChosen(view, event.data);
    case 'RecordRegistered':
    case 'RecordChanged':
    case 'RecordRemoved':
      return recordIndexChanges(view, event);
    case 'CasePriorityChanged':
      return changeCase(view, event.data.caseId, { priority: event.data.to });
    default:
      return [];
  }
}

function changeCase(view: IndexView, caseId: CaseId, change: Partial<CaseNode>): [string, IndexDocument][] {
  const node = caseNode(view, caseId);
  return node ? [[indexKey.case(caseId), { ...node, ...change }]] : [];
}

type Routed = Extract<RoutingEvent, { type: 'EmailRouted' }>['data'];
type LinkedThreads = Extract<RoutingEvent, { type: 'ThreadsLinked' }>['data'];

/** A thread is about something else now, and its messages and cases with it. */
function threadLinked(view: IndexView, linked: LinkedThreads['threads'][number]): [string, IndexDocument][] {
  const { threadId, parent, considered, emails, cases } = linked;
  const node = threadNode(view, threadId);
  if (!node) return [];
  const changed = new Set(emails.map(({ emailId }) => emailId));
  const now = node.emails.map((one) => (changed.has(one.emailId) ? { ...one, linked: keyOf(parent) } : one));
  return [
    [indexKey.thread(threadId), { ...node, parent, emails: now }],
    ...dependsOn(node.asks, { parent, considered }).map((key) => asked(key, threadId)),
    ...cases.flatMap(({ id }) => changeCase(view, id, { parent })),
  ];
}

function asked(key: string, threadId: ThreadId): [string, IndexDocument] {
  return [indexKey.asked(key, threadId), { kind: 'asked', key, threadId }];
}

type Chosen = Extract<EmailEvent, { type: 'EmailParentChosen' }>['data'];

/** What a user decides about a message counts for those of its thread that come later, and is never undone. */
function parentChosen(view: IndexView, { emailId, threadId, record }: Chosen): [string, IndexDocument][] {
  const root = threadId === null ? undefined : rootOf(view, threadId);
  if (!root) return [];
  const parent: Parent | null = record && { record, via: null, opportunityId: null, by: 'user' };
  const emails = root.emails.map((one) =>
    one.emailId === emailId ? { ...one, linked: keyOf(parent), pinned: true } : one,
  );
  return [[indexKey.thread(root.threadId), { ...root, parent, byUser: true, emails }]];
}

function emailRouted(view: IndexView, data: Routed, revision: number): [string, IndexDocument][] {
  const { threadId, emailId, messageId, references, mergedThreads, case: made, joined } = data;
  const { sender, insider, automatic } = data;
  const changes = new Map<string, IndexDocument>();
  const caseId = made?.id ?? null;

  const own = messageNode(view, messageId);
  const known = ownNode(view, messageId, emailId);
  // A second message with this Message-ID joins the thread; the id goes on to stand for the first.
  const stands = { emailId: own?.emailId ?? emailId, caseId: own?.chosen ? own.caseId : (own?.caseId ?? caseId) };
  const notification = data.noCase === NOTIFICATION ? { notification: true as const } : {};
  changes.set(indexKey.message(messageId), { ...own, kind: 'message', threadId, ...stands, ...notification });
  if (stands.emailId !== emailId) {
    const second = { threadId, emailId, caseId: known?.caseId ?? caseId };
    changes.set(indexKey.second(emailId), { ...known, kind: 'message', ...second });
  }
  for (const one of caseId === null ? [] : joined) {
    for (const key of [indexKey.message(one.messageId), indexKey.second(one.emailId)]) {
      const node = changes.get(key) ?? view.get(key);
      if (node?.kind === 'message' && node.caseId === null && !node.chosen) changes.set(key, { ...node, caseId });
    }
  }
  for (const reference of references) {
    if (changes.has(indexKey.message(reference)) || messageNode(view, reference)) continue;
    changes.set(indexKey.message(reference), { kind: 'message', threadId, emailId: null, caseId: null });
  }

  const thread = threadNode(view, threadId);
  const merged = mergedThreads.flatMap((id) => threadNode(view, id) ?? []);
  const cases = new Set([
    ...(thread?.cases ?? []),
    ...merged.flatMap((node) => node.cases),
    ...(caseId ? [caseId] : []),
  ]);
  const loose = [...(thread?.loose ?? []), ...merged.flatMap((node) => node.loose)];
  const gone = new Set([emailId, ...joined.map((one) => one.emailId)]);
  const stillLoose = loose.filter((one) => !gone.has(one.emailId));
  const itself: LooseEmail = { emailId, messageId, direction: insider ? 'out' : 'in', from: sender, automatic };
  const isLoose = caseId === null && !known?.caseId && !known?.chosen;
  const parts = [...(thread ? [thread] : []), ...merged];
  const asks = distinctAsks([...parts.flatMap((part) => part.asks), ...data.asks]);
  const ownParent = parentOf(data);
  const ofThread = threadParent(parts);
  changes.set(indexKey.thread(threadId), {
    kind: 'thread',
    threadId,
    founded: thread?.founded ?? revision,
    into: null,
    cases: [...cases],
    loose: newestLoose(isLoose ? [...stillLoose, itself] : stillLoose),
    asks,
    parent: ofThread === undefined ? ownParent : ofThread,
    byUser: parts.some((part) => part.byUser),
    emails: emailsOf(parts, data),
  });
  const askedBefore = new Set(parts.flatMap((part) => part.asks).map(keyOfAsk));
  const news = data.asks.filter((ask) => !askedBefore.has(keyOfAsk(ask)));
  for (const key of dependsOn(news, { parent: ownParent, considered: data.considered })) {
    changes.set(...asked(key, threadId));
  }
  for (const node of merged) {
    // It keeps what it had: folding this event a second time gives the same.
    changes.set(indexKey.thread(node.threadId), { ...node, into: threadId });
  }
  if (made) for (const [key, document] of caseOf(view, data, made)) changes.set(key, document);
  return [...changes];
}

type Placed = Extract<RoutingEvent, { type: 'EmailPlaced' }>['data'];

/** What a user says of a message: answers to it go where it went, and its thread knows the case. */
function emailPlaced(view: IndexView, data: Placed): [string, IndexDocument][] {
  const { emailId, messageId, case: to, before, leavesThread, participants, insider, automatic } = data;
  const node = ownNode(view, messageId, emailId);
  const root = node && rootOf(view, node.threadId);
  if (!node || !root) return [];
  const key =
    messageNode(view, messageId)?.emailId === emailId ? indexKey.message(messageId) : indexKey.second(emailId);
  const caseId = to?.id ?? null;
  const was = root.emails.find((one) => one.emailId === emailId)?.caseId ?? before?.id;
  const others = root.cases.filter((id) => id !== caseId && !(leavesThread && id === was));
  const cases = caseId ? [...others, caseId] : others;
  const loose = root.loose.filter((one) => one.emailId !== emailId);
  const emails = root.emails.map((one) => (one.emailId === emailId ? { ...one, caseId } : one));
  const changes: [string, IndexDocument][] = [
    [key, { ...node, caseId, chosen: true }],
    // Where it is from now on, whatever was before.
    ...(to
      ? [[indexKey.passedOn(emailId), { kind: 'passed-on', caseId: to.id }] satisfies [string, IndexDocument]]
      : []),
    [indexKey.thread(root.threadId), { ...root, cases, loose, emails }],
  ];
  const joined = to && caseNode(view, to.id);
  if (!joined) return changes;
  const all = [...new Set([...joined.participants, ...participants])].slice(0, MAX_PARTICIPANTS);
  const answered = joined.answered || (insider && automatic === null);
  return [...changes, [indexKey.case(to.id), { ...joined, participants: all, answered }]];
}

/** Messages go into a case of their own: what answers them follows. */
function splitOff(view: IndexView, { emails }: Split, { id: caseId }: CaseName): [string, IndexDocument][] {
  const changes = new Map<string, IndexDocument>();
  const get = (key: string) => changes.get(key) ?? view.get(key);
  for (const { emailId, messageId, threadId, before, leavesThread } of emails) {
    const node = ownNode({ get }, messageId, emailId);
    const root = rootOf({ get }, threadId);
    if (!node || !root) continue;
    const isFirst = messageNode({ get }, messageId)?.emailId === emailId;
    changes.set(isFirst ? indexKey.message(messageId) : indexKey.second(emailId), { ...node, caseId, chosen: true });
    changes.set(indexKey.passedOn(emailId), { kind: 'passed-on', caseId });
    const was = root.emails.find((one) => one.emailId === emailId)?.caseId ?? before.id;
    const others = root.cases.filter((one) => one !== caseId && !(leavesThread && one === was));
    const moved = root.emails.map((one) => (one.emailId === emailId ? { ...one, caseId } : one));
    const loose = root.loose.filter((one) => one.emailId !== emailId);
    changes.set(indexKey.thread(root.threadId), { ...root, cases: [...others, caseId], loose, emails: moved });
  }
  return [...changes];
}

/** Who takes part in a case by the messages that make it. */
function peopleOf({ emails, participants }: Split): Pick<CaseNode, 'sender' | 'participants' | 'answered'> {
  const written = emails.filter(({ automatic }) => automatic === null);
  return {
    sender: written.find(({ direction }) => direction === 'in')?.from ?? null,
    participants: participants.slice(0, MAX_PARTICIPANTS),
    answered: written.some(({ direction }) => direction === 'out'),
  };
}

/** The case in which a message is: that to which it came, where that is not the one that it was meant for. */
export function caseOfEmail(view: IndexView, { emails }: ThreadNode, emailId: EmailId, own: MessageNode) {
  // A Message-ID may stand for a second message as well, which has a case of its own.
  const { caseId } = emails.find((one) => one.emailId === emailId) ?? own;
  const passed = view.get(indexKey.passedOn(emailId));
  return caseId === null ? undefined : caseNode(view, passed?.kind === 'passed-on' ? passed.caseId : caseId);
}

/**
 * Whether nothing else of its thread is in the case of a message; where more are than are known, nobody can tell.
 * @param others that leave it as well
 */
export function isAloneIn({ emails }: ThreadNode, emailId: EmailId, others: ReadonlySet<EmailId> = new Set()): boolean {
  const caseId = emails.find((one) => one.emailId === emailId)?.caseId;
  const leaves = (id: EmailId) => id === emailId || others.has(id);
  return emails.length < MAX_EMAILS && emails.every((one) => leaves(one.emailId) || one.caseId !== caseId);
}

function parentOf({ parent }: Routed): Parent | null {
  if (!parent) return null;
  const { reason: _, ...plain } = parent;
  return plain;
}

const keyOfAsk = ({ address, record }: Ask): string => address ?? (record ? recordKey(record) : '');

/** Each once, the first ones: those of the earliest messages go before. */
function distinctAsks(asks: readonly Ask[]): readonly Ask[] {
  const distinct = new Map<string, Ask>();
  for (const ask of asks) if (!distinct.has(keyOfAsk(ask))) distinct.set(keyOfAsk(ask), ask);
  return [...distinct.values()].slice(0, MAX_ASKS_OF_A_THREAD);
}

function emailsOf(parts: readonly ThreadNode[], data: Routed): readonly ThreadEmail[] {
  const { emailId, insider: out, again, parent } = data;
  const { id: caseId = null } = data.case ?? {};
  const joins = new Set(caseId === null ? [] : [data.emailId, ...data.joined.map((one) => one.emailId)]);
  const before = parts.flatMap((part) => part.emails).map((one) => (joins.has(one.emailId) ? { ...one, caseId } : one));
  const known = before.find((one) => one.emailId === emailId);
  const pinned = parent?.reason === 'filter' || parent?.reason === 'user';
  // A message that was decided before goes elsewhere by a filter alone.
  if (known && again && !pinned) return before;
  const itself = { emailId, out, linked: keyOf(parent), pinned, caseId: known?.caseId ?? caseId };
  return [...before.filter((one) => one.emailId !== emailId), itself].slice(-MAX_EMAILS);
}

function caseOf(view: IndexView, data: Routed, made: NonNullable<Routed['case']>): [string, IndexDocument][] {
  const { sender, insider, automatic, participants, joined } = data;
  const answers = insider && automatic === null;
  if (made.created) {
    const { id: caseId, number, subject, rule } = made;
    const opened = { open: true, duplicateOf: null, rule, priority: 'Normal', brought: null } as const;
    const fresh = { kind: 'case', caseId, number, subject, ...opened } as const;
    const earlier = joined.flatMap((one) => (one.direction === 'in' && !one.automatic && one.from ? [one.from] : []));
    const all = [...new Set([...participants, ...earlier])].slice(0, MAX_PARTICIPANTS);
    const people = { sender, participants: all, answered: answers, parent: parentOf(data) };
    return [
      [indexKey.case(caseId), { ...fresh, ...people }],
      [indexKey.number(number), { kind: 'number', caseId }],
    ];
  }
  const node = caseNode(view, made.id);
  if (!node) return [];
  const all = [...new Set([...node.participants, ...participants])].slice(0, MAX_PARTICIPANTS);
  return [[indexKey.case(made.id), { ...node, participants: all, answered: node.answered || answers }]];
}

/** The newest that together stay small, whatever Message-IDs they have: the others stay in their thread. */
export function newestLoose(loose: readonly LooseEmail[]): readonly LooseEmail[] {
  let room = MAX_LOOSE_BYTES;
  let from = loose.length;
  for (const { messageId, from: sender } of [...loose].reverse()) {
    // A character of these has at most three bytes, and what stands beside them 200.
    room -= 3 * (messageId.length + (sender?.length ?? 0)) + 200;
    if (room < 0 || loose.length - from === MAX_LOOSE) break;
    from--;
  }
  return from === 0 ? loose : loose.slice(from);
}

/** The thread of a message that starts one. */
export const newThreadId = (emailId: EmailId): ThreadId => threadIdOf(emailId);
