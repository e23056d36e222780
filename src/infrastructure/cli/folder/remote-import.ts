import type { ClientRequest, IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Tally } from '../../../application/fetching/intake.js';
import type { MailboxMessage } from '../../../application/ports/mailbox-source.js';
import type { AccountId } from '../../../domain/ids.js';
import { drained } from '../../process/drained.js';
import { CommandFailure } from '../exit.js';
import { requestTo } from './request.js';
import type { ServeFile } from './serve-file.js';

interface RemoteImport {
  readonly messages: AsyncIterable<MailboxMessage>;
  readonly label: string;
  readonly accountId: AccountId | null;
  readonly onProgress: (tally: Tally) => void;
}

const Line = z.union([
  z.object({
    received: z.number(),
    duplicates: z.number(),
    skipped: z.number(),
    quarantined: z.number(),
    done: z.boolean(),
  }),
  z.object({ detail: z.string() }),
]);

/** Streams messages to a running `serve`, and reads how far it has come meanwhile. */
export async function importByApi(
  serve: ServeFile,
  { messages, label, accountId, onProgress }: RemoteImport,
): Promise<Tally> {
  const query = new URLSearchParams({ label, ...(accountId === null ? {} : { account: accountId }) });
  const request = requestTo(serve, 'POST', `imports?${query}`, { 'content-type': 'application/x-ndjson' });
  const answer = new Promise<Tally>((resolve, reject) => {
    request.on('error', (error) => reject(lost(serve, error)));
    request.on('response', (response) => resolve(tallyOf(response, serve, onProgress)));
  });
  // It may fail while we still send: then that is what is told, and sending ends.
  const failed = answer.then(
    () => new Promise<never>(() => undefined),
    (error: unknown) => Promise.reject(error),
  );
  failed.catch(() => undefined);
  const sent = send(request, messages);
  sent.catch(() => undefined);
  await Promise.race([sent, failed]);
  return answer;
}

async function send(request: ClientRequest, messages: AsyncIterable<MailboxMessage>): Promise<void> {
  for await (const message of messages) {
    for await (const line of linesOf(message)) {
      if (request.destroyed) return;
      if (!request.write(`${JSON.stringify(line)}\n`)) await drained(request);
    }
  }
  request.end();
}

/** A small message is one line; of a large one neither side ever holds more than a piece. */
async function* linesOf({ key, seen, receivedAt, link, content }: MailboxMessage): AsyncGenerator<object> {
  const facts = { name: key, seen, receivedAt, ...(link?.type === 'Case' ? { case: link.id } : {}) };
  if (content instanceof Uint8Array) {
    yield { ...facts, raw: base64(content) };
    return;
  }
  yield { ...facts, raw: '', more: true };
  for await (const piece of content) yield { raw: base64(piece), more: true };
  yield { raw: '' };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

async function tallyOf(
  response: IncomingMessage,
  serve: ServeFile,
  onProgress: (tally: Tally) => void,
): Promise<Tally> {
  for await (const text of createInterface({ input: response, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (text === '') continue;
    const line = Line.parse(JSON.parse(text));
    if ('detail' in line) throw new CommandFailure(line.detail);
    const { done, ...tally } = line;
    onProgress(tally);
    if (done) return tally;
  }
  throw lost(serve, new Error('it closed the connection'));
}

const lost = ({ pid, address }: ServeFile, error: Error): CommandFailure =>
  new CommandFailure(
    `\`mailcase serve\` (process ${pid}) at ${address} broke off: ${error.message}. The same command goes on from there.`,
  );
