import { type FileHandle, open } from 'node:fs/promises';
import type { MailboxMessage } from '../../application/ports/mailbox-source.js';
import { parseDate } from '../mime/date.js';
import { LARGE, pieces } from './read-file.js';

const LF = 0x0a;
const CR = 0x0d;
const WINDOW = 1024 * 1024;
/** A separator names a sender and a time; a sentence that begins with "From " seldom does. */
export const SEPARATOR = /^From .*\d{1,2}:\d{2}.*\b\d{4}\b/;
const MAX_SEPARATOR = 1_000;
/** `Tue Jan  2 10:00:00 2024`, with a zone before or behind the year where the program writes one. */
const ASCTIME =
  /\b([A-Z][a-z]{2}) +(\d{1,2}) +(\d{1,2}:\d{2}(?::\d{2})?)(?: +([A-Z]{1,5}|[+-]\d{4}))? +(\d{4})(?: +([+-]\d{4}))?\s*$/;

/**
 * The messages of an mbox (RFC 4155), one after the other, however large the file: a message begins behind a `From `
 * line that opens the file or follows an empty line. Quoted lines lose one `>` (mboxrd; mboxo is read the same way).
 * A message's key is the offset of its `From ` line in bytes.
 */
export async function* readMbox(file: string, { signal }: { signal: AbortSignal }): AsyncGenerator<MailboxMessage> {
  const handle = await open(file);
  try {
    const view = new View(handle);
    await view.moveTo(0);
    for (let uid = 1; !(await view.atEnd()); uid++) {
      signal.throwIfAborted();
      const start = view.start;
      const separator = await view.line(0, MAX_SEPARATOR);
      const from = start + (separator?.next ?? 0);
      const { end, next } = await view.endOfMessage(from);
      const size = end - from;
      const bytes = size > LARGE ? null : await view.slice(from, end);
      const content = bytes === null ? unquoted(pieces(handle, from, end)) : unquote(bytes);
      yield {
        uid,
        key: String(start),
        receivedAt: receivedAt(separator?.text ?? ''),
        seen: bytes !== null && wasRead(bytes),
        size: Buffer.isBuffer(content) ? content.length : size,
        content,
        headerOnly: false,
      };
      await view.moveTo(next);
    }
  } finally {
    await handle.close();
  }
}

/** A window on a file that moves forwards: what is looked at next is mostly there already. */
class View {
  #bytes: Buffer = Buffer.alloc(0);
  #start = 0;
  #complete = false;

  constructor(private readonly handle: FileHandle) {}

  /** The offset of the window's first byte. */
  get start(): number {
    return this.#start;
  }

  async moveTo(offset: number): Promise<void> {
    const within = offset - this.#start;
    const known = within >= 0 && within <= this.#bytes.length;
    this.#bytes = known ? this.#bytes.subarray(within) : Buffer.alloc(0);
    if (!known) this.#complete = false;
    this.#start = offset;
  }

  async atEnd(): Promise<boolean> {
    return this.#bytes.length === 0 && !(await this.#more());
  }

  /** The line at a place in the window, and where the next one begins; none: it is longer than `max`, or there is none. */
  async line(at: number, max: number): Promise<{ readonly text: string; readonly next: number } | null> {
    let end = this.#bytes.indexOf(LF, at);
    while (end === -1 && this.#bytes.length - at < max && (await this.#more())) end = this.#bytes.indexOf(LF, at);
    const until = end === -1 ? this.#bytes.length : end;
    if (until === at || until - at > max) return null;
    return { text: this.#bytes.toString('latin1', at, until), next: Math.min(until + 1, this.#bytes.length) };
  }

  /** Bytes of the file; those that the window no longer holds are read again. */
  async slice(from: number, to: number): Promise<Buffer> {
    const at = from - this.#start;
    if (at >= 0 && to - this.#start <= this.#bytes.length) return this.#bytes.subarray(at, to - this.#start);
    const read: Buffer[] = [];
    for await (const piece of pieces(this.handle, from, to)) read.push(piece);
    return Buffer.concat(read);
  }

  /** Where the message that begins at an offset ends (the empty line that closes it left out), and where the next separator is. */
  async endOfMessage(from: number): Promise<{ readonly end: number; readonly next: number }> {
    let at = from - this.#start;
    // The line before the first of the message is the separator, so a separator may follow an empty first line only.
    for (;;) {
      const lineEnd = this.#bytes.indexOf('\nFrom ', Math.max(at - 1, 0));
      if (lineEnd === -1) {
        // Six bytes may be the beginning of one, and two before them tell whether its line before is empty.
        const keep = Math.max(this.#bytes.length - 8, 0);
        at = Math.max(at, keep);
        const shift = this.#bytes.length > LARGE + WINDOW ? keep : 0;
        if (shift > 0) {
          this.#drop(shift);
          at -= shift;
        }
        if (await this.#more()) continue;
        const next = this.#start + this.#bytes.length;
        const last = this.#bytes.length - 1;
        const before = this.#bytes[last] === LF ? this.#emptyLineBefore(last) : null;
        return { end: before !== null && this.#start + before >= from ? this.#start + before : next, next };
      }
      const separator = await this.line(lineEnd + 1, MAX_SEPARATOR);
      const before = this.#emptyLineBefore(lineEnd);
      if (before !== null && this.#start + before >= from && separator !== null && SEPARATOR.test(separator.text)) {
        return { end: this.#start + before, next: this.#start + lineEnd + 1 };
      }
      at = lineEnd + 2;
    }
  }

  /** Where the empty line begins that ends at a LF; none: that line is not empty. */
  #emptyLineBefore(lineEnd: number): number | null {
    const begin = this.#bytes[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd;
    return this.#bytes[begin - 1] === LF ? begin : null;
  }

  #drop(count: number): void {
    this.#bytes = this.#bytes.subarray(count);
    this.#start += count;
  }

  async #more(): Promise<boolean> {
    if (this.#complete) return false;
    const piece = Buffer.allocUnsafe(WINDOW);
    const { bytesRead } = await this.handle.read(piece, 0, WINDOW, this.#start + this.#bytes.length);
    if (bytesRead === 0) {
      this.#complete = true;
      return false;
    }
    const read = piece.subarray(0, bytesRead);
    this.#bytes = this.#bytes.length === 0 ? read : Buffer.concat([this.#bytes, read]);
    return true;
  }
}

/** Takes one `>` from each line that is some `>` and `From `. Lines are known by the LF before them. */
function unquote(bytes: Buffer): Buffer {
  const kept: Buffer[] = [];
  let from = 0;
  for (let at = bytes.indexOf('\n>'); at !== -1; at = bytes.indexOf('\n>', at + 1)) {
    let text = at + 2;
    while (bytes[text] === 0x3e) text++;
    if (bytes.toString('latin1', text, text + 5) !== 'From ') continue;
    kept.push(bytes.subarray(from, at + 1));
    from = at + 2;
  }
  return kept.length === 0 ? bytes : Buffer.concat([...kept, bytes.subarray(from)]);
}

/** The same for a stream: the last line of a piece waits for the next, unless it is too long to be a quoted one. */
async function* unquoted(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of source) {
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    const lastLine = bytes.lastIndexOf(LF);
    const whole = lastLine === -1 || bytes.length - lastLine > MAX_SEPARATOR ? bytes.length : lastLine;
    rest = bytes.subarray(whole);
    if (whole > 0) yield unquote(bytes.subarray(0, whole));
  }
  if (rest.length > 0) yield unquote(rest);
}

function receivedAt(separator: string): string | null {
  const match = ASCTIME.exec(separator);
  if (!match) return null;
  const [, month, day, time, zone, year, zoneBehind] = match;
  return parseDate(`${day} ${month} ${year} ${time} ${zone ?? zoneBehind ?? ''}`);
}

/** The Status field that mail programs keep in an mbox: R is `\Seen`. */
function wasRead(message: Buffer): boolean {
  const header = message.toString('latin1', 0, Math.min(message.length, 64 * 1024)).split(/\r?\n\r?\n/, 1)[0] ?? '';
  return /^Status:[ \t]*[A-Z]*R/im.test(header);
}
