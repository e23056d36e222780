import { resolve } from 'node:path';
import { nothing, type Tally } from '../../../application/fetching/intake.js';
import type { Mailcase } from '../../../application/mailcase.js';
import type { MailboxMessage } from '../../../application/ports/mailbox-source.js';
import { ReadModels } from '../../../application/queries/read-models.js';
import type { AccountId } from '../../../domain/ids.js';
import { FILES_FOLDER, FilesSource } from '../../files/files-source.js';
import { countMessageFiles } from '../../files/message-files.js';
import { EXIT } from '../exit.js';
import { accountByApi, accountNamed } from '../folder/accounts.js';
import { remoteApi } from '../folder/api.js';
import type { OpenedFolder } from '../folder/opened.js';
import { importByApi } from '../folder/remote-import.js';
import type { ServeFile } from '../folder/serve-file.js';
import { folderOf } from '../folder/with-folder.js';
import { openForWriting } from '../folder/writing.js';
import type { Interruption } from '../interruption.js';
import type { Invocation } from '../invocation.js';
import { count, duration, Progress } from '../output/progress.js';
import { plain } from '../output/text.js';

export interface Options {
  readonly account?: string;
}

/** Messages on their way in, and who wants to hear how far that has come. */
interface Source {
  readonly messages: AsyncIterable<MailboxMessage>;
  /** Names where they come from for good. */
  readonly label: string;
  readonly account: string | undefined;
  readonly onProgress: (tally: Tally) => void;
}

export async function importFiles(invocation: Invocation, path: string, { account }: Options): Promise<number> {
  const { terminal, interruption } = invocation;
  const total = await countMessageFiles(path);
  const began = performance.now();
  const bar = new Progress({
    stream: terminal.errors,
    unit: 'messages',
    total: 'bytes' in total ? total.bytes : total.messages,
  });
  const reader = new Reader(path, interruption.signal, 'bytes' in total);
  let tally = nothing;
  const source: Source = {
    messages: reader.messages(),
    label: resolve(path),
    account,
    onProgress: (now) => {
      tally = now;
      const taken = now.received + now.duplicates + now.skipped + now.quarantined;
      bar.show(taken, reader.place(taken));
    },
  };
  const writing = await openForWriting(folderOf(invocation), 'import');
  try {
    if (writing.kind === 'own') tally = await importHere(writing.opened, source, interruption);
    else tally = await importBeside(writing.serve, source);
  } finally {
    bar.end();
  }
  for (const { key, error } of reader.problems) terminal.remark(`left out: ${plain(key)}: ${plain(error.message)}`);
  const { received, duplicates, quarantined } = tally;
  const skipped = tally.skipped + reader.problems.length;
  const seconds = Math.round(performance.now() - began) / 1_000;
  terminal.answer({ received, duplicates, skipped, quarantined, seconds }, () =>
    [
      `${count(received)} received, ${count(duplicates)} duplicates, ${count(skipped)} skipped,`,
      `${count(quarantined)} quarantined in ${duration(seconds)}.`,
    ].join(' '),
  );
  if (interruption.signal.aborted) {
    terminal.remark('Interrupted: what is counted above is taken in. The same command goes on from there.');
    return EXIT.interrupted;
  }
  return reader.problems.length > 0 ? EXIT.failure : EXIT.ok;
}

/** Ends when all of it is routed and stands in the read models; interrupted, at the end of a batch. */
async function importHere(opened: OpenedFolder, source: Source, interruption: Interruption): Promise<Tally> {
  const { mailcase } = opened;
  try {
    await mailcase.start({ fetch: false });
    const { messages, label, account, onProgress } = source;
    const accountId = account === undefined ? null : await shownAccount(mailcase, account);
    const tally = await mailcase.importing.run(messages, accountId, label, onProgress);
    // What is taken in is safe: whoever does not want to wait for the rest need not.
    await Promise.race([mailcase.settled(), interruption.wait()]);
    return tally;
  } finally {
    await opened.close();
  }
}

/** When the read models know it: they may be being made anew. */
async function shownAccount(mailcase: Mailcase, account: string): Promise<AccountId> {
  await mailcase.shown();
  return accountNamed(new ReadModels(mailcase.projections, mailcase.adapters.documents), account);
}

async function importBeside(serve: ServeFile, { messages, label, account, onProgress }: Source): Promise<Tally> {
  const accountId = account === undefined ? null : await accountByApi(remoteApi(serve), account);
  return importByApi(serve, { messages, label, accountId, onProgress });
}

/** Reads the files, counts what cannot be read, and knows which place a message had. */
class Reader {
  readonly problems: { readonly key: string; readonly error: Error }[] = [];
  /** Where in the mbox the messages began that are on their way. */
  private readonly places: number[] = [];
  private left = 0;

  constructor(
    private readonly path: string,
    private readonly interrupted: AbortSignal,
    private readonly isMbox: boolean,
  ) {}

  /** Ends, rather than throws, when it is interrupted: what was read is taken in. */
  async *messages(): AsyncGenerator<MailboxMessage> {
    const { signal } = new AbortController();
    const onProblem = (problem: { readonly key: string; readonly error: Error }) => this.problems.push(problem);
    const mailbox = await new FilesSource().open({ path: this.path, onProblem });
    await mailbox.select(FILES_FOLDER);
    const everything = { after: 0, since: null, maxSize: Number.POSITIVE_INFINITY, signal };
    for await (const message of mailbox.fetch(everything)) {
      if (this.isMbox) this.places.push(Number(message.key) || 0);
      yield message;
      if (this.interrupted.aborted) return;
    }
  }

  /** How far one is when so many messages are taken in: messages, or bytes in an mbox. */
  place(taken: number): number {
    if (!this.isMbox) return taken;
    const passed = this.places.splice(0, Math.max(0, taken - this.left - 1));
    this.left += passed.length;
    return this.places[0] ?? 0;
  }
}
