import { createHash } from 'node:crypto';

const PIECE = 64 * 1024;

/**
 * SHA-256 of a message's body in a form that does not depend on how the copy reached us: CRLF counts as LF, and the
 * line ends at its end do not count (mbox and IMAP servers add or remove them). Takes the bytes in any pieces.
 */
export class BodyHash {
  readonly #hash = createHash('sha256');
  /** A CR at the end of a piece, whose LF may come with the next. */
  #carry = '';
  /** Line ends that count once something follows. */
  #pendingLines = 0;
  #empty = true;

  update(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; at += PIECE) this.#take(bytes.toString('latin1', at, at + PIECE));
  }

  /** Nothing but line ends so far. */
  get empty(): boolean {
    return this.#empty && this.#carry === '';
  }

  /** 64 hexadecimal digits. Ends it. */
  digest(): string {
    // A lone CR at the very end is no line end of any transport, but none of them keeps it for certain.
    return this.#hash.digest('hex');
  }

  #take(piece: string): void {
    let text = (this.#carry + piece).replaceAll('\r\n', '\n');
    this.#carry = text.endsWith('\r') ? '\r' : '';
    if (this.#carry) text = text.slice(0, -1);
    let end = text.length;
    while (end > 0 && text.charCodeAt(end - 1) === 0x0a) end--;
    if (end > 0) {
      this.#flushLines();
      this.#hash.update(text.slice(0, end), 'latin1');
      this.#empty = false;
    }
    this.#pendingLines += text.length - end;
  }

  #flushLines(): void {
    for (; this.#pendingLines > 0; this.#pendingLines -= Math.min(this.#pendingLines, PIECE)) {
      this.#hash.update('\n'.repeat(Math.min(this.#pendingLines, PIECE)), 'latin1');
    }
  }
}
