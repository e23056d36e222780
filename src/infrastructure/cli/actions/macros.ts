import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { MacroSteps } from '../../../domain/macro/events.js';
import { type MacroView, macrosCollection } from '../../../projections/macros.js';
import { AppliedMacro, MacroPreview } from '../../http/schemas/macros.js';
import { UsageError } from '../exit.js';
import { changing, reading } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';
import { asObject } from './users.js';

interface Given {
  readonly name?: string;
  readonly team?: string;
  readonly priority?: string;
  readonly tag?: readonly string[];
  readonly removeTag?: readonly string[];
  readonly assign?: string;
  readonly inTeam?: string;
  readonly distribute?: boolean;
  readonly status?: string;
  readonly note?: string;
  readonly answer?: string;
}

export function listMacros(invocation: Invocation): Promise<undefined> {
  const { terminal } = invocation;
  return reading(invocation, 'macros list', async (readModels) => {
    const macros = await readModels.all<MacroView>(macrosCollection, { sort: { field: 'place', direction: 'asc' } });
    terminal.answer(macros, () =>
      macros.length === 0
        ? 'There are no macros yet: `mailcase macros set`.'
        : terminal.table(macros, [
            { title: 'MACRO', value: ({ macroId }) => macroId },
            { title: 'NAME', value: ({ name }) => name, flexible: true },
            { title: 'FOR', value: whose },
            { title: 'STEPS', value: ({ steps }) => stepsOf(steps), flexible: true },
          ]),
    );
    return undefined;
  });
}

const whose = ({ scope }: MacroView): string => {
  if (scope.kind === 'all') return 'all';
  return scope.kind === 'team' ? `team ${scope.teamId}` : scope.userId;
};

function stepsOf({ priority, addTags, removeTags, assign, status, note, answer }: MacroSteps): string {
  const given = [
    priority,
    ...addTags.map((tag) => `+${tag}`),
    ...removeTags.map((tag) => `-${tag}`),
    assign && (assign.to === 'user' ? `to ${assign.userId}` : 'distribute'),
    status,
    note && 'note',
    answer && 'answer',
  ];
  return given.filter((one) => one !== null).join(', ');
}

export async function setMacro(invocation: Invocation, macroId: string, given: Given): Promise<undefined> {
  const { name = macroId, team, tag = [], removeTag = [], assign, inTeam, distribute = false } = given;
  if (inTeam !== undefined && assign === undefined) throw new UsageError('--in-team goes with --assign.');
  const { priority = null, status = null, note = null, answer = null } = given;
  const toUser = assign === undefined ? null : { to: 'user', userId: assign, teamId: inTeam ?? null };
  const body = {
    name,
    scope: team === undefined ? { kind: 'all' } : { kind: 'team', teamId: team },
    steps: {
      ...{ priority, status, note, answer },
      addTags: tag,
      removeTags: removeTag,
      assign: distribute ? { to: 'distribution' } : toUser,
    },
  };
  const answered = await changing(invocation, 'macros set', (api) => api.send('PUT', pathOf(macroId), body));
  invocation.terminal.answer({ macroId, ...asObject(answered) }, () => `Macro ${macroId} does this now.`);
}

export async function removeMacro(invocation: Invocation, macroId: string): Promise<undefined> {
  const answer = await changing(invocation, 'macros remove', (api) => api.send('DELETE', pathOf(macroId)));
  invocation.terminal.answer({ macroId, ...asObject(answer) }, () => `Macro ${macroId} is removed.`);
}

export async function previewMacro(
  invocation: Invocation,
  macroId: string,
  cases: readonly string[],
): Promise<undefined> {
  const { terminal } = invocation;
  const answer = await changing(invocation, 'macros preview', async (api) =>
    MacroPreview.parse(await api.send('POST', pathOf(macroId, 'preview'), { cases: cases.map(plainNumber) })),
  );
  terminal.answer(answer, () =>
    terminal.table(answer.results, [
      { title: 'CASE', value: (one) => one.case },
      { title: 'OUTCOME', value: ({ outcome }) => outcome },
      { title: 'WHAT', value: effectOf, flexible: true },
    ]),
  );
}

function effectOf({
  changes,
  redistributes,
  notes,
  answers,
  problem,
}: z.infer<typeof MacroPreview>['results'][number]): string {
  if (problem) return problem.detail;
  const shown = (value: string | readonly string[] | null) => String(value ?? 'none') || 'none';
  const changed = changes.map(({ field, from, to }) => `${field}: ${shown(from)} to ${shown(to)}`);
  const others = [redistributes && 'distributes', notes && 'writes the note', answers && 'sends the answer'];
  return [...changed, ...others.filter((one) => one !== false)].join('; ');
}

/** @returns 1 where something was refused */
export async function applyMacro(
  invocation: Invocation,
  macroId: string,
  cases: readonly string[],
  { key = randomUUID() }: { readonly key?: string },
): Promise<number> {
  const { terminal } = invocation;
  const body = { cases: cases.map(plainNumber) };
  const answer = await changing(invocation, 'macros apply', async (api) =>
    AppliedMacro.parse(await api.send('POST', pathOf(macroId, 'apply'), body, key)),
  );
  terminal.answer(answer, () =>
    terminal.table(answer.results, [
      { title: 'CASE', value: (one) => one.case },
      { title: 'OUTCOME', value: ({ outcome }) => outcome },
      { title: 'BECAUSE', value: ({ problem }) => problem?.detail ?? '', flexible: true },
    ]),
  );
  return answer.results.some(({ problem }) => problem !== null) ? 1 : 0;
}

const plainNumber = (name: string): string => name.replace(/^#/, '');
const pathOf = (macroId: string, what?: string): string =>
  `macros/${encodeURIComponent(macroId)}${what === undefined ? '' : `/${what}`}`;
