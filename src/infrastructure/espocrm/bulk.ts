import { z } from 'zod';
import { refusalOf } from './api.js';
import type { EntityType, EspoEntity } from './espo-source.js';
import type { Importing } from './importing.js';
import type { Outcome } from './report.js';

/** Lines that are sent together, and characters of them. */
const MOST_LINES = 1_000;
const MOST_LENGTH = 4_000_000;

const Result = z.looseObject({
  line: z.int(),
  outcome: z.enum(['registered', 'imported', 'changed', 'unchanged', 'refused']),
  code: z.string().nullable(),
  detail: z.string().nullable(),
  without: z.array(z.string()).default([]),
});
/** The API broke off in the middle. */
const Problem = z.looseObject({ detail: z.string(), code: z.string() });

const OUTCOMES: Readonly<Record<z.infer<typeof Result>['outcome'], Outcome>> = {
  registered: 'new',
  imported: 'new',
  changed: 'changed',
  unchanged: 'same',
  refused: 'left',
};

/** Many of a kind, sent a batch at a time; no more than one batch is held. */
export class Bulk {
  private lines: { readonly entity: EspoEntity; readonly line: object }[] = [];
  private length = 0;

  constructor(
    private readonly importing: Importing,
    private readonly type: EntityType,
    private readonly path: string,
    private readonly without: (entity: EspoEntity, what: readonly string[]) => void = () => undefined,
  ) {}

  /** Where all of them are refused, it is not one of them that does not fit. */
  private async answered(lines: readonly object[]): Promise<readonly unknown[]> {
    try {
      return await this.importing.api.sendLines(this.path, lines);
    } catch (error) {
      if (!refusalOf(error)) throw error;
      throw new Error(`${this.type}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }

  async add(entity: EspoEntity, line: object): Promise<void> {
    this.lines.push({ entity, line });
    this.length += JSON.stringify(line).length;
    if (this.lines.length >= MOST_LINES || this.length >= MOST_LENGTH) await this.send();
  }

  /** What is left. @throws what the API throws where it takes none */
  async send(): Promise<void> {
    const { lines, importing, type } = this;
    if (lines.length === 0) return;
    this.lines = [];
    this.length = 0;
    const answered = await this.answered(lines.map(({ line }) => line));
    for (const answer of answered) {
      const result = Result.safeParse(answer);
      if (!result.success) {
        const problem = Problem.safeParse(answer);
        if (problem.success) throw new Error(`${type}: ${problem.data.detail}`);
        continue;
      }
      const { line, outcome, code, detail, without } = result.data;
      const entity = lines[line - 1]?.entity;
      if (!entity) continue;
      if (outcome === 'refused') importing.leave(type, entity, code ?? 'refused', detail ?? 'It was refused.');
      else importing.report.became(type, OUTCOMES[outcome]);
      if (without.length > 0) this.without(entity, without);
    }
  }
}
