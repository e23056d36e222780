import { z } from 'zod';
import { CasePriority, CaseStatus } from '../case/status.js';
import { MAX_TAGS } from '../case/tag.js';
import { type EventsOf, event } from '../event.js';
import { CaseId, MacroId, MacroRunId, TeamId, TemplateId, UserId } from '../ids.js';
import { TemplateScope } from '../outgoing/template-events.js';

/** Cases that a macro is applied to at once. */
export const MAX_CASES = 200;

const MacroAssignment = z.discriminatedUnion('to', [
  z.object({
    to: z.literal('user'),
    userId: UserId,
    teamId: TeamId.nullable().describe('None: it stays in its team.'),
  }),
  z.object({ to: z.literal('distribution') }),
]);

/** A Duplicate names another case, which no macro knows. */
export const MacroStatus = CaseStatus.exclude(['Duplicate']);

/** What a macro does to a case; what is none, or empty, it leaves as it is. */
export const MacroSteps = z.object({
  priority: CasePriority.nullable(),
  addTags: z.array(z.string()).max(MAX_TAGS),
  removeTags: z.array(z.string()).max(MAX_TAGS),
  assign: MacroAssignment.nullable(),
  status: MacroStatus.nullable(),
  note: z.string().min(1).max(20_000).nullable().meta({ personal: 'case' }),
  answer: TemplateId.nullable().describe('The canned answer that goes to whoever has written in the case last.'),
});
export type MacroSteps = z.infer<typeof MacroSteps>;

export const MacroDefinition = z.object({
  macroId: MacroId,
  name: z.string().min(1).max(200),
  scope: TemplateScope.describe('Who may use it.'),
  steps: MacroSteps,
});
export type MacroDefinition = z.infer<typeof MacroDefinition>;

export const macroEvents = {
  MacroDefined: event('Steps that are done to cases again and again, all at once, under a name.', MacroDefinition),
  MacroChanged: event('A macro has other steps, another name or other users, all of it.', MacroDefinition),
  MacroRemoved: event('A macro is not used any more.', z.object({ macroId: MacroId })),
};
export type MacroEvent = EventsOf<typeof macroEvents>;

export const macroRunEvents = {
  MacroApplied: event(
    'Somebody applied a macro to cases. What became of each stands in its stream; a request that is repeated goes by this.',
    z.object({
      runId: MacroRunId,
      macroId: MacroId,
      revision: z.number().int().nonnegative().describe('Of the event of the macro that says its steps.'),
      cases: z
        .array(
          z.object({
            name: z.string().max(64).describe('The number or the id that it was named by.'),
            caseId: CaseId.nullable().describe('None: there was none that they may read.'),
          }),
        )
        .max(MAX_CASES),
    }),
  ),
};
export type MacroRunEvent = EventsOf<typeof macroRunEvents>;
