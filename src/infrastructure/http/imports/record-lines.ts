import type { RecordLine } from '../../../application/commands/index.js';
import { factsOf, RecordLineBody } from '../schemas/records.js';
import { lines } from './ndjson.js';

/** Bytes of one record: fifty long addresses, twice over. */
const LONGEST_LINE = 256 * 1024;

/**
 * The records of an NDJSON body, by the numbers of their lines; one that cannot be read says why, and the others go on.
 * @throws Invalid for a line that is too long to be held
 */
export async function* recordLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<RecordLine> {
  let line = 0;
  for await (const bytes of lines(body, LONGEST_LINE)) yield read(++line, bytes);
}

function read(line: number, bytes: Uint8Array): RecordLine {
  const parsed = parse(bytes);
  if (parsed === undefined) return { line, wrong: [{ path: '', message: 'is not a line of JSON' }] };
  const { success, data, error } = RecordLineBody.safeParse(parsed);
  if (!success) return { line, wrong: error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) };
  const { type, id, ...told } = data;
  return { line, facts: factsOf({ type, id }, told) };
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
