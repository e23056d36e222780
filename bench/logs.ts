import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Mailcase } from '../src/application/mailcase.js';
import type { MailboxMessage } from '../src/application/ports/mailbox-source.js';
import { positionNumber } from '../src/infrastructure/event-log/numbered-position.js';
import { type MailboxShape, message } from './messages.js';
import { company, SUPPORT, withMailcase } from './workspace.js';

const CHUNK = 2_000;
/** Messages of one conversation, and so of one case. */
export const THREAD = 2;
const READY = 'complete';

/** Large logs with their read models, made once in a run by the real pipeline from messages made up here. */
export class Logs {
  private readonly made = new Map<number, Promise<string>>();

  /** @param kept where they stay for the next run; none: they go with this one */
  constructor(private readonly kept: string | null) {}

  /** The data folder of a log with at least so many events, and the cases that belong to them. */
  of(events: number): Promise<string> {
    const making = this.made.get(events) ?? this.make(events);
    this.made.set(events, making);
    return making;
  }

  async remove(): Promise<void> {
    if (this.kept === null) await rm(this.root, { recursive: true, force: true, maxRetries: 5 });
  }

  private get root(): string {
    return this.kept ?? path.join(os.tmpdir(), `mailcase-bench-logs-${process.pid}`);
  }

  private async make(events: number): Promise<string> {
    const folder = path.join(this.root, `log-${events}`);
    if (existsSync(path.join(folder, READY))) return folder;
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await withMailcase(folder, (mailcase) => fill(mailcase, events));
    await writeFile(path.join(folder, READY), '');
    return folder;
  }
}

/** How many cases a log of so many events has, at least: two messages make one, which is some ten events. */
export const casesOf = (events: number): number => Math.floor(events / 10);

async function fill(mailcase: Mailcase, events: number): Promise<void> {
  const accountId = await company(mailcase);
  const isFull = async (messages: number) =>
    positionNumber(await mailcase.log.head()) >= events && messages >= THREAD * casesOf(events);
  for (let from = 0; !(await isFull(from)); from += CHUNK) {
    process.stderr.write(`\r» a log of ${events.toLocaleString('en')} events: ${from.toLocaleString('en')} messages`);
    await mailcase.importing.run(generated(from, CHUNK), accountId, `bench-${from}`);
    await mailcase.settled();
  }
  process.stderr.write('\n');
}

const SHAPE: MailboxShape = { thread: THREAD, to: SUPPORT, name: 'log' };

/** Messages that come from nowhere: as an import would give them, without files. */
export async function* generated(from: number, count: number, shape = SHAPE): AsyncGenerator<MailboxMessage> {
  for (let n = from; n < from + count; n++) {
    const content = message(n, shape);
    const key = String(n);
    yield { uid: n + 1, key, receivedAt: null, seen: false, size: content.length, content, headerOnly: false };
  }
}
