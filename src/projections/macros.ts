import { live } from '../application/ports/document-store.js';
import type { MacroDefinition } from '../domain/macro/events.js';
import { belongingsOfTemplate } from '../domain/outgoing/text-template.js';
import { at, projection, remove } from './projection.js';

export interface MacroView extends MacroDefinition {
  /** For sorting: its name in lower case. */
  readonly place: string;
  readonly belongsTo: readonly string[];
  /** Of the macro's stream: what `If-Match` names. */
  readonly revision: number;
}

const view = (definition: MacroDefinition, revision: number): MacroView => ({
  ...definition,
  place: definition.name.toLowerCase(),
  belongsTo: belongingsOfTemplate(definition.scope),
  revision,
});

export const macros = projection<MacroView>(
  'macros',
  { version: 1, fields: ['place'], arrays: ['belongsTo'], indexes: [['place'], ['belongsTo', 'place']] },
  {
    MacroDefined: ({ data, revision }) => at(data.macroId, () => view(data, revision)),
    MacroChanged: ({ data, revision }) => at(data.macroId, () => view(data, revision)),
    MacroRemoved: ({ data }) => remove(data.macroId),
  },
);
export const macrosCollection = live(macros.spec);
