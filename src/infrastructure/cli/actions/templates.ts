import type { z } from 'zod';
import { Previewed, SavedTemplate, Signature, Template } from '../../http/schemas/writing.js';
import { CommandFailure, UsageError } from '../exit.js';
import type { Api } from '../folder/api.js';
import { type GivenText, textsOf } from '../folder/given-text.js';
import { allOf } from '../folder/lists.js';
import { changing } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';
import { plain } from '../output/text.js';
import { asObject } from './users.js';

type Shown = z.infer<typeof Template>;
interface As {
  readonly as?: string;
}
interface Given extends As, GivenText {
  readonly name?: string;
  readonly kind: string;
  readonly subject?: string;
  readonly team?: string;
}

const ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** @throws CommandFailure where there is none of that name, or more than one */
export async function templateNamed(api: Api, named: string): Promise<Shown> {
  const found = await among(api, named);
  if (!found) throw new CommandFailure(`There is no template ${named}.`);
  return found;
}

async function among(api: Api, named: string): Promise<Shown | null> {
  const all = await allOf(api, 'templates', Template);
  const found = all.filter(({ templateId, name }) => templateId === named || name === named);
  if (found.length > 1) {
    const ids = found.map(({ templateId }) => templateId).join(', ');
    throw new CommandFailure(`${found.length} templates are called ${named}: say which by its id, ${ids}.`);
  }
  return found[0] ?? null;
}

export async function listTemplates(invocation: Invocation, { as }: As): Promise<undefined> {
  const { terminal } = invocation;
  const templates = await changing(invocation, 'templates list', (api) => allOf(api, 'templates', Template), as);
  terminal.answer(templates, () =>
    templates.length === 0
      ? 'There are no templates yet: `mailcase templates set`.'
      : terminal.table(templates, [
          { title: 'NAME', value: ({ name }) => plain(name), flexible: true },
          { title: 'KIND', value: ({ kind }) => kind },
          { title: 'FOR', value: whose },
          { title: 'ID', value: ({ templateId }) => templateId },
        ]),
  );
}

const whose = ({ scope }: Shown): string => {
  if (scope.kind === 'all') return 'all';
  return scope.kind === 'team' ? `team ${scope.teamId}` : (scope.userId ?? '');
};

export async function showTemplate(invocation: Invocation, named: string, { as }: As): Promise<undefined> {
  const template = await changing(invocation, 'templates show', (api) => templateNamed(api, named), as);
  invocation.terminal.answer(template, () => inWords(template));
}

const inWords = ({ subject, text }: { readonly subject: string; readonly text: string }): string =>
  [...(subject === '' ? [] : [`Subject: ${plain(subject)}`, '']), ...text.split('\n').map(plain)].join('\n');

export async function setTemplate(invocation: Invocation, named: string, given: Given): Promise<undefined> {
  const { as, name, kind, subject, team } = given;
  const texts = await textsOf(invocation, given);
  const own = as === undefined ? { kind: 'all' } : { kind: 'own' };
  const scope = team === undefined ? own : { kind: 'team', teamId: team };
  const saved = await changing(
    invocation,
    'templates set',
    async (api) => {
      const before = await among(api, named);
      if (!before && ID.test(named)) throw new CommandFailure(`There is no template ${named}.`);
      const said = {
        kind,
        scope,
        name: name ?? before?.name ?? named,
        ...texts,
        ...(subject === undefined ? {} : { subject }),
      };
      const path = before ? `templates/${before.templateId}` : 'templates';
      return SavedTemplate.parse(await api.send(before ? 'PUT' : 'POST', path, said));
    },
    as,
  );
  invocation.terminal.answer(saved, () => `Template ${plain(named)} says this now.`);
}

export async function previewTemplate(
  invocation: Invocation,
  named: string,
  given: readonly string[],
  { as }: As,
): Promise<undefined> {
  const values = Object.fromEntries(given.map(pairOf));
  const previewed = await changing(
    invocation,
    'templates preview',
    async (api) => {
      const { templateId } = await templateNamed(api, named);
      return Previewed.parse(await api.send('POST', `templates/${templateId}/preview`, { values }));
    },
    as,
  );
  invocation.terminal.answer(previewed, () => inWords(previewed));
}

function pairOf(given: string): [string, string] {
  const at = given.indexOf('=');
  if (at < 1) throw new UsageError(`${given} is no value: case.number=42.`);
  return [given.slice(0, at), given.slice(at + 1)];
}

export async function removeTemplate(invocation: Invocation, named: string, { as }: As): Promise<undefined> {
  const answer = await changing(
    invocation,
    'templates remove',
    async (api) => api.send('DELETE', `templates/${(await templateNamed(api, named)).templateId}`),
    as,
  );
  invocation.terminal.answer(asObject(answer), () => `Template ${plain(named)} is removed.`);
}

export async function showSignature(invocation: Invocation, user: string): Promise<undefined> {
  const shown = await changing(
    invocation,
    'signature show',
    async (api) => Signature.parse(await api.send('GET', 'signature')),
    user,
  );
  invocation.terminal.answer(shown, () =>
    shown.text === '' ? `${user} has no signature.` : shown.text.split('\n').map(plain).join('\n'),
  );
}

export const setSignature = async (invocation: Invocation, user: string, given: GivenText): Promise<undefined> =>
  sign(invocation, 'signature set', user, await textsOf(invocation, given), 'is signed so now');
export const removeSignature = (invocation: Invocation, user: string): Promise<undefined> =>
  sign(invocation, 'signature remove', user, {}, 'is signed by nothing now');

async function sign(invocation: Invocation, task: string, user: string, texts: object, outcome: string) {
  const answer = await changing(invocation, task, (api) => api.send('PUT', 'signature', texts), user);
  invocation.terminal.answer({ userId: user, ...asObject(answer) }, () => `What ${user} writes ${outcome}.`);
  return undefined;
}
