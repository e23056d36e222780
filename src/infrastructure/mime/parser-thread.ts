import { Worker } from 'node:worker_threads';
import { Unparsable, type Wanted } from '../../application/ports/mime-parser.js';
import { Unavailable } from '../../domain/errors.js';
import type { Answer, FromWorker, Job, Outcome, ToWorker } from './pool-protocol.js';

interface Settle {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}
export interface BytesTask extends Settle {
  readonly kind: 'bytes';
  readonly job: Job;
  readonly bytes: Uint8Array;
  /** It was in a batch that ended its thread: it gets one to itself, so that it is known which message it was. */
  readonly alone: boolean;
}
export interface StreamTask extends Settle {
  readonly kind: 'stream';
  readonly open: () => Promise<AsyncIterable<Uint8Array>>;
  readonly wanted?: Wanted;
}
export type Task = BytesTask | StreamTask;

interface ThreadSettings {
  readonly worker: URL;
  /** Milliseconds. */
  readonly limit: number;
  /** MiB. */
  readonly memory: number;
  /** The next tasks from the pool's queue; `idle`: nothing else is under way here. */
  readonly next: (idle: boolean) => readonly Task[];
  /** Back into the queue, in front. */
  readonly again: (tasks: readonly Task[]) => void;
}

interface UnderWay {
  readonly tasks: readonly Task[];
  timer: NodeJS.Timeout | null;
  pieces: AsyncIterator<Uint8Array> | null;
}

/** What a thread may take to start, in milliseconds: loading its modules is not the fault of a message. */
const START_LIMIT = 60_000;

/** While one batch is parsed the next one lies ready. */
const BATCHES = 2;
/** MiB of a thread for what is new: a message is soon done with. */
const YOUNG = 16;

/** One thread of a ParserPool: its worker, which is replaced when it fails, and what is under way in it. */
export class ParserThread {
  #worker: Worker | null = null;
  #ready = false;
  #closed = false;
  #ids = 0;
  readonly #underWay = new Map<number, UnderWay>();

  constructor(private readonly settings: ThreadSettings) {}

  /** Takes from the queue what it can. */
  work(): void {
    while (!this.#closed && this.#underWay.size < BATCHES && !this.#exclusive()) {
      const tasks = this.settings.next(this.#underWay.size === 0);
      if (tasks.length === 0) break;
      this.#send(tasks);
    }
  }

  async close(reason: Error): Promise<void> {
    this.#closed = true;
    for (const { tasks } of this.#takeUnderWay()) for (const task of tasks) task.reject(reason);
    await this.#worker?.terminate();
  }

  #exclusive(): boolean {
    for (const { tasks } of this.#underWay.values()) {
      if (tasks.some((task) => task.kind === 'stream' || task.alone)) return true;
    }
    return false;
  }

  #send(tasks: readonly Task[]): void {
    const worker = this.#start();
    const id = ++this.#ids;
    this.#underWay.set(id, { tasks, timer: null, pieces: null });
    worker.ref();
    const messages = tasks.filter((task) => task.kind === 'bytes');
    const [only] = tasks;
    if (only?.kind === 'stream') {
      this.#post({ kind: 'stream', id, ...(only.wanted && { wanted: only.wanted }) });
    } else {
      // A copy of its own, which is then the worker's: the callers keep theirs.
      const bytes = new Uint8Array(messages.reduce((sum, task) => sum + task.bytes.length, 0));
      let at = 0;
      for (const task of messages) {
        bytes.set(task.bytes, at);
        at += task.bytes.length;
      }
      this.#post({ kind: 'batch', id, jobs: messages.map(({ job }) => job), bytes });
    }
    this.#watch(id);
  }

  #post(message: ToWorker): void {
    const bytes = 'bytes' in message ? message.bytes : null;
    this.#worker?.postMessage(message, bytes?.buffer instanceof ArrayBuffer ? [bytes.buffer] : []);
  }

  #start(): Worker {
    if (this.#worker !== null) return this.#worker;
    const worker = new Worker(this.settings.worker, {
      resourceLimits: { maxOldGenerationSizeMb: this.settings.memory, maxYoungGenerationSizeMb: YOUNG },
    });
    this.#worker = worker;
    this.#ready = false;
    let failure = 'its thread ended';
    worker.on('message', (message: FromWorker) => {
      if (worker === this.#worker) this.#receive(message);
    });
    worker.on('error', (error) => {
      failure = error.message;
    });
    worker.on('exit', () => {
      if (worker === this.#worker) this.#failed(`it made the parser fail: ${failure}`);
    });
    return worker;
  }

  #receive(message: FromWorker): void {
    if (message.kind === 'ready') {
      this.#ready = true;
      for (const id of this.#underWay.keys()) this.#watch(id);
      return;
    }
    const entry = this.#underWay.get(message.id);
    if (!entry) return;
    if (message.kind === 'pull') {
      void this.#nextPiece(message.id, entry);
      return;
    }
    this.#forget(message.id, entry);
    entry.tasks.forEach((task, n) => {
      settle(task, message.outcomes[n]);
    });
    // The time of the batch behind begins now.
    for (const id of this.#underWay.keys()) this.#watch(id);
    if (this.#underWay.size === 0) this.#worker?.unref();
    this.work();
  }

  /** Gives a stream its next piece. While the source is asked, the time stands still: it is not the message's fault. */
  async #nextPiece(id: number, entry: UnderWay): Promise<void> {
    const [task] = entry.tasks;
    if (task?.kind !== 'stream') return;
    if (entry.timer) clearTimeout(entry.timer);
    try {
      entry.pieces ??= (await task.open())[Symbol.asyncIterator]();
      const next = await entry.pieces.next();
      if (!this.#underWay.has(id)) {
        await entry.pieces.return?.();
        return;
      }
      // The iterator's bytes may be part of a shared pool: only a copy can be transferred.
      this.#post({ kind: 'piece', id, bytes: next.done ? null : new Uint8Array(next.value) });
      this.#watch(id);
    } catch (error) {
      // The source failed, not the message. The worker ends what it has and nobody listens.
      if (!this.#underWay.has(id)) return;
      this.#forget(id, entry);
      task.reject(error);
      this.#post({ kind: 'piece', id, bytes: null });
      if (this.#underWay.size === 0) this.#worker?.unref();
      this.work();
    }
  }

  #watch(id: number): void {
    const entry = this.#underWay.get(id);
    if (!entry) return;
    if (entry.timer) clearTimeout(entry.timer);
    const limit = this.#ready ? this.settings.limit : START_LIMIT;
    const timer = setTimeout(() => {
      // Our own loop may have been the slow one: what has arrived meanwhile counts.
      setImmediate(() => {
        if (this.#underWay.get(id)?.timer === timer) {
          this.#failed(`it took longer than ${limit / 1000} s to parse`);
        }
      });
    }, limit);
    timer.unref();
    entry.timer = timer;
  }

  /** The worker is lost. A message that was alone in it is to blame; of several nobody knows, so each is tried alone. */
  #failed(message: string): void {
    const worker = this.#worker;
    const ready = this.#ready;
    this.#worker = null;
    void worker?.terminate();
    const tasks = this.#takeUnderWay().flatMap((entry) => entry.tasks);
    const [only] = tasks;
    const again: Task[] = [];
    if (!ready) {
      const unavailable = new Unavailable(`the parser cannot start: ${message}`, 'parser-start');
      for (const task of tasks) task.reject(unavailable);
    } else if (only !== undefined && tasks.length === 1) {
      only.reject(new Unparsable(message));
    } else {
      for (const task of tasks) again.push(task.kind === 'bytes' ? { ...task, alone: true } : task);
    }
    this.settings.again(again);
  }

  #takeUnderWay(): readonly UnderWay[] {
    const entries = [...this.#underWay];
    for (const [id, entry] of entries) this.#forget(id, entry);
    return entries.map(([, entry]) => entry);
  }

  #forget(id: number, entry: UnderWay): void {
    if (entry.timer) clearTimeout(entry.timer);
    entry.timer = null;
    this.#underWay.delete(id);
    void entry.pieces?.return?.().catch(() => {});
  }
}

function settle(task: Task, outcome: Outcome | undefined): void {
  if (outcome?.ok) task.resolve('json' in outcome ? JSON.parse(outcome.json) : outcome.bytes);
  else task.reject(new Unparsable(outcome?.message ?? 'no answer'));
}
