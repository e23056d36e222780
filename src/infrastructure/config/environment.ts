import type { InvalidField } from '../../domain/errors.js';
import { nearest } from '../words/nearest.js';
import { otherVariables, type Setting, settings } from './settings.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Of the tests, the demo, the bench, and of where a log is moved: not ours to judge. */
const foreign = /^MAILCASE_(TEST|DEMO|BENCH|TO|SIMULATIONS|SEED|SEEDS)(_|$)/;

/** The settings that the environment makes, typed as the schema wants them. An empty value is none. */
export function fromEnvironment(environment: Environment): ReadonlyMap<Setting, unknown> {
  const found = new Map<Setting, unknown>();
  for (const setting of settings) {
    const text = environment[setting.variable]?.trim();
    if (text) found.set(setting, typed(text, setting));
  }
  return found;
}

/** Variables that look like ours and are not. */
export function unknownVariables(environment: Environment): InvalidField[] {
  const known = [...settings.map(({ variable }) => variable), ...Object.keys(otherVariables)];
  return Object.keys(environment)
    .filter((name) => name.startsWith('MAILCASE_') && !foreign.test(name) && !known.includes(name))
    .sort()
    .map((name) => ({ path: name, message: unknownName('variable', nearest(name, known)) }));
}

export const unknownName = (what: 'variable' | 'setting', meant: string | null): string =>
  `there is no such ${what}${meant ? `; did you mean ${meant}?` : ''}`;

/** What is not of the type stays as it is, for the schema to refuse. */
function typed(text: string, { type }: Setting): unknown {
  if (type === 'number' && /^[+-]?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (type === 'list') return text.startsWith('[') ? json(text) : text.split(',').map((name) => name.trim());
  if (type === 'map') return text.startsWith('{') ? json(text) : pairs(text);
  if (type === 'boolean' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return text;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `agents=agent, leads=lead`; what holds a comma or an equals sign has to be JSON. */
function pairs(text: string): unknown {
  const parts = text.split(',').map((pair) => pair.split('=').map((part) => part.trim()));
  return parts.every(({ length }) => length === 2) ? Object.fromEntries(parts) : text;
}
