import type {
  ContentOptions,
  EmailContent,
  Facts,
  MimeParser,
  ParsedEmail,
  Wanted,
} from '../../application/ports/mime-parser.js';
import { Unavailable } from '../../domain/errors.js';
import type { EmailId } from '../../domain/ids.js';
import { MailparserParser } from './mailparser-parser.js';
import { type BytesTask, ParserThread, type StreamTask, type Task } from './parser-thread.js';
import type { Answer } from './pool-protocol.js';

export interface ParserPoolOptions {
  /** Threads; default 1. */
  readonly size?: number;
  /** What one message may take, in milliseconds; default 30 seconds. */
  readonly limit?: number;
  /** What a thread may hold, in MiB; default 512. */
  readonly memory?: number;
  /** The worker's compiled file; default the one beside this one. */
  readonly worker?: URL;
}

/** Messages and bytes that go to a thread at once. */
const BATCH = 32;
const BATCH_BYTES = 1024 * 1024;
/** Of those that can wait so many go at once: nobody else then waits longer than for them. */
const FEW = 4;
/** So many batches of others go before one of those that can wait: they come to their turn, also while mail pours in. */
const PASSED = 8;

/**
 * Messages parsed in threads of their own, so that neither a slow message nor a deadly one reaches the rest of the
 * process: one that takes too long or ends its thread is Unparsable, its thread is replaced, and those that were in
 * the same batch are parsed again, one by one. The caller keeps its bytes. Threads start when they are first needed.
 */
export class ParserPool implements MimeParser {
  readonly #inline = new MailparserParser();
  readonly #threads: readonly ParserThread[];
  #queue: Task[] = [];
  readonly #patient: Task[] = [];
  /** Batches that went since the last of those that can wait. */
  #passed = 0;
  #scheduled = false;
  #closed = false;

  constructor({
    size = 1,
    limit = 30_000,
    memory = 512,
    worker = new URL('./parser-worker.js', import.meta.url),
  }: ParserPoolOptions = {}) {
    const settings = {
      worker,
      limit,
      memory,
      next: (alone: boolean) => this.#next(alone),
      again: (tasks: readonly Task[]) => {
        this.#queue = [...tasks, ...this.#queue];
        this.#schedule();
      },
    };
    this.#threads = Array.from({ length: size }, () => new ParserThread(settings));
  }

  async parse(
    content: Uint8Array | (() => Promise<AsyncIterable<Uint8Array>>),
    wanted?: Wanted,
  ): Promise<ParsedEmail & { readonly facts?: Facts }> {
    const asked = wanted ? { wanted } : {};
    const answer = await (content instanceof Uint8Array
      ? this.#bytes({ kind: 'parse', length: content.length, ...asked }, content)
      : this.#add((settle): StreamTask => ({ kind: 'stream', open: content, ...asked, ...settle })));
    // The worker answers a parse with what `parse` gives.
    return answer as ParsedEmail & { readonly facts?: Facts };
  }

  identify(header: Uint8Array): EmailId | null {
    return this.#inline.identify(header);
  }

  async content(bytes: Uint8Array, { canWait = false }: ContentOptions = {}): Promise<EmailContent> {
    const queue = canWait ? this.#patient : this.#queue;
    // As above.
    return (await this.#bytes({ kind: 'content', length: bytes.length }, bytes, queue)) as EmailContent;
  }

  async attachment(bytes: Uint8Array, index: number): Promise<Uint8Array | null> {
    // As above.
    return (await this.#bytes({ kind: 'attachment', length: bytes.length, index }, bytes)) as Uint8Array | null;
  }

  /** Ends the threads; what waits is refused with Unavailable. */
  async close(): Promise<void> {
    this.#closed = true;
    const closed = new Unavailable('the parser is closed', 'parser-closed');
    for (const task of [...this.#queue.splice(0), ...this.#patient.splice(0)]) task.reject(closed);
    await Promise.all(this.#threads.map((thread) => thread.close(closed)));
  }

  #bytes(job: BytesTask['job'], bytes: Uint8Array, queue = this.#queue): Promise<Answer> {
    return this.#add((settle): BytesTask => ({ kind: 'bytes', job, bytes, alone: false, ...settle }), queue);
  }

  #add(task: (settle: Pick<Task, 'resolve' | 'reject'>) => Task, queue = this.#queue): Promise<Answer> {
    if (this.#closed) return Promise.reject(new Unavailable('the parser is closed', 'parser-closed'));
    return new Promise((resolve, reject) => {
      queue.push(task({ resolve, reject }));
      this.#schedule();
    });
  }

  /** What is asked for in one turn of the loop goes out together. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      for (const thread of this.#threads) thread.work();
    });
  }

  /** The next tasks for a thread: a batch, or one that must be alone, which only an idle thread gets. */
  #next(idle: boolean): readonly Task[] {
    const isTheirTurn = this.#patient.length > 0 && (this.#queue.length === 0 || this.#passed >= PASSED);
    if (isTheirTurn) {
      if (!idle) return [];
      this.#passed = 0;
      return this.#patient.splice(0, FEW);
    }
    this.#passed++;
    const first = this.#queue[0];
    if (first === undefined) return [];
    if (first.kind === 'stream' || first.alone) return idle ? this.#queue.splice(0, 1) : [];
    let count = 0;
    let bytes = 0;
    for (const task of this.#queue) {
      if (count === BATCH || task.kind === 'stream' || task.alone) break;
      bytes += task.bytes.length;
      if (count > 0 && bytes > BATCH_BYTES) break;
      count++;
    }
    return this.#queue.splice(0, count);
  }
}
