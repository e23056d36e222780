import { z } from 'zod';
import { configSchema } from './schema.js';

/** One setting of the schema, as people and environment variables name it. */
export interface Setting {
  /** `http.port`. */
  readonly path: string;
  /** `MAILCASE_HTTP_PORT`. */
  readonly variable: string;
  readonly type: 'string' | 'number' | 'boolean' | 'list' | 'map';
  /** The values that it may have, where they are few. */
  readonly values: readonly string[] | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** Of a list or a map as JSON: both are empty. */
  readonly default: string | number | boolean;
  readonly description: string;
}

export interface Section {
  /** None: its settings stand at the top. */
  readonly name: string | null;
  readonly description: string;
  readonly settings: readonly Setting[];
}

/** As much of JSON Schema as the schema makes use of. */
const Leaf = z.object({
  type: z.enum(['string', 'number', 'integer', 'boolean', 'array', 'object']),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  maximum: z.number().optional(),
  default: z.union([z.string(), z.number(), z.boolean(), z.tuple([]), z.strictObject({})]),
  description: z.string(),
});
/** What people call them. */
const TYPES = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  array: 'list',
  object: 'map',
} as const;
const Branch = z.object({ description: z.string(), properties: z.record(z.string(), Leaf) });
const Root = z.object({ properties: z.record(z.string(), z.union([Branch, Leaf])) });

const root = Object.entries(Root.parse(z.toJSONSchema(configSchema, { io: 'input' })).properties);

/** What there is to configure, read off the schema: first what stands in no section. */
export const sections: readonly Section[] = [
  {
    name: null,
    description: 'Engines',
    settings: root.flatMap(([name, value]) => ('properties' in value ? [] : [settingOf(name, value)])),
  },
  ...root.flatMap(([name, value]) => {
    if (!('properties' in value)) return [];
    const { description, properties } = value;
    const settings = Object.entries(properties).map(([key, leaf]) => settingOf(`${name}.${key}`, leaf));
    return [{ name, description, settings }];
  }),
];

function settingOf(path: string, leaf: z.infer<typeof Leaf>): Setting {
  return {
    path,
    variable: variableOf(path),
    type: TYPES[leaf.type],
    values: leaf.enum ?? null,
    minimum: leaf.minimum ?? leaf.exclusiveMinimum ?? null,
    maximum: leaf.maximum ?? null,
    default: typeof leaf.default === 'object' ? JSON.stringify(leaf.default) : leaf.default,
    description: leaf.description,
  };
}

export const settings: readonly Setting[] = sections.flatMap((section) => section.settings);

/** Variables that are no part of the file: where things are, and secrets, which do not belong into it. */
export const otherVariables: Readonly<Record<string, { readonly description: string; readonly secret: boolean }>> = {
  MAILCASE_DATA: { description: 'The data folder, as `--data`.', secret: false },
  MAILCASE_CONFIG: { description: 'The configuration file, as `--config`.', secret: false },
  MAILCASE_MASTER_KEY: {
    description:
      'The key that the passwords of mailboxes are sealed with: 32 bytes, as 64 hexadecimal digits or base64. ' +
      'Without it a key is made at the first start and kept in `master.key` in the data folder, mode 0600.',
    secret: true,
  },
  MAILCASE_OIDC_CLIENT_SECRET: {
    description: 'The secret of `oidc.clientId` at the provider, where it has one.',
    secret: true,
  },
  MAILCASE_OAUTH_CLIENT_SECRET: {
    description:
      'The secret of this service at a provider of mailboxes, for `mailcase oauth-provider set`; it goes to the vault.',
    secret: true,
  },
  MAILCASE_ESPOCRM_API_KEY: {
    description: 'The key of an API user of EspoCRM, for `mailcase import-espocrm --url`.',
    secret: true,
  },
  MAILCASE_IMAP_PASSWORD: {
    description:
      'The password of a mailbox, for `mailcase account add` with IMAP options; where it is set, `mailcase account set` changes the password to it.',
    secret: true,
  },
};

/** `http.bodyLimit` is `MAILCASE_HTTP_BODY_LIMIT`. */
function variableOf(path: string): string {
  return `MAILCASE_${path
    .replace(/[A-Z]/g, (letter) => `_${letter}`)
    .replaceAll('.', '_')
    .toUpperCase()}`;
}
