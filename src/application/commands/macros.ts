import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Case, caseDecider } from '../../domain/case/case.js';
import { NotFound, Rejected } from '../../domain/errors.js';
import { type Position, START } from '../../domain/event.js';
import { type CaseId, derivedId, type MacroId, MacroRunId, streams } from '../../domain/ids.js';
import { applyMacro } from '../../domain/macro/apply.js';
import type { MacroDefinition, MacroSteps } from '../../domain/macro/events.js';
import { type Macro, macro, macroRun, removeMacro, setMacro } from '../../domain/macro/macro.js';
import type { TemplateScope } from '../../domain/outgoing/template-events.js';
import { mayUse } from '../../domain/outgoing/text-template.js';
import type { Asker } from '../access/asker.js';
import { Requires } from '../access/need.js';
import { notAllowed } from '../access/reading.js';
import { Aggregates, type Changed, checkSeen } from '../log/aggregates.js';
import { type CaseProblem, problemIn } from '../macros/case-problem.js';
import { Macros, type ReadyMacro } from '../macros/macros.js';
import type { Asked } from './asked.js';
import { presentTeam } from './present.js';
import { AnswerCase, AnswerCaseHandler } from './write-email.js';

/** A macro, new or other than it was. */
@Requires('cases', 'edit')
export class SetMacro extends Command<Changed> {
  constructor(
    readonly definition: MacroDefinition,
    readonly by: Asked,
  ) {
    super();
  }
}

@Requires('cases', 'edit')
export class RemoveMacro extends Command<Changed> {
  constructor(
    readonly macroId: MacroId,
    readonly by: Asked,
  ) {
    super();
  }
}

/** Does the steps of a macro to each of some cases; what one refuses changes nothing for the others. */
@Requires('cases', 'edit')
export class ApplyMacro extends Command<AppliedMacro> {
  constructor(
    readonly macroId: MacroId,
    /** Their numbers or ids. */
    readonly cases: readonly string[],
    readonly by: Asked,
    readonly after?: Position,
  ) {
    super();
  }
}

export interface MacroResult {
  /** As it was named. */
  readonly case: string;
  readonly caseId: CaseId | null;
  /** `unanswered`: all but the answer was done, and that was refused. */
  readonly outcome: 'done' | 'unchanged' | 'refused' | 'unanswered';
  /** The answer. */
  readonly emailId: string | null;
  readonly problem: CaseProblem | null;
}

export interface AppliedMacro {
  readonly results: readonly MacroResult[];
  readonly position: Position;
}

@CommandHandler(SetMacro)
export class SetMacroHandler implements ICommandHandler<SetMacro> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly macros: Macros,
  ) {}

  async execute({ definition, by }: SetMacro): Promise<Changed> {
    const asker = askerOf(by);
    mustBeOwn(definition.scope, asker);
    if (definition.scope.kind === 'team') await presentTeam(this.aggregates, definition.scope.teamId);
    await this.macros.ready(definition.steps, asker, definition.scope);
    const decide = (state: Macro) => {
      if (state.status !== 'present') return setMacro(state, definition);
      const { scope } = state.definition;
      if (!mayUse(scope, asker)) throw new Rejected('macro-exists', 'This id is taken: choose another one.');
      mustBeOwn(scope, asker);
      // Whose own it is it stays, also where an administrator changes it.
      const keeps = scope.kind === 'own' && definition.scope.kind === 'own';
      return setMacro(state, keeps ? { ...definition, scope } : definition);
    };
    return this.aggregates.change(macro, streams.macro(definition.macroId), decide, by, by.expectedRevision);
  }
}

@CommandHandler(RemoveMacro)
export class RemoveMacroHandler implements ICommandHandler<RemoveMacro> {
  constructor(private readonly aggregates: Aggregates) {}

  async execute({ macroId, by }: RemoveMacro): Promise<Changed> {
    const asker = askerOf(by);
    const decide = (state: Macro) => {
      if (state.status === 'present') {
        const { scope } = state.definition;
        if (!mayUse(scope, asker)) throw new NotFound('macro', macroId);
        mustBeOwn(scope, asker);
      }
      return removeMacro(state);
    };
    return this.aggregates.change(macro, streams.macro(macroId), decide, by, by.expectedRevision);
  }
}

@CommandHandler(ApplyMacro)
export class ApplyMacroHandler implements ICommandHandler<ApplyMacro> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly macros: Macros,
    private readonly answers: AnswerCaseHandler,
  ) {}

  async execute(command: ApplyMacro): Promise<AppliedMacro> {
    const { macroId, by } = command;
    const asker = askerOf(by);
    const { revision, cases } = await this.begun(command, asker);
    const { steps } = await this.macros.asOf(macroId, revision);
    const ready = await this.macros.ready(steps, asker);
    const results: MacroResult[] = [];
    let position: Position = START;
    for (const { name, caseId } of cases) {
      const done = await this.applyTo(name, caseId, ready, by, asker);
      results.push(done.result);
      if (done.position > position) position = done.position;
    }
    return { results, position };
  }

  /** What was asked for is written down before anything is done, so that it is the same when it is asked for again. */
  private async begun({ macroId, cases: names, by, after }: ApplyMacro, asker: Asker) {
    const runId = MacroRunId.parse(derivedId('macroRun', by.actor, by.cause));
    const stream = streams.macroRun(runId);
    const { state: before } = await this.aggregates.load(macroRun, stream);
    if (before) return before;
    const { definition, revision } = await this.macros.usable(macroId, asker);
    checkSeen(by.expectedRevision, revision);
    await this.macros.ready(definition.steps, asker);
    const data = { runId, macroId, revision, cases: await this.macros.named(names, asker, after) };
    await this.aggregates.change(macroRun, stream, (now) => (now ? [] : [{ type: 'MacroApplied', data }]), by);
    const { state } = await this.aggregates.load(macroRun, stream);
    return state ?? data;
  }

  private async applyTo(name: string, caseId: CaseId | null, ready: ReadyMacro, by: Asked, asker: Asker) {
    const result = { case: name, caseId, emailId: null };
    const refused = (error: unknown) => ({
      result: { ...result, outcome: 'refused', problem: problemIn(error) } as const,
      position: START,
    });
    if (caseId === null) return refused(new NotFound('case', name));
    const { steps, mentions } = ready;
    const { expectedRevision: _, ...asked } = by;
    const here = { ...asked, cause: `${by.cause} case ${caseId}`, correlationId: by.correlationId ?? by.cause };
    const stream = streams.case(caseId);
    const note = { noteId: derivedId('note', here.actor, here.cause, caseId), mentions };
    let changed: Changed;
    let changes = false;
    try {
      const before = await this.aggregates.load(caseDecider, stream, here.cause);
      if (!before.done) {
        await this.macros.must(caseId, steps, asker);
        applyMacro(before.state, steps, note);
        await this.macros.mustAnswer(caseId, steps, asker);
      }
      changes = before.done;
      const decide = (state: Case) => {
        const events = applyMacro(state, steps, note);
        changes = events.length > 0;
        return events;
      };
      changed = await this.aggregates.change(caseDecider, stream, decide, here);
    } catch (error) {
      return refused(error);
    }
    const { position } = changed;
    if (steps.answer === null) {
      return { result: { ...result, outcome: changes ? 'done' : 'unchanged', problem: null } as const, position };
    }
    try {
      const sent = await this.answers.execute(answerOf(caseId, steps.answer, here));
      const emailId = 'emailId' in sent ? sent.emailId : null;
      return { result: { ...result, outcome: 'done', emailId, problem: null } as const, position: sent.position };
    } catch (error) {
      return { result: { ...result, outcome: 'unanswered', problem: problemIn(error) } as const, position };
    }
  }
}

const answerOf = (caseId: CaseId, template: NonNullable<MacroSteps['answer']>, by: Asked): AnswerCase =>
  new AnswerCase(caseId, 'reply', { writing: { template }, files: [], send: { sendAt: null } }, by);

/** What others use as well is the administrators' to make. @throws Rejected */
function mustBeOwn(scope: TemplateScope, { userId, administrator }: Asker): void {
  if (!administrator && !(scope.kind === 'own' && scope.userId === userId)) throw notAllowed('cases', 'edit');
}

/** @throws Rejected: whose permissions count is asked for each case */
function askerOf({ asker }: Asked): Asker {
  if (!asker) throw new Rejected('nobody', 'Somebody has to ask for it.');
  return asker;
}
