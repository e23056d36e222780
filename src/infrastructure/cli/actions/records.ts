import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import {
  type RecordResult,
  RegisterRecords,
  RegisterRecordsHandler,
} from '../../../application/commands/register-records.js';
import { recordLines } from '../../http/imports/record-lines.js';
import { drained } from '../../process/drained.js';
import { CommandFailure, EXIT } from '../exit.js';
import type { OpenedFolder } from '../folder/opened.js';
import { requestTo } from '../folder/request.js';
import type { ServeFile } from '../folder/serve-file.js';
import { folderOf } from '../folder/with-folder.js';
import { openForWriting } from '../folder/writing.js';
import type { Interruption } from '../interruption.js';
import type { Invocation } from '../invocation.js';
import { count, duration, Progress } from '../output/progress.js';
import { plain } from '../output/text.js';

type Result = Pick<RecordResult, 'line' | 'outcome' | 'detail'>;
type OnResults = (results: readonly Result[]) => void;

/** Registers what a file of NDJSON says of records; lines that are refused are told, and the others taken. */
export async function importRecords(invocation: Invocation, path: string): Promise<number> {
  const { terminal, interruption } = invocation;
  const { size: total } = await stat(path);
  const began = performance.now();
  const bar = new Progress({ stream: terminal.errors, unit: 'records', total });
  const tally = { registered: 0, changed: 0, unchanged: 0, refused: 0 };
  const wrong: Result[] = [];
  let read = 0;
  let taken = 0;
  const onResults: OnResults = (results) => {
    for (const result of results) {
      tally[result.outcome]++;
      if (result.outcome === 'refused') wrong.push(result);
    }
    taken += results.length;
    bar.show(taken, read);
  };
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for await (const chunk of createReadStream(path)) {
      // A stream without an encoding gives bytes.
      const piece = chunk as Uint8Array;
      read += piece.byteLength;
      yield piece;
      if (interruption.signal.aborted) return;
    }
  }
  const writing = await openForWriting(folderOf(invocation), 'records import');
  try {
    if (writing.kind === 'own') await importHere(writing.opened, bytes(), onResults, interruption);
    else await importBeside(writing.serve, bytes(), onResults);
  } finally {
    bar.end();
  }
  for (const { line, detail } of wrong) terminal.remark(`line ${line}: ${plain(detail ?? 'refused')}`);
  const seconds = Math.round(performance.now() - began) / 1_000;
  terminal.answer({ ...tally, seconds }, () =>
    [
      `${count(tally.registered)} registered, ${count(tally.changed)} changed, ${count(tally.unchanged)} as they were,`,
      `${count(tally.refused)} refused in ${duration(seconds)}.`,
    ].join(' '),
  );
  if (interruption.signal.aborted) {
    terminal.remark('Interrupted: what is counted above is taken. The same command goes on from there.');
    return EXIT.interrupted;
  }
  return tally.refused > 0 ? EXIT.failure : EXIT.ok;
}

async function importHere(
  { mailcase, close }: OpenedFolder,
  bytes: AsyncIterable<Uint8Array>,
  onResults: OnResults,
  interruption: Interruption,
): Promise<void> {
  try {
    await mailcase.start({ fetch: false });
    const { log, aggregates } = mailcase;
    const handler = new RegisterRecordsHandler(log, aggregates);
    const by = { actor: 'user:command-line', cause: `records-import:${crypto.randomUUID()}` };
    await handler.execute(new RegisterRecords(recordLines(bytes), by, onResults));
    // What is taken is safe: whoever does not want to wait for the rest need not.
    await Promise.race([mailcase.settled(), interruption.wait()]);
  } finally {
    await close();
  }
}

const Line = z.union([
  z.object({
    line: z.number(),
    outcome: z.enum(['registered', 'changed', 'unchanged', 'refused']),
    detail: z.string().nullable(),
  }),
  z.object({ done: z.literal(true) }),
  z.object({ detail: z.string() }),
]);

/** Streams the file to a running `serve`, and reads what becomes of its lines meanwhile. */
async function importBeside(serve: ServeFile, bytes: AsyncIterable<Uint8Array>, onResults: OnResults): Promise<void> {
  const request = requestTo(serve, 'POST', 'records', { 'content-type': 'application/x-ndjson' });
  const read = async (): Promise<void> => {
    // That event comes with one argument, the response.
    const [response] = await once(request, 'response');
    for await (const text of createInterface({ input: response, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (text === '') continue;
      const line = Line.parse(JSON.parse(text));
      if ('done' in line) return;
      if (!('line' in line)) throw new CommandFailure(line.detail);
      onResults([line]);
    }
    throw new CommandFailure(
      `\`mailcase serve\` (process ${serve.pid}) broke off. The same command goes on from there.`,
    );
  };
  const send = async (): Promise<void> => {
    for await (const piece of bytes) {
      if (request.destroyed) return;
      if (!request.write(piece)) await drained(request);
    }
    request.end();
  };
  const answered = read();
  const sent = send();
  sent.catch(() => undefined);
  await Promise.race([Promise.all([sent, answered]), answered]);
}
