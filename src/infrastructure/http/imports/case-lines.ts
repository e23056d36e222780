import type { CaseLine } from '../../../application/commands/index.js';
import { ImportedCaseLine } from '../schemas/imported-cases.js';
import { lines } from './ndjson.js';

/** Bytes of one case with its notes. */
const LONGEST_LINE = 2 * 1024 * 1024;

/**
 * The cases of an NDJSON body, by the numbers of their lines; one that cannot be read says why, and the others go on.
 * @throws Invalid for a line that is too long to be held
 */
export async function* caseLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<CaseLine> {
  let line = 0;
  for await (const bytes of lines(body, LONGEST_LINE)) yield read(++line, bytes);
}

function read(line: number, bytes: Uint8Array): CaseLine {
  const parsed = parse(bytes);
  if (parsed === undefined) return { line, wrong: [{ path: '', message: 'is not a line of JSON' }] };
  const { success, data, error } = ImportedCaseLine.safeParse(parsed);
  if (success) return { line, facts: data };
  return { line, wrong: error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) };
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
