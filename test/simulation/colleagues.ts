import type { Mailcase } from '../../src/application/mailcase.js';
import type { StoredEvent } from '../../src/application/ports/event-store.js';
import { removeMember, setMember, team } from '../../src/domain/access/team.js';
import { activateUser, deactivateUser, user } from '../../src/domain/access/user.js';
import { PLAIN } from '../../src/domain/assignment/rule.js';
import {
  addCaseNote,
  assignCase,
  type Case,
  caseDecider,
  changeCaseStatus,
  unassignCase,
} from '../../src/domain/case/case.js';
import { type CaseEvent, CaseName, CaseStatus } from '../../src/domain/case/events.js';
import type { Decider } from '../../src/domain/decider.js';
import type { EmailEvent } from '../../src/domain/email/events.js';
import { CaseId, derivedId, EmailId, streams } from '../../src/domain/ids.js';
import { activateAccount, deactivateAccount, mailAccount } from '../../src/domain/mail-account/mail-account.js';
import { withAvailability } from './absences.js';
import { positions, type SimulatedAccount, sales, support, userIds } from './company.js';
import { withFilters, withRecords } from './crm.js';
import type { Random } from './random.js';
import { by, change, type Request } from './request.js';

const nothing: Request = { label: 'has nothing to do', run: async () => undefined };

/** Something that a colleague or an administrator might do now, as the log stands; none: it is too early for that. */
export function somethingToDo(
  random: Random,
  n: number,
  log: readonly StoredEvent[],
  accounts: readonly SimulatedAccount[],
): Request | null {
  const cases = log.filter(({ type }) => type === 'CaseCreated').map(({ data }) => named(data));
  const kind = random.below(32);
  if (kind < 2) return requestCase(random, n);
  if (kind < 3) return routeAgain(random, n, log);
  if (kind < 7) return withPeople(random, n);
  if (kind < 8) return withAccount(random, n, accounts);
  if (kind < 13) return withRecords(random, n);
  if (kind < 16) return withFilters(random, n, accounts);
  if (kind < 20) return withAvailability(random, n);
  return cases.length > 0 ? onCase(random, n, random.pick(cases), cases) : null;
}

/** What makes the world whole at the end, so that everything can be fetched. */
export function activated({ accountId, address }: SimulatedAccount): Request {
  const run = ({ aggregates }: Mailcase) =>
    aggregates.change(mailAccount, streams.mailAccount(accountId), activateAccount, by(`activates ${address}`));
  return { label: `activates ${address}`, run };
}

const named = (data: StoredEvent['data']): CaseName => CaseName.parse({ id: data.caseId, number: data.number });

function onCase(random: Random, n: number, one: CaseName, cases: readonly CaseName[]): Request {
  const userId = random.pick(userIds);
  const other = random.pick(cases);
  const redistribute = random.chance(0.7);
  const to = random.pick(CaseStatus.options);
  const duplicateOf = to === 'Duplicate' ? other : null;
  const [label, decide]: readonly [string, (state: Case) => CaseEvent[]] = random.pick([
    [`assigns to ${userId}`, (state: Case) => assignCase(state, userId)],
    ['unassigns', (state: Case) => unassignCase(state, redistribute)],
    [`makes ${to}`, (state: Case) => changeCaseStatus(state, { to, duplicateOf })],
    ['closes', (state: Case) => changeCaseStatus(state, { to: 'Closed', duplicateOf: null })],
    ['notes', (state: Case) => addCaseNote(state, `note-${n}`, 'called back')],
  ] as const);
  return change(`${label} case ${one.number}`, caseDecider, streams.case(one.id), decide, n);
}

function requestCase(random: Random, n: number): Request {
  const caseId = CaseId.parse(derivedId('case', 'asked for', n));
  const distribution = random.pick(['round-robin', 'less-busy', 'none'] as const);
  const teamId = random.pick([support, sales]);
  const rule = { distribution, teamId, userId: null, position: random.pick(positions), ...PLAIN };
  const asked = { caseId, subject: 'by hand', description: '', priority: 'Normal', ...rule } as const;
  const decide = (state: Case): CaseEvent[] =>
    state.phase === 'absent' ? [{ type: 'CaseRequested', data: asked }] : [];
  return change('requests a case', caseDecider, streams.case(caseId), decide, n);
}

/** All that has to be known of an e-mail here: whether it exists. */
const emailExists: Decider<boolean, EmailEvent> = { initialState: () => false, evolve: () => true };

function routeAgain(random: Random, n: number, log: readonly StoredEvent[]): Request {
  const emails = log.filter(({ type }) => type === 'EmailReceived').map(({ data }) => EmailId.parse(data.emailId));
  if (emails.length === 0) return nothing;
  const emailId = random.pick(emails);
  const decide = (): EmailEvent[] => [{ type: 'EmailRoutingRequested', data: { emailId } }];
  return change('has an e-mail routed again', emailExists, streams.email(emailId), decide, n);
}

function withPeople(random: Random, n: number): Request {
  const userId = random.pick(userIds);
  const teamId = random.pick([support, sales]);
  const position = random.pick(positions);
  return random.pick([
    () => change(`deactivates ${userId}`, user, streams.user(userId), deactivateUser, n),
    () => change(`activates ${userId}`, user, streams.user(userId), activateUser, n),
    () => change(`removes ${userId}`, team, streams.team(teamId), (state) => removeMember(state, userId), n),
    () => change(`sets ${userId}`, team, streams.team(teamId), (state) => setMember(state, userId, position), n),
  ])();
}

function withAccount(random: Random, n: number, accounts: readonly SimulatedAccount[]): Request {
  const { accountId, address } = random.pick(accounts);
  const decide = random.chance(0.5) ? activateAccount : deactivateAccount;
  return change(`${decide.name} ${address}`, mailAccount, streams.mailAccount(accountId), decide, n);
}
