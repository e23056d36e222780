import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CrmRecord, crmRecord, registerRecord, type ToldOfRecord } from '../../domain/crm-record/crm-record.js';
import { DomainError, Invalid, type InvalidField, Unavailable } from '../../domain/errors.js';
import type { Position } from '../../domain/event.js';
import { type RecordId, type RecordType, recordKey, streams } from '../../domain/ids.js';
import { Requires } from '../access/need.js';
import { Aggregates } from '../log/aggregates.js';
import { type Cause, EventLog } from '../log/event-log.js';
import { type Append, StoreUnavailable, WrongExpectedRevision } from '../ports/event-store.js';
import type { Asked } from './asked.js';
import { inBatches } from './in-batches.js';
import { registered } from './register-record.js';

/** One line of many: what the CRM says, or why that cannot be read. */
export type RecordLine = { readonly line: number } & (
  | { readonly facts: ToldOfRecord }
  | { readonly wrong: readonly InvalidField[] }
);

export interface RecordResult {
  readonly line: number;
  readonly type: RecordType | null;
  readonly id: RecordId | null;
  readonly outcome: 'registered' | 'changed' | 'unchanged' | 'refused';
  /** Why it was refused. */
  readonly code: string | null;
  readonly detail: string | null;
}

export interface RecordTally {
  readonly registered: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly position: Position;
}

/** Many records, in the order in which they come; one that is refused keeps none of the others back. */
@Requires<RegisterRecords>('records', 'edit')
export class RegisterRecords extends Command<RecordTally> {
  constructor(
    readonly lines: AsyncIterable<RecordLine>,
    readonly by: Asked,
    /** Called after each batch, with what became of its lines. */
    readonly onResults: (results: readonly RecordResult[]) => void = () => undefined,
  ) {
    super();
  }
}

/** Lines that go into the log together. */
const BATCH = 500;
/** Streams that are read at once. */
const AT_ONCE = 50;

interface Fact {
  readonly line: number;
  readonly facts: ToldOfRecord;
}

@CommandHandler(RegisterRecords)
export class RegisterRecordsHandler implements ICommandHandler<RegisterRecords> {
  constructor(
    private readonly log: EventLog,
    private readonly aggregates: Aggregates,
  ) {}

  async execute({ lines, by, onResults }: RegisterRecords): Promise<RecordTally> {
    const tally = { registered: 0, changed: 0, unchanged: 0, refused: 0 };
    try {
      for await (const batch of inBatches(lines, BATCH)) {
        const results = await this.batch(batch, by);
        for (const { outcome } of results) tally[outcome]++;
        onResults(results);
      }
      return { ...tally, position: await this.log.head() };
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      throw new Unavailable(error.message, `store-${error.code}`, { cause: error });
    }
  }

  private async batch(lines: readonly RecordLine[], by: Asked): Promise<readonly RecordResult[]> {
    const results = new Map<number, RecordResult>();
    const facts: Fact[] = [];
    for (const one of lines) {
      if ('facts' in one) facts.push(one);
      else results.set(one.line, unreadable(one.line, one.wrong));
    }
    // Lines about one record are taken one after another.
    const byRecord = new Map<string, Fact[]>();
    for (const fact of await this.asNew(facts, by, results)) {
      const key = recordKey(fact.facts);
      byRecord.set(key, [...(byRecord.get(key) ?? []), fact]);
    }
    const waiting = [...byRecord.values()];
    const work = async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        for (const fact of next) results.set(fact.line, await this.change(fact, by));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return [...results.values()].sort((a, b) => a.line - b.line);
  }

  /** All that nobody has heard of yet go into the log together, without a look at their streams; returns the others. */
  private async asNew(facts: readonly Fact[], by: Asked, results: Map<number, RecordResult>): Promise<Fact[]> {
    const appends: { readonly fact: Fact; readonly append: Append }[] = [];
    for (const fact of facts) {
      try {
        const events = registerRecord(crmRecord.initialState(), fact.facts);
        const stream = streams.crmRecord(fact.facts.type, fact.facts.id);
        const append = this.log.prepare({ stream, expectedRevision: 'no-stream', events, by: causeOf(fact, by) });
        appends.push({ fact, append });
      } catch (error) {
        results.set(fact.line, refused(fact, error));
      }
    }
    const outcomes = await this.log.appendMany(appends.map(({ append }) => append));
    return appends.flatMap(({ fact }, n) => {
      const outcome = outcomes[n];
      if (outcome && !outcome.ok) {
        if (outcome.error instanceof WrongExpectedRevision) return [fact];
        throw outcome.error;
      }
      results.set(fact.line, resultOf(fact, 'registered'));
      return [];
    });
  }

  private async change(fact: Fact, by: Asked): Promise<RecordResult> {
    const { facts } = fact;
    let outcome: RecordResult['outcome'] = 'unchanged';
    try {
      const decide = (state: CrmRecord) => {
        const events = registered(by.asker, state, facts);
        outcome = events.length === 0 ? 'unchanged' : state.status === 'registered' ? 'changed' : 'registered';
        return events;
      };
      const stream = streams.crmRecord(facts.type, facts.id);
      await this.aggregates.change(crmRecord, stream, decide, causeOf(fact, by));
      return resultOf(fact, outcome);
    } catch (error) {
      return refused(fact, error);
    }
  }
}

/** Each line is a cause of its own. */
const causeOf = ({ line }: Fact, { actor, cause }: Asked): Cause => ({
  actor,
  cause: `${cause} line ${line}`,
  correlationId: cause,
});

const resultOf = ({ line, facts: { type, id } }: Fact, outcome: RecordResult['outcome']): RecordResult => ({
  line,
  type,
  id,
  outcome,
  code: null,
  detail: null,
});

/** What a rule says no to is told; all else ends the whole. */
function refused(fact: Fact, error: unknown): RecordResult {
  if (!(error instanceof DomainError) || error instanceof Unavailable) throw error;
  return { ...resultOf(fact, 'refused'), code: error.code, detail: error.message };
}

function unreadable(line: number, wrong: readonly InvalidField[]): RecordResult {
  const { code, message: detail } = new Invalid(wrong);
  return { line, type: null, id: null, outcome: 'refused', code, detail };
}
