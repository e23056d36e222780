import { assign } from '../assignment/assign.js';
import { type AssignmentRule, NO_RULE } from '../assignment/rule.js';
import type { CaseName } from '../case/events.js';
import type { CrmRecordRef } from '../crm-record/link.js';
import { type Delivery, type Email, idsNamedBy } from '../email/events.js';
import type { EventRef } from '../event.js';
import { type AccountId, type CaseId, caseIdOf, type ThreadId } from '../ids.js';
import { cameBefore } from '../mail-account/age.js';
import type { Dispatch } from '../outgoing/events.js';
import { isOfOurForm } from '../outgoing/message-id.js';
import type { Ask, RoutingEvent } from './events.js';
import { addressesAsked, asksOf, filedLink, linkMessage, neededForAsks, relinks } from './linking.js';
import { nextQueued } from './queue.js';
import { skillsOfRecords } from './record-skills.js';
import type { RoutingState, WaitingCase } from './state.js';
import {
  type CaseNode,
  caseNode,
  caseOfEmail,
  type IndexView,
  indexKey,
  isAloneIn,
  meantCase,
  messageNode,
  NOTIFICATION,
  nameOf,
  newestLoose,
  newThreadId,
  originalOf,
  ownNode,
  rootOf,
  type ThreadNode,
} from './thread-index.js';

/** A message to be decided, and the deliveries that ask for it. */
export interface EmailCause {
  readonly cause: EventRef;
  /** When that was recorded: what stands for now. ISO 8601. */
  readonly at: string;
  readonly email: Email;
  readonly deliveries: readonly Delivery[];
  /** Those before: they ask as well, as long as the message was never decided (it was parked). */
  readonly earlier: readonly Delivery[];
  /** The number of the case that an id of ours in it carries. Default: none. */
  readonly answersCase?: number | null;
  /** One of us wrote it here: for what. Default: it came from outside. */
  readonly written?: Written;
}

/** What whoever wrote a message here says that it belongs to. */
export type Written = Pick<Dispatch, 'case' | 'about'> & Partial<Pick<Dispatch, 'kind'>>;

/** A message of which a user says to which case it belongs; null: to none. */
export interface ChosenCause extends EmailCause {
  readonly chosen: CaseName | null;
}

export const isChosen = (cause: EmailCause): cause is ChosenCause => 'chosen' in cause;

type Routed = Extract<RoutingEvent, { type: 'EmailRouted' }>;
type CaseRouted = Extract<RoutingEvent, { type: 'CaseRouted' }>;
type Belongs = Routed['data']['case'];

/** The keys that a message's decision reads first; the index's `leadsTo` gives the rest. */
export function neededFor(one: EmailCause): string[] {
  const { email, deliveries, earlier, answersCase = null, written } = one;
  const tag = taggedNumber(email.subject);
  const filters = [...earlier, ...deliveries].flatMap(({ filed }) => filed?.link ?? []);
  return [
    ...(written?.case ? [indexKey.case(written.case.id)] : []),
    ...(written?.about && written.about.type !== 'Case'
      ? neededForAsks([{ address: null, record: written.about }])
      : []),
    ...filters.flatMap((link) => (link.type === 'Case' ? [indexKey.case(link.id)] : [])),
    ...neededForAsks(filters.flatMap((link) => (link.type === 'Case' ? [] : [{ address: null, record: link }]))),
    ...neededForAsks(addressesAsked(email)),
    ...[email.threadKey, ...idsNamedBy(email)].map(indexKey.message),
    indexKey.second(email.emailId),
    indexKey.thread(newThreadId(email.emailId)),
    ...(tag === null ? [] : [indexKey.number(tag)]),
    ...(answersCase === null ? [] : [indexKey.number(answersCase)]),
    ...(isChosen(one) ? [indexKey.passedOn(email.emailId)] : []),
    ...(isChosen(one) && one.chosen ? [indexKey.case(one.chosen.id)] : []),
  ];
}

/**
 * Decides everything about one message at once: its thread, its case, and who gets that. Pure: the same state, index
 * and message give the same event.
 * @param asOf the last event that the state had seen when this batch of decisions began
 */
export function routeEmail(
  state: RoutingState,
  index: IndexView,
  { cause, at, email, deliveries: latest, earlier, answersCase = null, written }: EmailCause,
  asOf: EventRef | null,
): Routed {
  const again = ownNode(index, email.threadKey, email.emailId) !== undefined;
  const deliveries = again ? latest : [...earlier, ...latest];
  const roots = rootsOf(index, email);
  const [root, ...others] = roots;
  const sender = email.from?.address ?? null;
  const insider = sender !== null && insiderKind(state, sender) !== null;
  // What is brought in from files, for no account, has happened long ago.
  const history = !written && deliveries.every(({ accountId }) => accountId === null);
  // Where somebody says which case it belongs to, they have told its cases apart.
  const brought = deliveries.some(({ accountId, filed }) => accountId === null && filed?.link?.type === 'Case');
  const merging = judgeCases(index, roots, email.automatic !== null || brought);
  // What tells a user of something is about what it tells of, and part of nothing.
  const isNotification = written?.kind === 'notification';
  const found = isNotification
    ? { case: null, known: false, mentions: null }
    : belongsTo(state, index, email, deliveries, roots, merging.duplicates, answersCase, written);
  const { created, noCase } =
    found.case || found.known ? { created: null, noCase: null } : makesCase(state, index, email, deliveries);
  const alone = found.known ? 'already-in-a-case' : isNotification ? NOTIFICATION : noCase;
  const named = recordNamed(deliveries, written);
  const isOurs = (address: string) => insiderKind(state, address) !== null;
  const asks = isNotification ? [] : asksOf(email, isOurs, namedBy(index, named, found.case));
  const { parent, considered, ofThread } = linkMessage(index, roots, asks, named?.record ?? null);
  const assignment = created
    ? assign(state.assignment, created.rule, {
        asOf,
        at,
        recordSkills: skillsOfRecords(index, created.rule, parent),
      })
    : null;
  return {
    type: 'EmailRouted',
    data: {
      cause,
      asOf,
      emailId: email.emailId,
      again,
      messageId: email.threadKey,
      references: idsNamedBy(email),
      threadId: root?.threadId ?? newThreadId(email.emailId),
      mergedThreads: others.map(({ threadId }) => threadId),
      sender,
      insider,
      automatic: email.automatic,
      participants: outsidersOf(state, email),
      case: found.case ?? created,
      history,
      noCase: found.case || created ? null : alone,
      joined: created
        ? [...newestLoose(roots.flatMap(({ loose }) => loose).filter(({ emailId }) => emailId !== email.emailId))]
        : [],
      mentions: created ? found.mentions : null,
      ...merging,
      assignment,
      receivedAt: deliveries[0]?.receivedAt ?? null,
      asks,
      parent,
      considered: [...considered],
      relinks: relinks(roots, ofThread),
    },
  };
}

/**
 * Decides what follows from a user's word about the case of a message. A case that is a duplicate stands for its original, and
 * one that was merged says itself where it goes.
 * @throws Error where the message was never routed
 */
export function placeEmail(
  state: RoutingState,
  index: IndexView,
  { cause, email, chosen }: ChosenCause,
  asOf: EventRef | null,
): Extract<RoutingEvent, { type: 'EmailPlaced' }> {
  const { emailId, threadKey: messageId, automatic } = email;
  const own = ownNode(index, messageId, emailId);
  const root = own && rootOf(index, own.threadId);
  if (!own || !root) throw new Error('a case was chosen for a message that belongs to no thread');
  const present = caseOfEmail(index, root, emailId, own);
  const wanted = chosen ? meantCase(index, chosen.id) : undefined;
  // By way of another case it comes anew: its own stream has to say where it is in the end.
  const stays = present !== undefined && present.caseId === chosen?.id && wanted === present && !present.merged;
  const before = present && !stays ? nameOf(present) : null;
  const sender = email.from?.address ?? null;
  return {
    type: 'EmailPlaced',
    data: {
      cause,
      asOf,
      emailId,
      messageId,
      threadId: root.threadId,
      case: wanted ? nameOf(wanted) : null,
      before,
      stays,
      leavesThread: before !== null && isAloneIn(root, emailId),
      sender,
      insider: sender !== null && insiderKind(state, sender) !== null,
      automatic,
      participants: outsidersOf(state, email),
    },
  };
}

interface Named {
  readonly by: 'user' | 'filter';
  readonly record: CrmRecordRef;
}

/** The record that whoever wrote a message, or a filter, says it is about; none: neither does. */
function recordNamed(deliveries: readonly Delivery[], written: Written | undefined): Named | null {
  if (written?.about && written.about.type !== 'Case') return { by: 'user', record: written.about };
  const record = filedLink(deliveries);
  return record && { by: 'filter', record };
}

/** The records that are named, not found: by a user or a filter, and by the case whose number the subject has. */
function namedBy(index: IndexView, named: Named | null, belongs: Belongs): Ask[] {
  const asks: Ask[] = named ? [{ ...named, address: null }] : [];
  const { id, reason } = belongs ?? {};
  const tagged = id !== undefined && reason === 'tag' ? caseNode(index, id)?.parent : null;
  return tagged ? [...asks, { by: 'tag', address: null, record: tagged.record }] : asks;
}

/** What a waiting case's decision reads first. */
export const neededForCase = ({ caseId }: WaitingCase): string[] => [indexKey.case(caseId)];

/** What the decision about messages that are split off reads besides. */
export const neededForSplit = (emails: readonly Email[]): string[] =>
  emails.flatMap(({ threadKey, emailId }) => [
    indexKey.message(threadKey),
    indexKey.second(emailId),
    indexKey.passedOn(emailId),
  ]);

/**
 * Messages of a case make one of their own, which gets its number and its user; those that are elsewhere by now stay there.
 * @param emails those that were asked for
 */
export function routeSplit(
  state: RoutingState,
  index: IndexView,
  waiting: WaitingCase & Required<Pick<WaitingCase, 'split'>>,
  emails: readonly Email[],
  asOf: EventRef | null,
): CaseRouted {
  const { from } = waiting.split;
  const routed = routeCase(state, index, waiting, asOf);
  const whole = originalOf(index, from.id)?.caseId;
  const found = emails.flatMap((email) => {
    const own = ownNode(index, email.threadKey, email.emailId);
    const root = own && rootOf(index, own.threadId);
    const before = own && root && caseOfEmail(index, root, email.emailId, own);
    return root && before && originalOf(index, before.caseId)?.caseId === whole ? [{ email, root, before }] : [];
  });
  const leaving = new Set(found.map(({ email }) => email.emailId));
  const participants = new Set(found.flatMap(({ email }) => outsidersOf(state, email)));
  const split = {
    from,
    emails: found.map(({ email: { emailId, threadKey, from: sender, automatic }, root, before }) => ({
      emailId,
      messageId: threadKey,
      threadId: root.threadId,
      before: nameOf(before),
      leavesThread: isAloneIn(root, emailId, leaving),
      direction: sender && insiderKind(state, sender.address) !== null ? ('out' as const) : ('in' as const),
      from: sender?.address ?? null,
      automatic,
    })),
    stay: waiting.split.emails.filter((emailId) => !leaving.has(emailId)),
    participants: [...participants].slice(0, MAX_PARTICIPANTS_OF_A_SPLIT),
  };
  return { ...routed, data: { ...routed.data, split } };
}

/** A case made by hand gets its number and its user; one that was given back, another user. */
export function routeCase(
  state: RoutingState,
  index: IndexView,
  { cause, caseId, avoid }: WaitingCase,
  asOf: EventRef | null,
): CaseRouted {
  const node = caseNode(index, caseId);
  const created = !node || node.number === 0;
  const rule = ruleOf(node, created);
  const number = created ? (broughtNumber(index, node) ?? state.lastNumber + 1) : node.number;
  const routed = { id: caseId, number, created, teamId: rule.teamId, rule, priority: node?.priority ?? 'Normal' };
  const recordSkills = skillsOfRecords(index, rule, node?.parent ?? null);
  const assignment = assign(state.assignment, rule, { asOf, at: state.assignment.now, avoid, recordSkills });
  return { type: 'CaseRouted', data: { cause, asOf, case: routed, assignment, split: null } };
}

/** One that comes from another system comes with its user, or with none. */
function ruleOf(node: CaseNode | undefined, created: boolean): AssignmentRule {
  const rule = node?.rule ?? NO_RULE;
  return created && node?.brought ? { ...NO_RULE, teamId: rule.teamId } : rule;
}

/** The number that it had where it comes from; none: it had none, or a case has it here. */
function broughtNumber(index: IndexView, node: CaseNode | undefined): number | null {
  const number = node?.brought?.number ?? null;
  return number === null || index.get(indexKey.number(number)) !== undefined ? null : number;
}

/** The next case of the queue gets its user; none: there is nobody for any of them. */
export function routeQueued(state: RoutingState, asOf: EventRef | null): CaseRouted | null {
  const next = nextQueued(state.queue, state.assignment);
  if (!next) return null;
  const { rule, queued } = next;
  const { cause, caseId: id, number, priority, recordSkills } = queued;
  const assignment = assign(state.assignment, rule, { asOf, at: state.assignment.now, recordSkills });
  const routed = { id, number, created: false, teamId: rule.teamId, rule, priority };
  return { type: 'CaseRouted', data: { cause, asOf, case: routed, assignment, split: null } };
}

/** Threads that one message can join; a decision names each of them, and has to stay small. */
const MAX_THREADS = 1_000;

/**
 * The threads of all ids that this message puts together, the one decided earliest first. Of more than MAX_THREADS its
 * own and those of what it answers, the nearest first: the others stay apart.
 */
function rootsOf(index: IndexView, email: Email): ThreadNode[] {
  const roots = new Map<ThreadId, ThreadNode>();
  for (const id of [email.threadKey, ...idsNamedBy(email).reverse()]) {
    if (roots.size === MAX_THREADS) break;
    const node = messageNode(index, id);
    const root = node && rootOf(index, node.threadId);
    if (root) roots.set(root.threadId, root);
  }
  return [...roots.values()].sort((a, b) => a.founded - b.founded || (a.threadId < b.threadId ? -1 : 1));
}

interface Found {
  readonly case: Belongs;
  /** It was decided before, and has its case. */
  readonly known: boolean;
  readonly mentions: CaseName | null;
}

/** The case that a message belongs to by a filter, or where it was brought from, by what it answers, by its thread, by an id of ours, or by the tag in its subject. */
function belongsTo(
  state: RoutingState,
  index: IndexView,
  email: Email,
  deliveries: readonly Delivery[],
  roots: readonly ThreadNode[],
  duplicates: Routed['data']['duplicates'],
  answersCase: number | null,
  written: Written | undefined,
): Found {
  const own = ownNode(index, email.threadKey, email.emailId);
  if (own?.caseId || own?.chosen) return { case: null, known: true, mentions: null };

  const writtenIn = written?.case ? originalOf(index, written.case.id) : undefined;
  if (writtenIn && writtenIn.number > 0)
    return { case: existing(index, writtenIn, 'user'), known: false, mentions: null };

  for (const { filed, accountId } of deliveries) {
    const filtered = filed?.link?.type === 'Case' ? meantCase(index, filed.link.id) : undefined;
    // One that is asked for by hand has no number yet.
    if (filtered && filtered.number > 0) {
      return {
        case: existing(index, filtered, accountId === null ? 'import' : 'filter'),
        known: false,
        mentions: null,
      };
    }
  }

  const answered = nearestCase(index, email);
  const inThread = answered ?? caseOfThread(index, roots);
  if (inThread) {
    const whole = originalOf(index, inThread.caseId);
    const joined = duplicates.find(({ duplicate }) => duplicate.id === whole?.caseId);
    const node = (joined && caseNode(index, joined.original.id)) ?? inThread;
    return { case: existing(index, node, answered ? 'reply' : 'thread'), known: false, mentions: null };
  }

  const signed = answersCase === null ? undefined : caseSigned(index, email, answersCase);
  if (signed) return { case: existing(index, signed, 'reply'), known: false, mentions: null };

  const number = taggedNumber(email.subject);
  const named = number === null ? undefined : index.get(indexKey.number(number));
  const tagged = named?.kind === 'number' ? originalOf(index, named.caseId) : undefined;
  if (named?.kind !== 'number' || !tagged) return { case: null, known: false, mentions: null };
  const sender = email.from?.address ?? '';
  return insiderKind(state, sender) !== null || takesPartIn(index, named.caseId, sender)
    ? { case: existing(index, meantCase(index, named.caseId) ?? tagged, 'tag'), known: false, mentions: null }
    : { case: null, known: false, mentions: nameOf(tagged) };
}

/** In the case itself, in one that it is a duplicate of, or in one that was merged: whoever was told its number may write it. */
function takesPartIn(index: IndexView, caseId: CaseId, address: string): boolean {
  const seen = new Set<CaseId>();
  const waiting: CaseId[] = [caseId];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const node = seen.has(id) ? undefined : caseNode(index, id);
    if (!node) continue;
    if (node.participants.includes(address)) return true;
    seen.add(id);
    if (node.duplicateOf) waiting.push(node.duplicateOf);
    // One that was taken out again is no part of it.
    waiting.push(...(node.absorbed ?? []).filter((one) => isMergedInto(index, one, id)));
  }
  return false;
}

const isMergedInto = (index: IndexView, caseId: CaseId, into: CaseId): boolean => {
  const node = caseNode(index, caseId);
  return node?.merged === true && node.duplicateOf === into;
};

/** The case that an id of ours carries; none where we know such a message: it has its case, or somebody took it out. */
function caseSigned(index: IndexView, email: Email, number: number): CaseNode | undefined {
  if (idsNamedBy(email).some((id) => isOfOurForm(id) && messageNode(index, id))) return undefined;
  const named = index.get(indexKey.number(number));
  return named?.kind === 'number' ? meantCase(index, named.caseId) : undefined;
}

/** That of the nearest message it answers that has one: In-Reply-To, then References from the end. */
function nearestCase(index: IndexView, email: Email): CaseNode | undefined {
  for (const id of idsNamedBy(email).reverse()) {
    const caseId = messageNode(index, id)?.caseId;
    const node = caseId && meantCase(index, caseId);
    if (node) return node;
  }
  return undefined;
}

/** The oldest open case of the thread, else its newest; one of those that were merged into it, where the thread has that. */
function caseOfThread(index: IndexView, roots: readonly ThreadNode[]): CaseNode | undefined {
  const cases = casesOf(index, roots);
  const found = cases.find(({ open }) => open) ?? cases.at(-1);
  const own = roots.flatMap((root) => root.cases).flatMap((caseId) => meantCase(index, caseId) ?? []);
  if (!found || own.some(({ caseId }) => caseId === found.caseId)) return found;
  return own.find(({ caseId }) => originalOf(index, caseId)?.caseId === found.caseId) ?? found;
}

/** The cases of some threads, none of them a duplicate, by number. */
function casesOf(index: IndexView, roots: readonly ThreadNode[]): CaseNode[] {
  const cases = new Map<string, CaseNode>();
  for (const caseId of roots.flatMap((root) => root.cases)) {
    const node = originalOf(index, caseId);
    if (node) cases.set(node.caseId, node);
  }
  return [...cases.values()].sort((a, b) => a.number - b.number);
}

function existing(index: IndexView, node: CaseNode, reason: string): Belongs {
  const { caseId: id, number, subject, rule } = node;
  const whole = node.merged ? originalOf(index, id) : undefined;
  const into = whole && whole.caseId !== id ? nameOf(whole) : null;
  return { id, number, created: false, reason, accountId: null, teamId: rule.teamId, subject, rule, into };
}

/** `[#123]` in a subject; none: there is no such. */
export function taggedNumber(subject: string): number | null {
  const tag = /\[#(\d{1,9})\]/.exec(subject)?.[1];
  return tag === undefined ? null : Number(tag);
}

/** Addresses come from outside, and `constructor` is one too: only what was entered counts. */
function insiderKind({ insiders }: RoutingState, address: string): 'user' | 'account' | null {
  return (Object.hasOwn(insiders, address) && insiders[address]) || null;
}

/** A new case, or why there is none. */
function makesCase(
  state: RoutingState,
  index: IndexView,
  email: Email,
  deliveries: readonly Delivery[],
): { readonly created: Belongs; readonly noCase: string | null } {
  const no = (noCase: string) => ({ created: null, noCase });
  if (email.automatic !== null) return no('automatic');
  if (idsNamedBy(email).some((id) => messageNode(index, id)?.notification)) return no('answers-a-notification');
  if (email.from && insiderKind(state, email.from.address) === 'account') return no('from-our-own-address');
  let reason = 'no-account';
  const ofFilters = deliveries.flatMap(({ filed }) => filed?.skills ?? []);
  for (const { accountId, receivedAt, filed } of deliveries) {
    const answer = filed?.noCase ? 'filter' : makesCaseIn(state, accountId, receivedAt);
    if (typeof answer !== 'string') {
      const { casesSince: _, ...ofAccount } = answer;
      const rule = { ...ofAccount, skills: [...new Set([...ofAccount.skills, ...ofFilters])].sort() };
      const subject = email.subject.slice(0, 500) || '(no subject)';
      const named = { id: caseIdOf(email.emailId), number: state.lastNumber + 1, subject };
      return {
        created: { ...named, created: true, reason: 'created', accountId, teamId: rule.teamId, rule, into: null },
        noCase: null,
      };
    }
    reason = answer;
  }
  return no(reason);
}

function makesCaseIn(state: RoutingState, accountId: AccountId | null, receivedAt: string | null) {
  const account = accountId === null ? undefined : state.accounts[accountId];
  if (!account) return 'no-account';
  if (!account.active) return 'account-inactive';
  if (!account.caseCreation) return 'account-makes-no-cases';
  const { casesSince } = account.caseCreation;
  return cameBefore(casesSince)(receivedAt) ? 'older-than-cases-since' : account.caseCreation;
}

const MAX_PARTICIPANTS_OF_A_MESSAGE = 50;
const MAX_PARTICIPANTS_OF_A_SPLIT = 500;

/** Addresses of outsiders that a message brings into its case; an automatic one brings nobody. */
function outsidersOf(state: RoutingState, { automatic, from, replyTo, to, cc }: Email): string[] {
  if (automatic !== null) return [];
  const all = [...(from ? [from] : []), ...replyTo, ...to, ...cc].map(({ address }) => address);
  const outsiders = all.filter((address) => address !== '' && insiderKind(state, address) === null);
  return [...new Set(outsiders)].slice(0, MAX_PARTICIPANTS_OF_A_MESSAGE);
}

/** Cases that one message can bring together; each is named in its decision and in the stream of the earliest. */
const MAX_CASES = 500;

/**
 * Threads with cases of their own turn out to be one. A later case becomes a duplicate of the earliest when its sender
 * takes part in that one and none of us has answered in the later; else both stay and name each other, since crafted
 * References must not merge what belongs to strangers. An automatic message changes no status, so it merges none. Of
 * more than MAX_CASES the rest stay apart as well, unnamed.
 */
function judgeCases(
  index: IndexView,
  roots: readonly ThreadNode[],
  automatic: boolean,
): { readonly duplicates: Routed['data']['duplicates']; readonly related: Routed['data']['related'] } {
  const duplicates: Routed['data']['duplicates'] = [];
  const related: Routed['data']['related'] = [];
  const [earliest] = roots.length > 1 ? casesOf(index, roots) : [];
  if (!earliest) return { duplicates, related };
  const home = roots.find((root) => casesOf(index, [root]).some(({ caseId }) => caseId === earliest.caseId));
  const apart = casesOf(
    index,
    roots.filter((root) => root !== home),
  ).filter((node) => node.caseId !== earliest.caseId);
  for (const later of apart.slice(0, MAX_CASES)) {
    const takesPart = later.sender !== null && earliest.participants.includes(later.sender);
    if (takesPart && !later.answered && !automatic)
      duplicates.push({ duplicate: nameOf(later), original: nameOf(earliest) });
    else related.push({ case: nameOf(later), other: nameOf(earliest) });
  }
  return { duplicates, related };
}
