import { z } from 'zod';
import { CasePriority } from '../../../domain/case/status.js';
import { MAX_TAGS, Tag } from '../../../domain/case/tag.js';
import { MacroId, TeamId, TemplateId, UserId } from '../../../domain/ids.js';
import { MAX_CASES, MacroSteps } from '../../../domain/macro/events.js';
import { CaseReference, page, text } from './common.js';
import { scope } from './writing.js';

const tags = z.array(Tag).max(MAX_TAGS).default([]);
const steps = z.strictObject({
  priority: CasePriority.nullable().default(null),
  addTags: tags,
  removeTags: tags,
  assign: z
    .discriminatedUnion('to', [
      z.strictObject({
        to: z.literal('user'),
        userId: UserId,
        teamId: TeamId.nullable().default(null).describe('None: it stays in its team'),
      }),
      z.strictObject({ to: z.literal('distribution') }),
    ])
    .nullable()
    .default(null),
  status: MacroSteps.shape.status.default(null),
  note: text(20_000).nullable().default(null),
  answer: TemplateId.nullable().default(null).describe('The canned answer that is sent'),
});
export const MacroSettings = z
  .strictObject({
    name: text(200),
    scope: scope
      .default({ kind: 'own' })
      .describe('Who may use it; of `all` and `team` administrators alone make some'),
    steps: steps.describe('At least one; what is left out stays as it is'),
  })
  .meta({ id: 'MacroSettings' });

export const Macro = z
  .object({
    macroId: MacroId,
    name: z.string(),
    scope: z.object({
      kind: z.enum(['all', 'team', 'own']),
      teamId: z.string().optional(),
      userId: z.string().optional(),
    }),
    steps: z.object({
      ...MacroSteps.shape,
      assign: z
        .object({
          to: z.enum(['user', 'distribution']),
          userId: z.string().optional(),
          teamId: z.string().nullable().optional(),
        })
        .nullable(),
    }),
    revision: z.int(),
  })
  .meta({ id: 'Macro' });
export const ListedMacros = page('Macros', Macro);

export const MacroCases = z
  .strictObject({
    cases: z.array(CaseReference).min(1).max(MAX_CASES).describe('Their numbers or ids; one named twice counts once'),
  })
  .meta({ id: 'MacroCases' });

const problem = z
  .object({ code: z.string().describe('Stable, for programs'), detail: z.string() })
  .nullable()
  .describe('Why not; `case-not-found` also for one that you may not read');
const named = { case: z.string().describe('As it was named'), caseId: z.string().nullable() };
const value = z.union([z.string(), z.array(z.string())]).nullable();

export const MacroPreview = z
  .object({
    revision: z.int().describe('Of the macro: `If-Match` of applying it as it was looked at'),
    results: z.array(
      z.object({
        ...named,
        outcome: z.enum(['changes', 'unchanged', 'refused']),
        changes: z.array(
          z.object({
            field: z.enum(['status', 'priority', 'tags', 'assignee', 'teamId']),
            from: value,
            to: value,
          }),
        ),
        redistributes: z.boolean().describe('The distribution finds a user'),
        notes: z.boolean().describe('The note is written'),
        answers: z.boolean().describe('The answer is sent'),
        problem,
      }),
    ),
  })
  .meta({ id: 'MacroPreview' });

export const AppliedMacro = z
  .object({
    results: z.array(
      z.object({
        ...named,
        outcome: z
          .enum(['done', 'unchanged', 'refused', 'unanswered'])
          .describe('`refused`: nothing was done to it. `unanswered`: all was done but the answer'),
        emailId: z.string().nullable().describe('The answer'),
        problem,
      }),
    ),
    position: z.string().describe('Of the log; the same as in `X-Position`'),
  })
  .meta({ id: 'AppliedMacro' });
