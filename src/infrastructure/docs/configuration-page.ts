import { otherVariables, type Section, type Setting, sections } from '../config/index.js';

/** docs/configuration.md: every setting, from the schema that the configuration is checked by. */
export function configurationPage(): string {
  return [
    '# Configuration',
    '',
    'Made from the schema in `src/infrastructure/config` by `npm run docs`. Nothing has to be configured.',
    '',
    'Settings stand in `mailcase.yaml` in the data folder (or the file that `--config` names), or in environment variables,',
    'which go before the file: lists there with commas, maps as `key=value` with commas, or both as JSON. What is wrong is told all at once, each with its place; unknown names are refused.',
    '`mailcase config` prints what holds, and where each value came from.',
    '',
    '```yaml',
    ...sections.flatMap(example),
    '```',
    '',
    ...sections.flatMap(reference),
    '## Variables that are in no file',
    '| variable | what |',
    '|---|---|',
    ...Object.entries(otherVariables).map(([name, { description }]) => `| \`${name}\` | ${description} |`),
    '',
  ].join('\n');
}

function example({ name, settings }: Section): string[] {
  const inside = settings.map(({ path, default: value }) => {
    const indent = name === null ? '' : '  ';
    return `${indent}${path.split('.').at(-1)}: ${value === '' ? "''" : value}`;
  });
  return name === null ? inside : [`${name}:`, ...inside];
}

function reference({ name, description, settings }: Section): string[] {
  return [
    `## ${name === null ? '' : `${name}: `}${description}`,
    '| setting | variable | values | default | |',
    '|---|---|---|---|---|',
    ...settings.map(
      (setting) =>
        `| \`${setting.path}\` | \`${setting.variable}\` | ${valuesOf(setting)} | ${setting.default === '' ? '' : `\`${setting.default}\``} | ${setting.description} |`,
    ),
    '',
  ];
}

function valuesOf({ values, type, minimum, maximum }: Setting): string {
  if (values) return values.map((value) => `\`${value}\``).join(', ');
  if (minimum !== null && maximum !== null) return `${type}, ${minimum} to ${maximum}`;
  return type;
}
