import { readFileSync } from 'node:fs';
import { isMap, isScalar, LineCounter, parseDocument, type YAMLMap } from 'yaml';
import { Invalid, type InvalidField } from '../../domain/errors.js';

/** A configuration file as it was written, and on which line each thing stands. */
export interface ConfigFile {
  readonly path: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** By path, `http.port`, from 1. */
  readonly lines: ReadonlyMap<string, number>;
}

/**
 * Reads a YAML file.
 * @throws Invalid: it cannot be read, or every place where it is no YAML
 */
export function readConfigFile(path: string): ConfigFile {
  const counter = new LineCounter();
  const document = parseDocument(text(path), { lineCounter: counter, prettyErrors: false });
  const problems: InvalidField[] = document.errors.map(({ message, pos: [at] }) => ({
    path: `${path}:${counter.linePos(at).line}`,
    message,
  }));
  if (problems.length > 0) throw new Invalid(problems, 'configuration');
  const lines = new Map<string, number>();
  if (document.contents === null) return { path, values: {}, lines };
  if (!isMap(document.contents)) {
    throw new Invalid([{ path, message: 'must hold settings by name, as in `http: { port: 8025 }`' }], 'configuration');
  }
  collectLines(document.contents, '', (offset) => counter.linePos(offset).line, lines);
  // Aliases are expanded up to a bound only, so that a small file cannot become a huge object.
  return { path, values: document.toJS({ maxAliasCount: 100 }), lines };
}

function text(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    const message = code === 'ENOENT' ? 'there is no such file' : `cannot be read (${String(code)})`;
    throw new Invalid([{ path, message }], 'configuration');
  }
}

function collectLines(map: YAMLMap, within: string, lineAt: (offset: number) => number, into: Map<string, number>) {
  for (const { key, value } of map.items) {
    if (!isScalar(key)) continue;
    const path = `${within}${String(key.value)}`;
    if (key.range) into.set(path, lineAt(key.range[0]));
    if (isMap(value)) collectLines(value, `${path}.`, lineAt, into);
  }
}
