import { expect } from 'vitest';
import type { UserEvent } from '../../src/domain/access/events.js';
import { createTeam, removeMember, setMember, team as teamDecider } from '../../src/domain/access/team.js';
import {
  activateUser,
  deactivateUser,
  registerUser,
  setEmailAddresses,
  type User,
  user as userDecider,
} from '../../src/domain/access/user.js';
import { turnOrder } from '../../src/domain/assignment/assign.js';
import type { Capacity } from '../../src/domain/availability/events.js';
import { assignCase, changeCaseStatus, tagCase, unassignCase } from '../../src/domain/case/case.js';
import type { CaseEvent, CaseStatus } from '../../src/domain/case/events.js';
import { fold } from '../../src/domain/decider.js';
import { chooseCase, emailCase } from '../../src/domain/email/case.js';
import type { EmailEvent } from '../../src/domain/email/events.js';
import { CaseId, derivedId, personalAccountIdOf, streams } from '../../src/domain/ids.js';
import {
  configureCaseCreation,
  deactivateAccount,
  mailAccount,
  openGroupAccount,
} from '../../src/domain/mail-account/mail-account.js';
import {
  AFTER_OPENING,
  accountAddress,
  accountId,
  delivery,
  type Mail,
  OPENING,
  type RuleInShort,
  received,
  rule,
  teamId,
  userAddress,
  userId,
} from './domain-builders.js';
import { DomainWorld, threadOf } from './domain-world.js';

/** Something that happens. */
export type Step = (world: DomainWorld) => void;
/** Something that must hold. */
export type Expectation = (world: DomainWorld) => void;

export interface Scenario {
  readonly world: DomainWorld;
  when(...steps: readonly Step[]): Scenario;
  then(...expectations: readonly Expectation[]): Scenario;
}

/** A world in which this has happened; after each step routing decides and carries out all that waits. */
export function given(...steps: readonly Step[]): Scenario {
  const world = new DomainWorld();
  const happen = (more: readonly Step[]) => {
    for (const step of more) {
      step(world);
      world.route();
    }
  };
  happen(steps);
  const scenario: Scenario = {
    world,
    when(...more) {
      happen(more);
      return scenario;
    },
    // biome-ignore lint/suspicious/noThenProperty: a specification reads given, when, then; nobody awaits one.
    then(...expectations) {
      for (const expectation of expectations) expectation(world);
      return scenario;
    },
  };
  return scenario;
}

// --- people ---

const users = (world: DomainWorld, name: string, decide: (state: User) => UserEvent[]) => {
  const stream = streams.user(userId(name));
  // A user's stream holds the events of a user.
  world.append(stream, decide(fold(userDecider, world.stream(stream) as unknown as UserEvent[])));
};

/** An active user with an address of their own. */
export const user =
  (name: string): Step =>
  (world) =>
    users(world, name, (state) => {
      if (state.status !== 'absent') return [];
      const person = { userId: userId(name), name, administrator: false, emailAddresses: [userAddress(name)] };
      return registerUser(state, person);
    });

export const hasAddresses =
  (name: string, ...addresses: readonly string[]): Step =>
  (world) =>
    users(world, name, (state) => setEmailAddresses(state, addresses));

export const deactivated =
  (name: string): Step =>
  (world) =>
    users(world, name, deactivateUser);

export const activated =
  (name: string): Step =>
  (world) =>
    users(world, name, activateUser);

/** The log says that somebody comes, or goes and why. */
export const is =
  (name: string, presence: 'there' | 'away' | 'outside-hours'): Step =>
  (world) =>
    world.append(streams.availability(userId(name)), [
      presence === 'there'
        ? { type: 'AvailabilityBegan', data: { userId: userId(name), at: AFTER_OPENING } }
        : { type: 'AvailabilityEnded', data: { userId: userId(name), reason: presence, at: AFTER_OPENING } },
    ]);

export const canHave =
  (name: string, maxOpenCases: number, out: Partial<Capacity['leavingOut']> = {}): Step =>
  (world) => {
    const leavingOut = { statuses: [], tags: [], olderThanDays: null, ...out };
    const data = { userId: userId(name), capacity: { maxOpenCases, leavingOut } };
    world.append(streams.availability(userId(name)), [{ type: 'CapacitySet', data }]);
  };

export const can =
  (name: string, ...skills: readonly string[]): Step =>
  (world) =>
    world.append(streams.availability(userId(name)), [
      { type: 'UserSkillsSet', data: { userId: userId(name), skills: [...skills] } },
    ]);

// --- teams ---

const teams = (world: DomainWorld, name: string, decide: (state: ReturnType<typeof teamState>) => TeamEvents) => {
  world.append(streams.team(teamId(name)), decide(teamState(world, name)));
};
type TeamEvents = ReturnType<typeof createTeam>;
const teamState = (world: DomainWorld, name: string) =>
  // A team's stream holds the events of a team.
  fold(teamDecider, world.stream(streams.team(teamId(name))) as unknown as TeamEvents);

/** Adds a member, or gives one another position. */
export const joins =
  (team: string, name: string, position: string | null = null): Step =>
  (world) =>
    teams(world, team, (state) => setMember(state, userId(name), position));

export const leaves =
  (team: string, name: string): Step =>
  (world) =>
    teams(world, team, (state) => removeMember(state, userId(name)));

/** A team of these users (`ana`, or `ana: agent` with a position), with a group account of its name. */
export const team =
  (name: string, members: readonly string[], how: RuleInShort = {}): Step =>
  (world) => {
    teams(world, name, (state) => createTeam(state, { teamId: teamId(name), name }));
    for (const member of members) {
      const [who = '', position = null] = member.split(': ');
      user(who)(world);
      joins(name, who, position)(world);
    }
    account(name, { team: name, ...how })(world);
  };

// --- accounts ---

/** A group account, open since `OPENING`; none: it makes no cases. */
export const account =
  (name: string, how: (RuleInShort & { readonly casesSince?: string }) | null): Step =>
  (world) => {
    const stream = streams.mailAccount(accountId(name));
    const fetching = { folders: ['INBOX'], since: OPENING, keepUnread: true, maxSize: 1e6, schedule: '* * * * *' };
    const caseCreation = how && { ...rule(how), casesSince: how.casesSince ?? OPENING };
    const opening = { accountId: accountId(name), name, emailAddress: accountAddress(name), imap: null, teamIds: [] };
    world.append(stream, openGroupAccount(mailAccount.initialState(), { ...opening, fetching, caseCreation }));
  };

const accountState = (world: DomainWorld, name: string) =>
  // An account's stream holds the events of an account.
  fold(mailAccount, world.stream(streams.mailAccount(accountId(name))) as unknown as AccountEvents);
type AccountEvents = ReturnType<typeof openGroupAccount>;

export const accountDeactivated =
  (name: string): Step =>
  (world) =>
    world.append(streams.mailAccount(accountId(name)), deactivateAccount(accountState(world, name)));

/** A user has a mailbox of their own from now on. */
export const hasMailbox =
  (name: string, emailAddress: string): Step =>
  (world) => {
    const ofUser = personalAccountIdOf(userId(name), emailAddress);
    world.append(streams.mailAccount(ofUser), [
      { type: 'PersonalAccountOpened', data: { accountId: ofUser, userId: userId(name), name, emailAddress } },
    ]);
  };

export const removesMailbox =
  (name: string, emailAddress: string): Step =>
  (world) => {
    const ofUser = personalAccountIdOf(userId(name), emailAddress);
    world.append(streams.mailAccount(ofUser), [{ type: 'AccountRemoved', data: { accountId: ofUser } }]);
  };

/** From now on the account's cases find their users in this way. */
export const casesGo =
  (name: string, how: RuleInShort): Step =>
  (world) => {
    const events = configureCaseCreation(accountState(world, name), { ...rule(how), casesSince: OPENING });
    world.append(streams.mailAccount(accountId(name)), events);
  };

// --- messages ---

/** A message arrives; `name` is short for its Message-ID. */
export const email =
  (name: string, mail: Mail = {}): Step =>
  (world) =>
    world.receive(received(name, mail), mail.as ?? name);

/** A new customer's first message. */
export const newCase = (n: number, account = 'support'): Step => email(`new-${n}`, { account });

/** The same message reaches another account too. */
export const copy =
  (name: string, account: string, receivedAt = AFTER_OPENING): Step =>
  (world) => {
    const { emailId } = world.email(name);
    const data = { emailId, delivery: delivery(account, receivedAt, '2'), variant: null };
    world.append(streams.email(emailId), [{ type: 'EmailDelivered', data }]);
  };

/** The decision about a message threw. */
export const parked =
  (name: string, mail: Mail = {}): Step =>
  (world) => {
    email(name, mail)(world);
    const cause = world.nextCause();
    if (!cause) throw new Error('nothing waits');
    const { stream, revision } = cause;
    const data = { cause: { stream, revision }, emailId: world.email(name).emailId, error: 'it could not be decided' };
    world.append(streams.routing, [{ type: 'EmailParked', data }]);
  };

/** Somebody asks for a parked message to be decided again. */
export const retried =
  (name: string): Step =>
  (world) => {
    const { emailId } = world.email(name);
    world.append(streams.email(emailId), [{ type: 'EmailRoutingRequested', data: { emailId } }]);
  };

// --- what people do with cases ---

export const assigns =
  (number: number, name: string, team: string | null = null): Step =>
  (world) =>
    world.change(number, (state) => assignCase(state, userId(name), team === null ? null : teamId(team)));

export const takesBack =
  (number: number): Step =>
  (world) =>
    world.change(number, (state) => unassignCase(state, false));

export const givesBack =
  (number: number): Step =>
  (world) =>
    world.change(number, (state) => unassignCase(state, true));

export const sets =
  (number: number, to: Exclude<CaseStatus, 'Duplicate'>): Step =>
  (world) =>
    world.change(number, (state) => changeCaseStatus(state, { to, duplicateOf: null }));

export const tags =
  (number: number, add: readonly string[], remove: readonly string[] = []): Step =>
  (world) =>
    world.change(number, (state) => tagCase(state, { add, remove }));

export const marksDuplicate =
  (number: number, of: number): Step =>
  (world) => {
    const original = world.caseOf(of);
    const duplicateOf = { id: original.caseId, number: of };
    world.change(number, (state) => changeCaseStatus(state, { to: 'Duplicate', duplicateOf }));
  };

export const closes = (number: number): Step => sets(number, 'Closed');

/** A user puts a message into a case; null: into none. */
export const puts =
  (name: string, number: number | null): Step =>
  (world) => {
    const { emailId } = world.email(name);
    const stream = streams.email(emailId);
    // An e-mail's stream holds events of e-mails.
    const state = (world.stream(stream) as unknown as EmailEvent[]).reduce(emailCase.evolve, emailCase.initialState());
    const to = number === null ? null : { id: world.caseOf(number).caseId, number };
    world.append(stream, chooseCase(state, emailId, to));
  };

/** A case made by hand. */
export const requestsCase =
  (subject: string, how: RuleInShort): Step =>
  (world) => {
    const caseId = CaseId.parse(derivedId('by hand', subject, world.log.length));
    const data = { caseId, subject, description: '', priority: 'High' as const, ...rule(how) };
    world.append(streams.case(caseId), [{ type: 'CaseRequested', data }]);
  };

// --- in between ---

/** While the decision about the step is made and not yet in the log, the rest happens. */
export const whileDecided =
  (step: Step, ...meanwhile: readonly Step[]): Step =>
  (world) => {
    step(world);
    const decision = world.decide();
    if (!decision) throw new Error('nothing waits');
    for (const other of meanwhile) other(world);
    world.commit(decision);
  };

/** When the decision about the step is in the log and not yet carried out, the rest happens. */
export const beforeCarriedOut =
  (step: Step, ...meanwhile: readonly Step[]): Step =>
  (world) => {
    step(world);
    const decision = world.decide();
    if (!decision) throw new Error('nothing waits');
    world.commit(decision);
    for (const other of meanwhile) other(world);
  };

// --- what must hold ---

/** The case is with this user, and its status says so. */
export const assigned =
  (number: number, name: string): Expectation =>
  (world) =>
    expect(world.caseOf(number), `case ${number}`).toMatchObject({ assignee: name, status: 'Assigned' });

export const unassigned =
  (number: number): Expectation =>
  (world) =>
    expect(world.caseOf(number), `case ${number}`).toMatchObject({ assignee: null, status: 'New' });

export const hasStatus =
  (number: number, status: CaseStatus): Expectation =>
  (world) =>
    expect(world.caseOf(number).status, `case ${number}`).toBe(status);

export const duplicateOf =
  (number: number, original: number): Expectation =>
  (world) => {
    const state = world.caseOf(number);
    expect(state.status, `case ${number}`).toBe('Duplicate');
    expect(state.duplicateOf?.number).toBe(original);
  };

/** There are so many cases. */
export const caseCount =
  (count: number): Expectation =>
  (world) =>
    expect(world.numbered()).toHaveLength(count);

/** The messages that stand in the case's stream, in order. */
export const holds =
  (number: number, ...names: readonly string[]): Expectation =>
  (world) => {
    const added = timelineOf(world, number).flatMap(({ type, data }) =>
      type === 'CaseEmailAdded' ? [data.emailId] : [],
    );
    expect(
      added.map((id) => nameOfEmail(world, id)),
      `messages of case ${number}`,
    ).toEqual(names);
  };

/** Why a message belongs to a case, as its own stream says. */
export const linked =
  (name: string, number: number, reason: string): Expectation =>
  (world) => {
    const links = world
      .stream(streams.email(world.email(name).emailId))
      .flatMap(({ type, data }) =>
        type === 'EmailLinked' && data.record.type === 'Case' ? [`${data.record.number} by ${data.reason}`] : [],
      );
    expect(links, `links of ${name}`).toEqual([`${number} by ${reason}`]);
  };

/** The message has no case, for this reason. */
export const noCase =
  (name: string, reason: string): Expectation =>
  (world) => {
    const { emailId } = world.email(name);
    const decided = world.all('EmailRouted').filter(({ data }) => data.emailId === emailId);
    expect(decided.at(-1)?.data, `decision about ${name}`).toMatchObject({ case: null, noCase: reason });
    expect(world.all('CaseEmailAdded').filter(({ data }) => data.emailId === emailId)).toEqual([]);
  };

/** In which case a message is, when all that was added and taken out is summed up. */
export const standsIn =
  (name: string, number: number | null): Expectation =>
  (world) => {
    const { emailId } = world.email(name);
    const left = world.log.flatMap(({ type, data }) =>
      (type === 'CaseEmailAdded' || type === 'CaseEmailRemoved') && data.emailId === emailId
        ? [{ caseId: data.caseId, by: type === 'CaseEmailAdded' ? 1 : -1 }]
        : [],
    );
    const sums = new Map<string, number>();
    for (const { caseId, by } of left) sums.set(caseId, (sums.get(caseId) ?? 0) + by);
    const there = [...sums].filter(([, sum]) => sum !== 0);
    expect(there, `cases of ${name}`).toEqual(number === null ? [] : [[world.caseOf(number).caseId, 1]]);
  };

/** The case that the stream of a message itself names. */
export const saysItself =
  (name: string, number: number): Expectation =>
  (world) => {
    const stream = streams.email(world.email(name).emailId);
    // An e-mail's stream holds events of e-mails.
    const state = (world.stream(stream) as unknown as EmailEvent[]).reduce(emailCase.evolve, emailCase.initialState());
    expect(state, name).toMatchObject({ caseId: world.caseOf(number).caseId });
  };

export const oneThread =
  (...names: readonly string[]): Expectation =>
  (world) => {
    const threads = names.map((name) => threadOf(world, world.email(name).emailId));
    expect(threads).not.toContain(null);
    expect(new Set(threads), `threads of ${names.join(', ')}`).toHaveLength(1);
  };

export const ownThreads =
  (...names: readonly string[]): Expectation =>
  (world) => {
    const threads = names.map((name) => threadOf(world, world.email(name).emailId));
    expect(new Set(threads), `threads of ${names.join(', ')}`).toHaveLength(names.length);
  };

/** The case's timeline tells this. */
export const tells =
  <Type extends CaseEvent['type']>(number: number, type: Type, data: object): Expectation =>
  (world) => {
    const told = timelineOf(world, number).filter((event) => event.type === type);
    expect(
      told.map((event) => event.data),
      `${type} in case ${number}`,
    ).toContainEqual(expect.objectContaining(data));
  };

export const tellsNothingOf =
  (number: number, type: CaseEvent['type']): Expectation =>
  (world) =>
    expect(timelineOf(world, number).filter((event) => event.type === type)).toEqual([]);

/** Whose turn it is in a team, next one first. */
export const turns =
  (name: string, ...order: readonly string[]): Expectation =>
  (world) =>
    expect(turnOrder(world.routing.assignment, teamId(name))).toEqual(order);

/** How many open cases a user has, as the distribution counts them. */
export const openCases =
  (name: string, count: number): Expectation =>
  (world) =>
    expect(world.routing.assignment.agents[userId(name)]?.openCases, `open cases of ${name}`).toBe(count);

/** Two cases name each other, each in its own timeline. */
export const nameEachOther =
  (one: number, other: number, reason: string): Expectation =>
  (world) => {
    const names = (n: number) => ({ id: world.caseOf(n).caseId, number: n });
    tells(one, 'CaseRelated', { other: names(other), reason })(world);
    tells(other, 'CaseRelated', { other: names(one), reason })(world);
  };

function timelineOf(world: DomainWorld, number: number): CaseEvent[] {
  // A case's stream holds the events of a case.
  return world.stream(streams.case(world.caseOf(number).caseId)) as unknown as CaseEvent[];
}

function nameOfEmail(world: DomainWorld, emailId: string): string {
  return [...world.emails].find(([, one]) => one.emailId === emailId)?.[0] ?? emailId;
}
