import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Tally } from '../../../application/fetching/intake.js';
import type { MailboxMessage } from '../../../application/ports/mailbox-source.js';
import type { AccountId } from '../../../domain/ids.js';
import { CommandFailure } from '../exit.js';
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

/**
 * Streams messages to a running `serve`, and reads how far it has come meanwhile. By `node:http`: an import takes as
 * long as it takes, and `fetch` gives up on answers that do not begin.
 */
export async function importByApi(
  serve: ServeFile,
  { messages, label, accountId, onProgress }: RemoteImport,
): Promise<Tally> {
  const query = new URLSearchParams({ label, ...(accountId === null ? {} : { account: accountId }) });
  const request = httpRequest(`${serve.address}/api/v1/imports?${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${serve.token}`, 'content-type': 'application/x-ndjson' },
  });
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

async function send(request: ReturnType<typeof httpRequest>, messages: AsyncIterable<MailboxMessage>): Promise<void> {
  for await (const { key, seen, receivedAt, content } of messages) {
    if (request.destroyed) return;
    const raw = Buffer.from(await bytesOf(content)).toString('base64');
    const line = `${JSON.stringify({ name: key, seen, receivedAt, raw })}\n`;
    if (!request.write(line)) await Promise.race([once(request, 'drain'), once(request, 'close')]);
  }
  request.end();
}

async function bytesOf(content: MailboxMessage['content']): Promise<Uint8Array> {
  if (content instanceof Uint8Array) return content;
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces);
}

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
