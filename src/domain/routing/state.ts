import { waitsForSomebody } from '../assignment/assign.js';
import { type AssignmentEvent, assignment, mayHold } from '../assignment/assignment.js';
import type { Assignment } from '../assignment/explanation.js';
import type { AssignmentRule } from '../assignment/rule.js';
import type { AssignmentState } from '../assignment/state.js';
import type { CaseName } from '../case/name.js';
import { isOpen } from '../case/status.js';
import type { CrmRecordEvent } from '../crm-record/events.js';
import type { EmailEvent } from '../email/events.js';
import { type EventRef, IMPORTER, type RecordedOf } from '../event.js';
import type { AccountId, CaseId, EmailId, ThreadId, UserId } from '../ids.js';
import type { MailAccountEvent } from '../mail-account/events.js';
import { changePriority, dequeue, enqueue, type Queue, type QueuedCase } from './queue.js';

/** What of a group account routing has to know. */
export interface AccountRules {
  readonly emailAddress: string;
  readonly active: boolean;
  /** None: its messages make no cases. */
  readonly caseCreation: (AssignmentRule & { readonly casesSince: string }) | null;
}

/** A case that waits for the distribution: made by hand, given back, or its user gone. */
export interface WaitingCase {
  readonly cause: EventRef;
  readonly caseId: CaseId;
  /** Whoever was too late with it: they get it again only if nobody else can. */
  readonly avoid: UserId | null;
  /** It is made of these messages of that case. */
  readonly split?: { readonly from: CaseName; readonly emails: readonly EmailId[] };
}

/** A place among what a record is looked for by: the number of the key, and the last thread of it. */
export interface LinkingPlace {
  readonly key: number;
  readonly after: string;
}

/** Everything that routing decides from, but for the index: plain JSON, as large as the company and its open questions. */
export interface RoutingState {
  readonly assignment: AssignmentState;
  readonly accounts: Readonly<Record<AccountId, AccountRules>>;
  readonly userAddresses: Readonly<Record<UserId, readonly string[]>>;
  /** Addresses of users' own accounts, which make no cases and are nothing else to routing. */
  readonly personalAddresses: Readonly<Record<AccountId, string>>;
  /** Addresses of users, of their own accounts and of group accounts: whoever writes from one is no customer. */
  readonly insiders: Readonly<Record<string, 'user' | 'account'>>;
  readonly lastNumber: number;
  /** Of the last event in `routing`; -1: none. The next decision is appended behind exactly this one. */
  readonly revision: number;
  /** The cause of the last decision about a message: the next one is behind it. */
  readonly lastEmailCause: EventRef | null;
  readonly waiting: readonly WaitingCase[];
  /** How far changes of records were looked at, and where in the last one it goes on. */
  readonly records: { readonly cause: EventRef; readonly next: LinkingPlace | null } | null;
  /** Threads of which other messages get another parent by what came last. */
  readonly relinking: readonly { readonly cause: EventRef; readonly threadId: ThreadId }[];
  /** Cases for which there was nobody, and which get somebody as soon as there is. */
  readonly queue: Queue;
  /** The last event folded in. */
  readonly seen: EventRef | null;
}

export type RoutingInput = RecordedOf<AssignmentEvent | MailAccountEvent | CrmRecordEvent | EmailEvent>;

/** The types that the state is a fold of. E-mails are not among them: they are read as causes, one after another. */
export const routingInputs = [
  'UserRegistered',
  'UserEmailAddressesSet',
  'UserActivated',
  'UserDeactivated',
  'TeamCreated',
  'TeamMemberAdded',
  'TeamMemberPositionSet',
  'TeamMemberRemoved',
  'GroupAccountOpened',
  'PersonalAccountOpened',
  'AccountRemoved',
  'CaseCreationConfigured',
  'CaseCreationStopped',
  'AccountActivated',
  'AccountDeactivated',
  'EmailRouted',
  'EmailPlaced',
  'CaseRouted',
  'EmailParked',
  'CaseRequested',
  'CaseSplitOff',
  'CaseMerged',
  'CaseUnmerged',
  'CaseImported',
  'CaseSourceChanged',
  'CaseAssigned',
  'CaseUnassigned',
  'CaseAssignmentLapsed',
  'CaseReopened',
  'CaseStatusChanged',
  'CaseEmailAdded',
  'ThreadsLinked',
  'EmailParentChosen',
  'RecordRegistered',
  'RecordChanged',
  'RecordRemoved',
  'CasePriorityChanged',
  'CaseTagsSet',
  'AvailabilityBegan',
  'AvailabilityEnded',
  'WorkingHoursSet',
  'CapacitySet',
  'RateSet',
  'UserSkillsSet',
  'LimitEased',
  'TeamWorkingHoursSet',
  'TeamCapacitySet',
  'TeamRateSet',
  'TeamHoursBegan',
  'TeamHoursEnded',
] as const satisfies readonly RoutingInput['type'][];

export const initialRouting = (): RoutingState => ({
  assignment: assignment.initialState(),
  accounts: {},
  userAddresses: {},
  personalAddresses: {},
  insiders: {},
  lastNumber: 0,
  revision: -1,
  lastEmailCause: null,
  waiting: [],
  records: null,
  relinking: [],
  queue: {},
  seen: null,
});

/** One event further. Never throws, whatever history it is given. */
export function evolveRouting(before: RoutingState, event: RoutingInput): RoutingState {
  const here: EventRef = { stream: event.stream, revision: event.revision };
  // Both narrow by type alike; the fold of the assignment leaves alone what it does not know.
  const folded = assignment.evolve(before.assignment, event as AssignmentEvent);
  const state: RoutingState = { ...before, assignment: folded, seen: here };
  switch (event.type) {
    case 'UserEmailAddressesSet':
      return withInsiders({
        ...state,
        userAddresses: { ...state.userAddresses, [event.data.userId]: event.data.emailAddresses },
      });
    case 'GroupAccountOpened': {
      const opened = { emailAddress: event.data.emailAddress, active: true, caseCreation: null };
      return withInsiders({ ...state, accounts: { ...state.accounts, [event.data.accountId]: opened } });
    }
    case 'PersonalAccountOpened': {
      const { accountId, emailAddress } = event.data;
      return withInsiders({ ...state, personalAddresses: { ...state.personalAddresses, [accountId]: emailAddress } });
    }
    case 'AccountRemoved': {
      const { [event.data.accountId]: _, ...personalAddresses } = state.personalAddresses;
      return withInsiders({ ...state, personalAddresses });
    }
    case 'CaseCreationConfigured': {
      const { accountId, ...caseCreation } = event.data;
      return withAccount(state, accountId, { caseCreation });
    }
    case 'CaseCreationStopped':
      return withAccount(state, event.data.accountId, { caseCreation: null });
    case 'AccountActivated':
      return withAccount(state, event.data.accountId, { active: true });
    case 'AccountDeactivated':
      return withAccount(state, event.data.accountId, { active: false });
    case 'EmailRouted': {
      const { cause, case: made, assignment: given } = event.data;
      const decided = { ...state, revision: event.revision, lastEmailCause: cause };
      const numbered = made ? { ...decided, lastNumber: Math.max(decided.lastNumber, made.number) } : decided;
      const linked = event.data.relinks ? relink(numbered, here, event.data.threadId) : numbered;
      if (!made || !given) return linked;
      // Deactivated or removed from the team while the decision was on its way.
      if (!mayHold(folded, given)) return wait(linked, here, made.id);
      return left(linked, given, made.rule, {
        cause: here,
        caseId: made.id,
        number: made.number,
        priority: 'Normal',
      });
    }
    case 'EmailPlaced':
    case 'EmailParked':
      return { ...state, revision: event.revision, lastEmailCause: event.data.cause };
    case 'CaseRouted': {
      const { cause, case: routed, assignment: given } = event.data;
      const waiting = state.waiting.filter((one) => !same(one.cause, cause));
      const lastNumber = Math.max(state.lastNumber, routed.number);
      const queue = dequeue(state.queue, routed.id);
      const decided = { ...state, revision: event.revision, waiting, queue, lastNumber };
      if (!mayHold(folded, given)) return wait(decided, here, routed.id);
      const { id: caseId, number, priority, rule } = routed;
      return left(decided, given, rule, { cause: here, caseId, number, priority });
    }
    case 'ThreadsLinked': {
      const { cause, next } = event.data;
      const decided = { ...state, revision: event.revision };
      if (cause.stream !== event.stream) return { ...decided, records: { cause, next } };
      return { ...decided, relinking: state.relinking.filter((one) => one.cause.revision > cause.revision) };
    }
    case 'CaseRequested':
      return wait(state, here, event.data.caseId);
    case 'CaseSplitOff': {
      const { caseId, from, emails } = event.data;
      return { ...state, waiting: [...state.waiting, { cause: here, caseId, avoid: null, split: { from, emails } }] };
    }
    case 'CaseImported': {
      // From now on numbers are above those that are still to be brought.
      const lastNumber = Math.max(state.lastNumber, event.data.numbersUpTo);
      return wait({ ...state, lastNumber }, here, event.data.caseId);
    }
    case 'CaseUnassigned': {
      const { caseId, userId, redistribute, reason } = event.data;
      const hadTheirChance = reason === 'overdue' || reason === 'service-level';
      return redistribute ? wait(state, here, caseId, hadTheirChance ? userId : null) : state;
    }
    case 'CaseAssigned':
      return event.data.distribution === 'manual' ? unqueued(state, event.data.caseId) : state;
    case 'CaseStatusChanged':
      return isOpen(event.data.to) ? state : unqueued(state, event.data.caseId);
    case 'CasePriorityChanged':
      return { ...state, queue: changePriority(state.queue, event.data.caseId, event.data.to) };
    case 'CaseReopened': {
      const { userId, caseId } = event.data;
      if (event.metadata.actor === IMPORTER) return state;
      const gone = userId === null || !folded.agents[userId]?.active;
      return gone ? wait(state, here, caseId) : state;
    }
    default:
      return state;
  }
}

/** A thread waits once. */
function relink(state: RoutingState, cause: EventRef, threadId: ThreadId): RoutingState {
  const others = state.relinking.filter((one) => one.threadId !== threadId);
  return { ...state, relinking: [...others, { cause, threadId }] };
}

/** A case waits once, for its latest cause: asking twice must not give it to two users in turn. */
function wait(state: RoutingState, cause: EventRef, caseId: CaseId, avoid: UserId | null = null): RoutingState {
  const waits = state.waiting.some((one) => one.caseId === caseId);
  const others = waits ? state.waiting.filter((one) => one.caseId !== caseId) : state.waiting;
  return { ...unqueued(state, caseId), waiting: [...others, { cause, caseId, avoid }] };
}

const unqueued = (state: RoutingState, caseId: CaseId): RoutingState => ({
  ...state,
  queue: dequeue(state.queue, caseId),
});

/** A case for which there was nobody waits in the queue, where its rule looks at who is there. */
function left(
  state: RoutingState,
  { userId, explanation }: Assignment,
  rule: AssignmentRule | null,
  queued: Omit<QueuedCase, 'recordSkills'>,
): RoutingState {
  if (userId !== null || rule === null || !waitsForSomebody(rule)) return state;
  const { skills, recordSkills } = explanation;
  return { ...state, queue: enqueue(state.queue, { ...rule, skills }, { ...queued, recordSkills }) };
}

function withAccount(state: RoutingState, accountId: AccountId, change: Partial<AccountRules>): RoutingState {
  const account = state.accounts[accountId];
  return account ? { ...state, accounts: { ...state.accounts, [accountId]: { ...account, ...change } } } : state;
}

function withInsiders(state: RoutingState): RoutingState {
  const ofUsers = Object.values(state.userAddresses).flat();
  const ofAccounts = Object.values(state.accounts).map(({ emailAddress }) => emailAddress);
  const insiders = Object.fromEntries([
    ...[...ofUsers, ...Object.values(state.personalAddresses)].map((address) => [address, 'user'] as const),
    ...ofAccounts.map((address) => [address, 'account'] as const),
  ]);
  return { ...state, insiders };
}

const same = (a: EventRef, b: EventRef): boolean => a.stream === b.stream && a.revision === b.revision;
