import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { team } from '../../domain/access/team.js';
import { user } from '../../domain/access/user.js';
import { type AssignmentRule, NO_RULE } from '../../domain/assignment/rule.js';
import { type Case, caseDecider, type ImportedNote, importCase } from '../../domain/case/case.js';
import { type ImportedCase, importedCaseIdOf, MAX_BROUGHT_PEOPLE } from '../../domain/case/imported.js';
import { isOpen } from '../../domain/case/status.js';
import { crmRecord } from '../../domain/crm-record/crm-record.js';
import { DomainError, Invalid, type InvalidField, Unavailable } from '../../domain/errors.js';
import { IMPORTER, type Position } from '../../domain/event.js';
import { type CaseId, streams, type TeamId } from '../../domain/ids.js';
import { mailAccount } from '../../domain/mail-account/mail-account.js';
import { Aggregates } from '../log/aggregates.js';
import { EventLog } from '../log/event-log.js';
import { StoreUnavailable } from '../ports/event-store.js';
import type { Asked } from './asked.js';
import { inBatches } from './in-batches.js';

/** A case as another system tells of it. */
export interface CaseFacts extends Omit<ImportedCase, 'caseId' | 'source' | 'numbersUpTo' | 'rule' | 'people'> {
  readonly teamId: TeamId | null;
  readonly notes: readonly ImportedNote[];
}

/** One line of many, or why it cannot be read. */
export type CaseLine = { readonly line: number } & (
  | { readonly facts: CaseFacts }
  | { readonly wrong: readonly InvalidField[] }
);

export interface CaseResult {
  readonly line: number;
  readonly foreignId: string | null;
  readonly caseId: CaseId | null;
  readonly outcome: 'imported' | 'changed' | 'unchanged' | 'refused';
  /** Why it was refused. */
  readonly code: string | null;
  readonly detail: string | null;
  /** What of it could not be taken: `user-not-active`, `team-not-found`, `account-not-found`. */
  readonly without: readonly string[];
}

export interface CaseTally {
  readonly imported: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly position: Position;
}

/** Where cases come from. */
export interface CaseSource {
  readonly name: string;
  /** The highest number of a case there: numbers that are given here from now on are above it. */
  readonly numbersUpTo: number;
}

/** Cases of another system. Each is here once, however often it is brought; nobody is told, and the distribution has no part in it. */
export class ImportCases extends Command<CaseTally> {
  constructor(
    readonly source: CaseSource,
    readonly lines: AsyncIterable<CaseLine>,
    readonly by: Asked,
    /** Called after each batch, with what became of its lines. */
    readonly onResults: (results: readonly CaseResult[]) => void = () => undefined,
  ) {
    super();
  }
}

/** Lines of which the outcome is told together, and that are taken at once. */
const BATCH = 50;

@CommandHandler(ImportCases)
export class ImportCasesHandler implements ICommandHandler<ImportCases> {
  constructor(
    private readonly log: EventLog,
    private readonly aggregates: Aggregates,
  ) {}

  async execute({ source, lines, by, onResults }: ImportCases): Promise<CaseTally> {
    const tally = { imported: 0, changed: 0, unchanged: 0, refused: 0 };
    const company = new Company(this.aggregates);
    try {
      for await (const batch of inBatches(lines, BATCH)) {
        const results = await this.batch(source, batch, company, by);
        for (const { outcome } of results) tally[outcome]++;
        onResults(results);
      }
      return { ...tally, position: await this.log.head() };
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      throw new Unavailable(error.message, `store-${error.code}`, { cause: error });
    }
  }

  /** Lines about one case are taken one after another. */
  private async batch(source: CaseSource, lines: readonly CaseLine[], company: Company, by: Asked) {
    const results: CaseResult[] = [];
    const byCase = new Map<string, CaseLine[]>();
    for (const line of lines) {
      const key = 'facts' in line ? line.facts.foreignId : `line ${line.line}`;
      byCase.set(key, [...(byCase.get(key) ?? []), line]);
    }
    await Promise.all(
      [...byCase.values()].map(async (same) => {
        for (const line of same) results.push(await this.take(source, line, company, by));
      }),
    );
    return results.sort((a, b) => a.line - b.line);
  }

  private async take(source: CaseSource, line: CaseLine, company: Company, by: Asked): Promise<CaseResult> {
    if ('wrong' in line) {
      const { code, message: detail } = new Invalid(line.wrong);
      return { line: line.line, foreignId: null, caseId: null, without: [], outcome: 'refused', code, detail };
    }
    const { notes, teamId, ...facts } = line.facts;
    const caseId = importedCaseIdOf(source.name, facts.foreignId);
    const { without, ...known } = await company.known(facts, teamId);
    const it = { ...facts, ...known, caseId, source: source.name, numbersUpTo: source.numbersUpTo };
    const named = { line: line.line, foreignId: facts.foreignId, caseId, without };
    let outcome: CaseResult['outcome'] = 'unchanged';
    const decide = (state: Case) => {
      const events = importCase(state, it, notes);
      outcome = events.length === 0 ? 'unchanged' : state.phase === 'absent' ? 'imported' : 'changed';
      return events;
    };
    const cause = { actor: IMPORTER, cause: `${by.cause} line ${line.line}`, correlationId: by.cause };
    try {
      await this.aggregates.change(caseDecider, streams.case(caseId), decide, cause);
      return { ...named, outcome, code: null, detail: null };
    } catch (error) {
      // What a rule says no to is told; all else ends the whole.
      if (!(error instanceof DomainError) || error instanceof Unavailable) throw error;
      return { ...named, outcome: 'refused', code: error.code, detail: error.message };
    }
  }
}

type Facts = Omit<CaseFacts, 'notes' | 'teamId'>;

/** Who and what is here, as it was when it was first asked for. */
class Company {
  private readonly users = new Map<string, Promise<'absent' | 'active' | 'inactive'>>();
  private readonly teams = new Map<string, Promise<boolean>>();
  private readonly rules = new Map<string, Promise<AssignmentRule | null>>();

  constructor(private readonly aggregates: Aggregates) {}

  /** What a case names, as far as it is here. An open case stays with nobody who is not there to have it. */
  async known({ userId, accountId, status, links }: Facts, teamId: TeamId | null) {
    const without: string[] = [];
    const isThere = userId === null ? 'absent' : await this.user(userId);
    const keeps = isThere === 'active' || (isThere === 'inactive' && !isOpen(status));
    if (userId !== null && !keeps) without.push('user-not-active');
    const hasTeam = teamId !== null && (await this.team(teamId));
    if (teamId !== null && !hasTeam) without.push('team-not-found');
    const ofAccount = accountId === null ? null : await this.rule(accountId);
    if (accountId !== null && !ofAccount) without.push('account-not-found');
    const rule = { ...(ofAccount ?? NO_RULE), ...(hasTeam ? { teamId } : {}) };
    return {
      without,
      userId: keeps ? userId : null,
      accountId: ofAccount ? accountId : null,
      rule,
      people: await this.people(links),
    };
  }

  private user(userId: NonNullable<Facts['userId']>) {
    return once(this.users, userId, async () => (await this.aggregates.load(user, streams.user(userId))).state.status);
  }

  private team(teamId: TeamId) {
    const load = async () => (await this.aggregates.load(team, streams.team(teamId))).state.status !== 'absent';
    return once(this.teams, teamId, load);
  }

  /** None: there is no such account. */
  private rule(accountId: NonNullable<Facts['accountId']>): Promise<AssignmentRule | null> {
    return once(this.rules, accountId, async () => {
      const { state } = await this.aggregates.load(mailAccount, streams.mailAccount(accountId));
      if (state.status === 'absent') return null;
      if (!state.caseCreation) return NO_RULE;
      const { distribution, teamId, userId, position, respects, skills, overdue } = state.caseCreation;
      return { distribution, teamId, userId, position, respects, skills, overdue };
    });
  }

  /** The addresses of the Contact, or of the Lead. */
  private async people({ contactId, leadId }: Facts['links']): Promise<string[]> {
    const records = [
      ...(contactId === null ? [] : [streams.crmRecord('Contact', contactId)]),
      ...(leadId === null ? [] : [streams.crmRecord('Lead', leadId)]),
    ];
    const loaded = await Promise.all(records.map((stream) => this.aggregates.load(crmRecord, stream)));
    const all = loaded.flatMap(({ state }) => (state.status === 'registered' ? state.facts.emailAddresses : []));
    return [...new Set(all)].slice(0, MAX_BROUGHT_PEOPLE);
  }
}

function once<T>(known: Map<string, Promise<T>>, key: string, load: () => Promise<T>): Promise<T> {
  const promise = known.get(key) ?? load();
  known.set(key, promise);
  return promise;
}
