import { Injectable } from '@nestjs/common';
import { mentionedIn } from '../../domain/case/mentions.js';
import { NotFound, Rejected } from '../../domain/errors.js';
import type { Position } from '../../domain/event.js';
import { CaseId, type MacroId, streams, type UserId } from '../../domain/ids.js';
import type { MacroDefinition, MacroEvent, MacroSteps } from '../../domain/macro/events.js';
import { macro, presentMacro } from '../../domain/macro/macro.js';
import type { TemplateScope } from '../../domain/outgoing/template-events.js';
import { mayUse, textTemplate } from '../../domain/outgoing/text-template.js';
import { casesCollection } from '../../projections/cases.js';
import type { Asker } from '../access/asker.js';
import { RecordAccess } from '../access/record-access.js';
import { activeAmong, activeUser, presentTeam } from '../commands/present.js';
import { AnswerCaseHandler } from '../commands/write-email.js';
import { Aggregates } from '../log/aggregates.js';
import { EventLog } from '../log/event-log.js';
import { caseNamed } from '../queries/case-names.js';
import { ReadModels } from '../queries/read-models.js';

/** The steps of a macro for whoever applies it. */
export interface ReadyMacro {
  readonly steps: MacroSteps;
  /** Whom its note names, of those who are active. */
  readonly mentions: readonly UserId[];
}

/** What applying a macro and looking at what it would do have in common. */
@Injectable()
export class Macros {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly log: EventLog,
    private readonly readModels: ReadModels,
    private readonly records: RecordAccess,
    private readonly answers: AnswerCaseHandler,
  ) {}

  /** As it is now. @throws NotFound where there is none, or none that they may use */
  async usable(macroId: MacroId, asker: Asker) {
    const { state, revision } = await this.aggregates.load(macro, streams.macro(macroId));
    if (state.status !== 'present' || !mayUse(state.definition.scope, asker)) throw new NotFound('macro', macroId);
    return { definition: state.definition, revision };
  }

  /** As it was at a revision. */
  async asOf(macroId: MacroId, revision: number): Promise<MacroDefinition> {
    let state = macro.initialState();
    for await (const event of this.log.readStream(streams.macro(macroId))) {
      if (event.revision > revision) break;
      // A macro's stream holds a macro's events.
      state = macro.evolve(state, event as unknown as MacroEvent);
    }
    return presentMacro(state);
  }

  /**
   * Whether what its steps name is there, and for whom it is.
   * @throws NotFound, Rejected for all cases alike
   */
  async ready(steps: MacroSteps, asker: Asker, scope: TemplateScope | null = null): Promise<ReadyMacro> {
    const { assign, note, answer } = steps;
    if (assign?.to === 'user') {
      await activeUser(this.aggregates, assign.userId);
      if (assign.teamId !== null) await presentTeam(this.aggregates, assign.teamId);
    }
    if (answer !== null) {
      const { state } = await this.aggregates.load(textTemplate, streams.template(answer));
      if (state.status !== 'present' || !mayUse(state.definition.scope, asker)) throw new NotFound('template', answer);
      const { kind, scope: its } = state.definition;
      if (kind !== 'canned') throw new Rejected('template-not-canned', `The template ${answer} is no canned answer.`);
      if (scope !== null && !covers(its, scope))
        throw new Rejected('template-not-shared', `Not all who may use the macro may use the template ${answer}.`);
    }
    return { steps, mentions: note === null ? [] : await activeAmong(this.aggregates, mentionedIn(note)) };
  }

  /** Each once, as they were named first; none: there is none that they may read. */
  async named(names: readonly string[], asker: Asker, after?: Position) {
    await this.readModels.reached(after, casesCollection);
    const found: { name: string; caseId: CaseId | null }[] = [];
    for (const name of new Set(names)) {
      const view = await caseNamed(this.readModels, name, asker).catch(absent);
      const caseId = view && CaseId.parse(view.caseId);
      if (caseId === null || found.every((one) => one.caseId !== caseId)) found.push({ name, caseId });
    }
    return found;
  }

  /** @throws NotFound, Rejected: what they may not do with this case */
  async must(caseId: CaseId, { assign }: MacroSteps, asker: Asker): Promise<void> {
    const record = { type: 'Case', id: caseId } as const;
    await this.records.must(asker, 'edit', record);
    if (assign !== null) await this.records.must(asker, 'assign', record);
  }

  /** @throws NotFound, Rejected: an answer that could not go is known before anything is done */
  async mustAnswer(caseId: CaseId, { answer }: MacroSteps, asker: Asker): Promise<void> {
    if (answer !== null) await this.answers.mustBeAble(caseId, answer, asker);
  }
}

/** Whether all whom a macro is for may use a template; whose own it is has been looked at. */
function covers(template: TemplateScope, wanted: TemplateScope): boolean {
  if (template.kind === 'all' || wanted.kind === 'own') return true;
  return template.kind === 'team' && wanted.kind === 'team' && template.teamId === wanted.teamId;
}

function absent(error: unknown): null {
  if (error instanceof NotFound) return null;
  throw error;
}
