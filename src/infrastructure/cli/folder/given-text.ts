import { readFile } from 'node:fs/promises';
import { UsageError } from '../exit.js';
import type { Invocation } from '../invocation.js';

export interface GivenText {
  readonly text?: string;
  readonly file?: string;
  readonly html?: string;
}

/**
 * What was written: of `--text` or `--file`, and `--html`; else, where it is not optional, the standard input.
 * @throws UsageError
 */
export async function textsOf(
  { surroundings }: Invocation,
  { text, file, html }: GivenText,
  isOptional = false,
): Promise<{ text?: string; html?: string }> {
  if (text !== undefined && file !== undefined) throw new UsageError('--text and --file are one too many.');
  const given = html === undefined ? {} : { html: (await fileOf(html)).toString('utf8') };
  if (text !== undefined) return { ...given, text };
  if (file !== undefined) return { ...given, text: (await fileOf(file)).toString('utf8') };
  if (html !== undefined || isOptional) return given;
  const pieces: Buffer[] = [];
  for await (const piece of surroundings.stdin) pieces.push(Buffer.from(piece));
  const read = Buffer.concat(pieces).toString('utf8');
  if (read.trim() === '')
    throw new UsageError('Nothing is written: give --text, --file or --html, or write it to standard input.');
  return { text: read };
}

/** @throws UsageError where it cannot be read */
export async function fileOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
