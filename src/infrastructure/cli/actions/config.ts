import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { settings } from '../../config/index.js';
import { withoutPassword } from '../../words/without-password.js';
import type { Invocation } from '../invocation.js';

interface Held {
  readonly setting: string;
  readonly value: unknown;
  /** `default`, `mailcase.yaml:3`, or the variable's name. */
  readonly from: string;
}

export async function printConfig(invocation: Invocation): Promise<undefined> {
  const { terminal, dataFolder, configuration } = invocation;
  const { config, origins, file } = configuration;
  const held: Held[] = [
    ...settings.map(({ path }) => ({
      setting: path,
      value: shown(valueAt(config, path)),
      from: origins.get(path) ?? 'default',
    })),
    masterKey(invocation),
  ];
  terminal.answer({ dataFolder: resolve(dataFolder), file, settings: held }, () =>
    [
      terminal.table(held, [
        { title: 'SETTING', value: ({ setting }) => setting },
        { title: 'VALUE', value: ({ value }) => written(value), flexible: true },
        { title: 'FROM', value: ({ from }) => from, flexible: true },
      ]),
      '',
      `Data folder: ${resolve(dataFolder)}`,
      `Configuration file: ${file ?? 'none'}`,
    ].join('\n'),
  );
}

/** Whether there is one, never what it is. */
function masterKey({ masterKey: given, dataFolder }: Invocation): Held {
  if (given?.trim()) return { setting: 'masterKey', value: '********', from: 'MAILCASE_MASTER_KEY' };
  const file = join(dataFolder, 'master.key');
  const made = existsSync(file);
  return { setting: 'masterKey', value: made ? '********' : null, from: made ? file : 'made at the first start' };
}

const valueAt = (config: object, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : at), config);

const shown = (value: unknown): unknown => (typeof value === 'string' ? withoutPassword(value) : value);

const written = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
