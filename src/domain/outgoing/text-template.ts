import { type Belonging, EVERYBODY, ofTeam, ofUser } from '../access/audience.js';
import type { Decider } from '../decider.js';
import { Invalid, NotFound } from '../errors.js';
import { problemsOf } from './template.js';
import type { SignatureEvent, TemplateDefinition, TemplateEvent, TemplateScope, Texts } from './template-events.js';

export type TextTemplate =
  | { readonly status: 'absent' | 'removed' }
  | { readonly status: 'present'; readonly definition: TemplateDefinition };

export const textTemplate: Decider<TextTemplate, TemplateEvent> = {
  initialState: () => ({ status: 'absent' }),
  evolve: (_, { type, data }) =>
    type === 'TemplateRemoved' ? { status: 'removed' } : { status: 'present', definition: data },
};

const LINK = 'survey.link';
/** The link to the question how content somebody is: of templates that ask it. */
const FURTHER: Readonly<Partial<Record<TemplateDefinition['kind'], readonly string[]>>> = {
  satisfaction: [LINK],
};

/** @throws Invalid naming each placeholder that is none */
export function defineTemplate(state: TextTemplate, definition: TemplateDefinition): TemplateEvent[] {
  checkDefinition(definition);
  return state.status === 'absent' ? [{ type: 'TemplateDefined', data: definition }] : [];
}

/** @throws NotFound, Invalid */
export function changeTemplate(state: TextTemplate, definition: TemplateDefinition): TemplateEvent[] {
  const before = presentTemplate(state);
  checkDefinition(definition);
  return JSON.stringify(before) === JSON.stringify(definition) ? [] : [{ type: 'TemplateChanged', data: definition }];
}

/** Again is nothing new. @throws NotFound */
export function removeTemplate(state: TextTemplate): TemplateEvent[] {
  if (state.status === 'removed') return [];
  const { templateId } = presentTemplate(state);
  return [{ type: 'TemplateRemoved', data: { templateId } }];
}

/** @throws NotFound */
export function presentTemplate(state: TextTemplate): TemplateDefinition {
  if (state.status !== 'present') throw new NotFound('template', 'of this id');
  return state.definition;
}

/**
 * A question without its link asks nothing. Of text and HTML one is enough: the other is made of it.
 * @throws Invalid
 */
export function checkDefinition({
  kind,
  subject,
  text = '',
  html = '',
}: Pick<TemplateDefinition, 'kind' | 'subject'> & Partial<Texts>): void {
  checkTexts({ text, html }, FURTHER[kind], subject);
  if (kind !== 'satisfaction') return;
  const lacks = (one: string) => one !== '' && !/\{\{\s*survey\.link\s*[|}]/.test(one);
  const without = [...(lacks(text) || text + html === '' ? ['text'] : []), ...(lacks(html) ? ['html'] : [])];
  const wrong = without.map((path) => ({ path, message: `{{${LINK}}} has to stand in it` }));
  if (wrong.length > 0) throw new Invalid(wrong, 'template-invalid');
}

/** Whose a template is: who may use it. */
export function belongingsOfTemplate(scope: TemplateScope): readonly Belonging[] {
  if (scope.kind === 'all') return [EVERYBODY];
  return [scope.kind === 'team' ? ofTeam(scope.teamId) : ofUser(scope.userId)];
}

/** Whether somebody may use a template. */
export const mayUse = (
  scope: TemplateScope,
  {
    userId,
    teamIds,
    administrator,
  }: { readonly userId: string; readonly teamIds: readonly string[]; readonly administrator: boolean },
): boolean =>
  administrator ||
  scope.kind === 'all' ||
  (scope.kind === 'team' ? teamIds.includes(scope.teamId) : scope.userId === userId);

const NO_SIGNATURE: Texts = { text: '', html: '' };

/** What stands below a user's messages. */
export const signature: Decider<Texts, SignatureEvent> = {
  initialState: () => NO_SIGNATURE,
  evolve: (_, { data: { text, html } }) => ({ text, html }),
};

/** @throws Invalid */
export function setSignature(
  state: Texts,
  { userId, text, html }: Extract<SignatureEvent, { type: 'SignatureSet' }>['data'],
): SignatureEvent[] {
  checkTexts({ text, html });
  return state.text === text && state.html === html ? [] : [{ type: 'SignatureSet', data: { userId, text, html } }];
}

/** @throws Invalid naming each placeholder that is none */
export function checkTexts({ text, html }: Texts, further: readonly string[] = [], subject = ''): void {
  const wrong = [
    ...problemsOf(subject, 'subject', further),
    ...problemsOf(text, 'text', further),
    ...problemsOf(html, 'html', further),
  ];
  if (wrong.length > 0) throw new Invalid(wrong, 'template-invalid');
}
