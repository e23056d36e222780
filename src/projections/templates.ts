import { live } from '../application/ports/document-store.js';
import type { TemplateDefinition } from '../domain/outgoing/template-events.js';
import { belongingsOfTemplate } from '../domain/outgoing/text-template.js';
import { at, projection, remove } from './projection.js';

export interface TemplateView extends TemplateDefinition {
  /** For sorting: its name in lower case. */
  readonly place: string;
  readonly belongsTo: readonly string[];
  /** Of the template's stream: what `If-Match` names. */
  readonly revision: number;
}

const view = (definition: TemplateDefinition, revision: number): TemplateView => ({
  ...definition,
  place: definition.name.toLowerCase(),
  belongsTo: belongingsOfTemplate(definition.scope),
  revision,
});

export const templates = projection<TemplateView>(
  'templates',
  { version: 1, fields: ['place'], arrays: ['belongsTo'], indexes: [['place'], ['belongsTo', 'place']] },
  {
    TemplateDefined: ({ data, revision }) => at(data.templateId, () => view(data, revision)),
    TemplateChanged: ({ data, revision }) => at(data.templateId, () => view(data, revision)),
    TemplateRemoved: ({ data }) => remove(data.templateId),
  },
);
export const templatesCollection = live(templates.spec);
