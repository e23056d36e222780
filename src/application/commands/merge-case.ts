import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Case, caseDecider, type PresentCase, present } from '../../domain/case/case.js';
import type { CaseName } from '../../domain/case/events.js';
import { caseNameOf, mergeCase, unmergeCase } from '../../domain/case/merge.js';
import { Rejected } from '../../domain/errors.js';
import { type CaseId, streams } from '../../domain/ids.js';
import { Requires } from '../access/need.js';
import { RecordAccess } from '../access/record-access.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import { Mailcase } from '../mailcase.js';
import { CLOCK } from '../parts.js';
import type { Clock } from '../ports/clock.js';
import type { Asked } from './asked.js';
import { activeAmong } from './present.js';

/** Cases that are one in the end. */
const MAX_MERGED = 100;
const MINUTE = 60_000;

export interface MergedCase extends Changed {
  readonly into: CaseName;
  /** ISO 8601. */
  readonly undoUntil: string;
}

/** Merges a case into another one; where that was merged itself, into what it is part of. */
@Requires('cases', 'edit', ({ caseId }: MergeCase) => ({ kind: 'case', id: caseId }))
export class MergeCase extends Command<MergedCase> {
  constructor(
    readonly caseId: CaseId,
    readonly into: CaseId,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(MergeCase)
export class MergeCaseHandler implements ICommandHandler<MergeCase> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly access: RecordAccess,
    private readonly mailcase: Mailcase,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ caseId, into, by }: MergeCase): Promise<MergedCase> {
    await this.access.must(by.asker, 'edit', { type: 'Case', id: into });
    const leadsTo = await this.chainOf(into);
    const whole = leadsTo.find(({ merged }) => merged === null) ?? (await this.load(into));
    if (whole.caseId !== into) await this.access.must(by.asker, 'edit', { type: 'Case', id: whole.caseId });
    if (whole.status === 'Duplicate' && !leadsTo.some((one) => one.caseId === caseId)) {
      throw new Rejected('case-is-duplicate', `Case ${whole.number} is a duplicate itself.`);
    }
    const merged = (await this.countMerged(whole)) + (await this.countMerged(await this.load(caseId)));
    if (merged > MAX_MERGED) throw new Rejected('too-many-merged', `At most ${MAX_MERGED} cases can be one.`);
    const undoUntil = new Date(this.clock.now().getTime() + this.mailcase.mergeUndoMinutes * MINUTE).toISOString();
    const decide = (state: Case) => mergeCase(state, caseNameOf(whole), leadsTo.map(caseNameOf), undoUntil);
    const stream = streams.case(caseId);
    const changed = await this.aggregates.change(caseDecider, stream, decide, by, by.expectedRevision);
    // Of the first time, where it was merged before.
    const { merged: now } = await this.load(caseId);
    return { ...changed, into: now?.into ?? caseNameOf(whole), undoUntil: now?.undoUntil ?? undoUntil };
  }

  /** A case, and what it leads to one after another: what it was merged into, or is a duplicate of. */
  private async chainOf(caseId: CaseId): Promise<readonly PresentCase[]> {
    const chain: PresentCase[] = [];
    for (let id: CaseId | undefined = caseId; id && !chain.some((one) => one.caseId === id); ) {
      const state: PresentCase = await this.load(id);
      chain.push(state);
      id = state.duplicateOf?.id;
    }
    return chain;
  }

  private async countMerged({ absorbed }: PresentCase): Promise<number> {
    let count = 1;
    for (const id of Object.keys(absorbed)) {
      // An id of a case, as its event has it.
      count += await this.countMerged(await this.load(id as CaseId));
      if (count > MAX_MERGED) break;
    }
    return count;
  }

  private async load(caseId: CaseId): Promise<PresentCase> {
    return present((await this.aggregates.load(caseDecider, streams.case(caseId))).state);
  }
}

/** Undoes that, as long as it can be undone. */
@Requires('cases', 'edit', ({ caseId }: UnmergeCase) => ({ kind: 'case', id: caseId }))
export class UnmergeCase extends Command<Changed> {
  constructor(
    readonly caseId: CaseId,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(UnmergeCase)
export class UnmergeCaseHandler implements ICommandHandler<UnmergeCase> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly access: RecordAccess,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ caseId, by }: UnmergeCase): Promise<Changed> {
    const stream = streams.case(caseId);
    const { state, done, revision, position } = await this.aggregates.load(caseDecider, stream, by.cause);
    if (done) return { revision, position };
    const { merged } = present(state);
    if (merged) await this.access.must(by.asker, 'edit', { type: 'Case', id: merged.into.id });
    const user = merged?.before.userId ?? null;
    const mayHave = user !== null && (await activeAmong(this.aggregates, [user])).length > 0;
    const now = this.clock.now().toISOString();
    const decide = (one: Case) => unmergeCase(one, now, mayHave);
    return this.aggregates.change(caseDecider, stream, decide, by, by.expectedRevision);
  }
}
