import { parentPort } from 'node:worker_threads';
import type { Wanted } from '../../application/ports/mime-parser.js';
import { MailparserParser } from './mailparser-parser.js';
import type { Answer, FromWorker, Job, Outcome, ToWorker } from './pool-protocol.js';

/** The thread of a ParserPool: it parses what it is sent, and answers. */
const port = parentPort;
if (!port) throw new Error('parser-worker runs in a worker thread only');

const parser = new MailparserParser();
const waiting = new Map<number, (piece: Uint8Array | null) => void>();
const send = (message: FromWorker) => port.postMessage(message);

port.on('message', (message: ToWorker) => {
  if (message.kind === 'piece') waiting.get(message.id)?.(message.bytes);
  else if (message.kind === 'batch') void batch(message.id, message.jobs, message.bytes);
  else void stream(message.id, message.wanted);
});
send({ kind: 'ready' });

async function batch(id: number, jobs: readonly Job[], bytes: Uint8Array): Promise<void> {
  let at = 0;
  const outcomes = jobs.map((job) => {
    const message = bytes.subarray(at, at + job.length);
    at += job.length;
    return outcome(() => run(job, message));
  });
  send({ kind: 'done', id, outcomes: await Promise.all(outcomes) });
}

async function stream(id: number, wanted?: Wanted): Promise<void> {
  const result = await outcome(() => parser.parse(async () => pieces(id), wanted));
  waiting.delete(id);
  send({ kind: 'done', id, outcomes: [result] });
}

async function* pieces(id: number): AsyncGenerator<Uint8Array> {
  for (;;) {
    const piece = await new Promise<Uint8Array | null>((resolve) => {
      waiting.set(id, resolve);
      send({ kind: 'pull', id });
    });
    if (piece === null) return;
    yield piece;
  }
}

function run(job: Job, message: Uint8Array): Promise<Answer> {
  if (job.kind === 'content') return parser.content(message);
  return job.kind === 'attachment' ? parser.attachment(message, job.index) : parser.parse(message, job.wanted);
}

async function outcome(work: () => Promise<Answer>): Promise<Outcome> {
  try {
    const value = await work();
    return value instanceof Uint8Array ? { ok: true, bytes: value } : { ok: true, json: JSON.stringify(value) };
  } catch (error) {
    // Whatever it is, it is this message's own: nothing but the message comes in here.
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
