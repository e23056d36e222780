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
import { GetRecord, GetRecordHandler } from '../../../application/queries/get-record.js';
import { GetRecordTimeline, GetRecordTimelineHandler } from '../../../application/queries/get-record-timeline.js';
import { ListRecords, ListRecordsHandler } from '../../../application/queries/list-records.js';
import type { PageOf } from '../../../application/queries/read-models.js';
import { CrmRecordRef } from '../../../domain/crm-record/link.js';
import type { RecordType } from '../../../domain/ids.js';
import type { RecordView } from '../../../projections/records.js';
import { recordLines } from '../../http/imports/record-lines.js';
import { enteredAddresses } from '../../mime/record-address.js';
import { drained } from '../../process/drained.js';
import { CommandFailure, EXIT, UsageError } from '../exit.js';
import type { OpenedFolder } from '../folder/opened.js';
import { requestTo } from '../folder/request.js';
import type { ServeFile } from '../folder/serve-file.js';
import { folderOf, reading } from '../folder/with-folder.js';
import { openForWriting } from '../folder/writing.js';
import type { Interruption } from '../interruption.js';
import type { Invocation } from '../invocation.js';
import { day } from '../output/moments.js';
import { count, duration, Progress } from '../output/progress.js';
import { plain } from '../output/text.js';

type Result = Pick<RecordResult, 'line' | 'outcome' | 'detail'>;
type OnResults = (results: readonly Result[]) => void;

/** Rows that people are shown unless they ask for more; a page of the store has at most 1,000. */
const USUAL = 50;
const MOST = 1_000;

interface Listed {
  readonly type?: RecordType;
  readonly address?: string;
  readonly text?: string;
  readonly limit?: number;
}

export function listRecords(invocation: Invocation, { type, address, text, limit }: Listed): Promise<undefined> {
  const { terminal } = invocation;
  const [emailAddress] = address === undefined ? [] : enteredAddresses(address);
  if (address !== undefined && emailAddress === undefined) throw new UsageError(`${address} is no address.`);
  const filter = { ...(type && { type }), ...(emailAddress && { emailAddress }), ...(text && { text }) };
  const wanted = limit ?? (terminal.json ? Number.POSITIVE_INFINITY : USUAL);
  return reading(invocation, 'records list', async (readModels) => {
    const handler = new ListRecordsHandler(readModels);
    const found: RecordView[] = [];
    let cursor: string | null = null;
    do {
      const paging = { limit: Math.min(MOST, wanted - found.length), ...(cursor === null ? {} : { cursor }) };
      const page: PageOf<RecordView> = await handler.execute(new ListRecords({ ...filter, ...paging }));
      found.push(...page.items);
      cursor = page.next;
    } while (cursor !== null && found.length < wanted);
    terminal.answer(found, () => {
      if (found.length === 0) return 'There are no such records.';
      const rows = terminal.table(found, [
        { title: 'RECORD', value: ({ key }) => key },
        { title: 'NAME', value: ({ name }) => name, flexible: true },
        { title: 'ADDRESSES', value: ({ emailAddresses }) => emailAddresses.join(' '), flexible: true },
        { title: 'ACCOUNT', value: ({ accountId }) => accountId ?? '-' },
        { title: 'USER', value: ({ assignedUserId }) => assignedUserId ?? '-' },
      ]);
      return cursor === null ? rows : `${rows}\n${terminal.dim(`The first ${found.length}; --limit shows more.`)}`;
    });
    return undefined;
  });
}

export function showRecord(invocation: Invocation, name: string): Promise<undefined> {
  const { terminal } = invocation;
  const [type, ...rest] = name.split('/');
  const record = CrmRecordRef.safeParse({ type, id: rest.join('/') });
  if (!record.success) throw new UsageError(`${name} is no record; one is named as in Contact/17.`);
  return reading(invocation, 'records show', async (readModels) => {
    const view = await new GetRecordHandler(readModels).execute(new GetRecord(record.data));
    const latest = await new GetRecordTimelineHandler(readModels).execute(
      new GetRecordTimeline(record.data, { limit: USUAL }),
    );
    const { emailAddresses, accountId, assignedUserId, teamIds, registeredAt, updatedAt } = view;
    const facts = [
      ['Addresses', emailAddresses.join(', ') || 'none'],
      ['Account', accountId ?? 'none'],
      ['User', assignedUserId ?? 'nobody'],
      ['Teams', teamIds.join(', ') || 'none'],
      ['Registered', day(registeredAt)],
      ['Updated', day(updatedAt)],
    ] as const;
    terminal.answer({ ...view, timeline: latest.items }, () =>
      [
        terminal.bold(`${view.key}: ${plain(view.name)}`),
        ...facts.map(([title, value]) => `${terminal.dim(title.padEnd(12))}${plain(value)}`),
        '',
        ...latest.items.map(({ at, kind, actor, sending }) => {
          const state = sending ? `  ${sending.status}` : '';
          return `${terminal.dim(day(at))}  ${kind}${state}  ${terminal.dim(`(${plain(actor)})`)}`;
        }),
        ...(latest.next === null ? [] : [terminal.dim(`The latest ${USUAL}.`)]),
      ].join('\n'),
    );
    return undefined;
  });
}

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
