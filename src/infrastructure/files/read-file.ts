import { type FileHandle, open } from 'node:fs/promises';
import type { MailboxMessage } from '../../application/ports/mailbox-source.js';

/** Up to here a message is given as bytes; what is larger as a stream of its pieces. */
export const LARGE = 1024 * 1024;
const PIECE = 256 * 1024;
/** Files that are read while earlier ones are at work: opening costs more than reading. */
const AHEAD = 8;

/** A file that should be a message and cannot be read; the others go on. */
export interface FileProblem {
  /** As in MailboxMessage. */
  readonly key: string;
  readonly error: Error;
}

export interface ReadOptions {
  readonly signal: AbortSignal;
  /** Told of each file that is left out. */
  readonly onProblem: (problem: FileProblem) => void;
}

export interface MessageFile {
  readonly file: string;
  readonly key: string;
  readonly seen: boolean;
}

/** Messages that are a file each, in the order given, a few of them read ahead. */
export async function* readFiles(
  files: readonly MessageFile[],
  { signal, onProblem }: ReadOptions,
): AsyncGenerator<MailboxMessage> {
  const loading: Promise<Loaded>[] = [];
  for (const [n, { file, key, seen }] of files.entries()) {
    while (loading.length < AHEAD) {
      const next = files[n + loading.length];
      if (next === undefined) break;
      loading.push(load(next.file));
    }
    const loaded = await (loading.shift() ?? load(file));
    signal.throwIfAborted();
    if (!loaded.ok) {
      onProblem({ key, error: loaded.error });
      continue;
    }
    const { size, receivedAt, bytes } = loaded;
    const facts = { uid: n + 1, key, receivedAt, seen, size, headerOnly: false };
    if (bytes !== null) {
      yield { ...facts, content: bytes };
      continue;
    }
    const handle = await open(file).catch((error: Error) => error);
    if (handle instanceof Error) {
      onProblem({ key, error: handle });
      continue;
    }
    try {
      yield { ...facts, content: pieces(handle, 0, Number.POSITIVE_INFINITY) };
    } finally {
      await handle.close();
    }
  }
}

type Loaded =
  | { readonly ok: true; readonly size: number; readonly receivedAt: string; readonly bytes: Buffer | null }
  | { readonly ok: false; readonly error: Error };

/** Never rejects: it runs ahead, where nobody listens yet. */
async function load(file: string): Promise<Loaded> {
  try {
    const handle = await open(file);
    try {
      const stat = await handle.stat();
      if (!stat.isFile()) throw new Error('it is not a file');
      const bytes = stat.size > LARGE ? null : await handle.readFile();
      return { ok: true, size: bytes?.length ?? stat.size, receivedAt: stat.mtime.toISOString(), bytes };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error : new Error(String(error)) };
  }
}

/** The bytes of a file from one offset to another (or its end), in pieces. */
export async function* pieces(handle: FileHandle, from: number, to: number): AsyncGenerator<Buffer> {
  for (let at = from; at < to; ) {
    const piece = Buffer.allocUnsafe(Math.min(PIECE, to - at));
    const { bytesRead } = await handle.read(piece, 0, piece.length, at);
    if (bytesRead === 0) return;
    yield piece.subarray(0, bytesRead);
    at += bytesRead;
  }
}
