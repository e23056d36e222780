import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { EVERYBODY, ofTeam, ofUser } from '../../domain/access/audience.js';
import { caseDecider, present } from '../../domain/case/case.js';
import { NotFound } from '../../domain/errors.js';
import type { Position } from '../../domain/event.js';
import { type CaseId, type MacroId, streams } from '../../domain/ids.js';
import { applyMacro, effectOf, type MacroEffect } from '../../domain/macro/apply.js';
import { mayUse } from '../../domain/outgoing/text-template.js';
import { type MacroView, macrosCollection } from '../../projections/macros.js';
import type { Asker } from '../access/asker.js';
import { Aggregates } from '../log/aggregates.js';
import { type CaseProblem, problemIn } from '../macros/case-problem.js';
import { Macros, type ReadyMacro } from '../macros/macros.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';

/** Those that somebody may use, by name. */
export class ListMacros extends Query<PageOf<MacroView>> {
  constructor(
    readonly asker: Asker,
    readonly paging: Paging = {},
    readonly after?: Position,
  ) {
    super();
  }
}

export class GetMacro extends Query<MacroView> {
  constructor(
    readonly macroId: string,
    readonly asker: Asker,
    readonly after?: Position,
  ) {
    super();
  }
}

/** What a macro would do to each of some cases; nothing is written. */
export class PreviewMacro extends Query<MacroPreview> {
  constructor(
    readonly macroId: MacroId,
    /** Their numbers or ids. */
    readonly cases: readonly string[],
    readonly asker: Asker,
    readonly after?: Position,
  ) {
    super();
  }
}

export interface PreviewedCase extends MacroEffect {
  /** As it was named. */
  readonly case: string;
  readonly caseId: CaseId | null;
  readonly outcome: 'changes' | 'unchanged' | 'refused';
  /** The answer goes. */
  readonly answers: boolean;
  readonly problem: CaseProblem | null;
}

export interface MacroPreview {
  /** Of the macro: what `If-Match` names when it is applied as it was looked at. */
  readonly revision: number;
  readonly results: readonly PreviewedCase[];
}

const NOTHING: MacroEffect & { readonly answers: boolean } = {
  changes: [],
  redistributes: false,
  notes: false,
  answers: false,
};

@QueryHandler(ListMacros)
export class ListMacrosHandler implements IQueryHandler<ListMacros> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ asker, paging, after }: ListMacros): Promise<PageOf<MacroView>> {
    await this.readModels.reached(after, macrosCollection);
    const mine = [EVERYBODY, ofUser(asker.userId), ...asker.teamIds.map(ofTeam)];
    return this.readModels.find<MacroView>(macrosCollection, {
      where: asker.administrator ? {} : { belongsTo: { in: mine } },
      sort: { field: 'place', direction: 'asc' },
      ...pageOf(paging),
    });
  }
}

@QueryHandler(GetMacro)
export class GetMacroHandler implements IQueryHandler<GetMacro> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ macroId, asker, after }: GetMacro): Promise<MacroView> {
    await this.readModels.reached(after, macrosCollection);
    const view = await this.readModels.mustGet<MacroView>(macrosCollection, macroId, 'macro');
    if (!mayUse(view.scope, asker)) throw new NotFound('macro', macroId);
    return view;
  }
}

@QueryHandler(PreviewMacro)
export class PreviewMacroHandler implements IQueryHandler<PreviewMacro> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly macros: Macros,
  ) {}

  async execute({ macroId, cases, asker, after }: PreviewMacro): Promise<MacroPreview> {
    const { definition, revision } = await this.macros.usable(macroId, asker);
    const ready = await this.macros.ready(definition.steps, asker);
    const results: PreviewedCase[] = [];
    for (const { name, caseId } of await this.macros.named(cases, asker, after)) {
      try {
        if (caseId === null) throw new NotFound('case', name);
        results.push({ case: name, caseId, ...(await this.lookAt(caseId, ready, asker)), problem: null });
      } catch (error) {
        results.push({ case: name, caseId, outcome: 'refused', ...NOTHING, problem: problemIn(error) });
      }
    }
    return { revision, results };
  }

  private async lookAt(caseId: CaseId, { steps, mentions }: ReadyMacro, asker: Asker) {
    await this.macros.must(caseId, steps, asker);
    const { state } = await this.aggregates.load(caseDecider, streams.case(caseId));
    const events = applyMacro(state, steps, { noteId: 'preview', mentions });
    await this.macros.mustAnswer(caseId, steps, asker);
    const answers = steps.answer !== null;
    const outcome = answers || events.length > 0 ? ('changes' as const) : ('unchanged' as const);
    return { outcome, ...effectOf(present(state), events), answers };
  }
}
