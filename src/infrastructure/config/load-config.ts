import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { Invalid, type InvalidField } from '../../domain/errors.js';
import { nearest } from '../words/nearest.js';
import { withoutPassword } from '../words/without-password.js';
import { type ConfigFile, readConfigFile } from './config-file.js';
import { fromEnvironment, unknownName, unknownVariables } from './environment.js';
import { type Config, configSchema } from './schema.js';
import { sections, settings } from './settings.js';

/** The file that is looked for in the data folder. */
export const CONFIG_FILE = 'mailcase.yaml';

export interface LoadOptions {
  readonly dataFolder: string;
  /** A file that must be there; none: `mailcase.yaml` in the data folder, if there is one. */
  readonly file: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface LoadedConfig {
  readonly config: Config;
  /** The file that was read; none: there was none. */
  readonly file: string | null;
  /** By path: `default`, `mailcase.yaml:3`, or the variable's name. */
  readonly origins: ReadonlyMap<string, string>;
}

/**
 * What holds: the environment before the file, the file before the defaults.
 * @throws Invalid with everything that is wrong, each with its path and where it came from
 */
export function loadConfig({ dataFolder, file, environment }: LoadOptions): LoadedConfig {
  const path = file ?? join(dataFolder, CONFIG_FILE);
  const read = file !== undefined || existsSync(path) ? readConfigFile(path) : null;
  const variables = fromEnvironment(environment);
  const values: Record<string, unknown> = structuredClone(read?.values ?? {});
  for (const [setting, value] of variables) put(values, setting.path, value);
  const origins = new Map(settings.map((setting) => [setting.path, originOf(setting.path, read)]));
  for (const { path: name, variable } of variables.keys()) origins.set(name, variable);

  const checked = configSchema.safeParse(values);
  const problems = [
    ...(checked.success ? [] : checked.error.issues.flatMap((issue) => describe(issue, values, read, origins))),
    ...unknownVariables(environment),
  ];
  if (!checked.success || problems.length > 0) throw new Invalid(problems, 'configuration');
  return { config: checked.data, file: read?.path ?? null, origins };
}

function originOf(path: string, file: ConfigFile | null): string {
  const line = file?.lines.get(path);
  return file && line !== undefined ? `${file.path}:${line}` : 'default';
}

/** Puts a value of the environment over what the file says; a section that is none stays, to be refused. */
function put(values: Record<string, unknown>, path: string, value: unknown): void {
  const [section = '', key] = path.split('.');
  if (key === undefined) {
    values[section] = value;
    return;
  }
  const existing = values[section] ?? {};
  if (typeof existing === 'object' && !Array.isArray(existing)) values[section] = { ...existing, [key]: value };
}

function describe(
  issue: z.core.$ZodIssue,
  values: unknown,
  file: ConfigFile | null,
  origins: ReadonlyMap<string, string>,
): InvalidField[] {
  const path = issue.path.join('.');
  const named = (at: string, message: string): InvalidField => {
    const origin = origins.get(at) ?? originOf(at, file);
    return { path: at || (file?.path ?? ''), message: origin === 'default' ? message : `${message} (${origin})` };
  };
  if (issue.code === 'unrecognized_keys') {
    const known = path
      ? (sections.find(({ name }) => name === path)?.settings ?? []).map((setting) => setting.path)
      : sections.flatMap(({ name, settings }) => (name === null ? settings.map((setting) => setting.path) : [name]));
    return issue.keys.map((key) => {
      const full = path ? `${path}.${key}` : key;
      const meant = nearest(full, known) ?? nearest(key, settings.map(lastPart)) ?? nearest(full, allPaths);
      return named(full, unknownName('setting', meant && (allPaths.find((name) => name.endsWith(meant)) ?? meant)));
    });
  }
  const given = valueAt(values, issue.path);
  return [
    named(path, `${issue.message}${given === undefined ? '' : `, not ${withoutPassword(JSON.stringify(given))}`}`),
  ];
}

const allPaths = settings.map(({ path }) => path);
const lastPart = ({ path }: { readonly path: string }): string => path.slice(path.indexOf('.') + 1);

function valueAt(values: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
    values,
  );
}
