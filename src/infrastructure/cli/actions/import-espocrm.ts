import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { nothing, type Tally } from '../../../application/fetching/intake.js';
import { DumpSource } from '../../espocrm/dump-source.js';
import { type EspoSource, EspoUnreadable } from '../../espocrm/espo-source.js';
import { ImportEspoCrm } from '../../espocrm/import-espocrm.js';
import { type Remark, Report } from '../../espocrm/report.js';
import { RestSource } from '../../espocrm/rest-source.js';
import { systemClock } from '../../process/system-clock.js';
import { CommandFailure, EXIT, UsageError } from '../exit.js';
import { localApi, remoteApi } from '../folder/api.js';
import { importByApi } from '../folder/remote-import.js';
import { folderOf } from '../folder/with-folder.js';
import { openForWriting, type Writing } from '../folder/writing.js';
import type { Invocation } from '../invocation.js';
import { Progress } from '../output/progress.js';
import { plain } from '../output/text.js';

export interface Options {
  readonly url?: string;
  readonly dump?: string;
  readonly report?: string;
  /** Off by `--no-emails`. */
  readonly emails: boolean;
}

const KEY = 'MAILCASE_ESPOCRM_API_KEY';

export async function importEspoCrm(invocation: Invocation, options: Options): Promise<number> {
  const { terminal, interruption } = invocation;
  const source = sourceOf(invocation, options);
  const file = options.report === undefined ? null : await written(options.report);
  const tell = (remark: Remark) => {
    if (file) file.write(`${JSON.stringify(remark)}\n`);
    else terminal.remark(inWords(remark));
  };
  const bar = new Progress({ stream: terminal.errors, unit: 'read', total: null });
  const report = new Report(tell, (read) => bar.show(read));
  const writing = await openForWriting(folderOf(invocation), 'import-espocrm');
  const { config } = invocation.configuration;
  const api = writing.kind === 'own' ? await localApi(writing.opened, config) : remoteApi(writing.serve);
  let emails = nothing;
  try {
    const importing = new ImportEspoCrm(source, api, report, interruption.signal);
    await importing.run();
    if (options.emails) emails = await takeIn(importing, source, writing, invocation);
  } catch (error) {
    // What stands in its way is told, and the same command goes on from there.
    if (error instanceof EspoUnreadable) throw new CommandFailure(`EspoCRM: ${error.message}.`);
    if (!interruption.signal.aborted) throw error;
  } finally {
    bar.end();
    await api.close();
    if (file) await finished(file.end());
  }
  const { summary, remarks } = report;
  terminal.answer({ kinds: summary, emails, remarks }, () => words(summary, emails, remarks.total, options.report));
  if (!interruption.signal.aborted) return EXIT.ok;
  terminal.remark('Interrupted: what is counted above is taken over. The same command goes on from there.');
  return EXIT.interrupted;
}

function sourceOf({ surroundings, interruption }: Invocation, { url, dump }: Options): EspoSource {
  if ((url === undefined) === (dump === undefined)) throw new UsageError('give either --url or --dump');
  if (dump !== undefined) return readable(() => new DumpSource(dump));
  const apiKey = surroundings.environment[KEY];
  if (!apiKey) throw new UsageError(`set ${KEY} to the key of an API user of EspoCRM`);
  // It is one of the two.
  return readable(() => new RestSource({ address: url ?? '', apiKey }, systemClock, interruption.signal));
}

function readable<Source>(open: () => Source): Source {
  try {
    return open();
  } catch (error) {
    if (error instanceof EspoUnreadable) throw new UsageError(error.message);
    throw error;
  }
}

/** Ends when all of it is routed and stands in the read models; interrupted, at the end of a batch. */
async function takeIn(
  importing: ImportEspoCrm,
  { label }: EspoSource,
  writing: Writing,
  { interruption }: Invocation,
): Promise<Tally> {
  const messages = importing.messages();
  const onProgress = () => undefined;
  if (writing.kind === 'beside') return importByApi(writing.serve, { messages, label, accountId: null, onProgress });
  const { mailcase } = writing.opened;
  const tally = await mailcase.importing.run(messages, null, label);
  await Promise.race([mailcase.settled(), interruption.wait()]);
  return tally;
}

const inWords = ({ type, id, name, code, message }: Remark): string =>
  plain(`${type} ${name ?? id} (${id}): ${message} [${code}]`);

const COLUMNS = ['read', 'new', 'changed', 'same', 'left'] as const;

function words(
  summary: Report['summary'],
  { received, duplicates, quarantined }: Tally,
  remarks: number,
  file: string | undefined,
): string {
  const kinds = Object.entries(summary);
  // Of e-mails the tally says what became of them.
  const rows = kinds.map(([type, count]) => {
    const ofEmails = { ...count, new: received, same: duplicates, left: count.left + quarantined };
    const shown = type === 'Email' ? ofEmails : count;
    return [type, ...COLUMNS.map((column) => String(shown[column]))];
  });
  const all = [['', ...COLUMNS.map((column) => column.toUpperCase())], ...rows];
  const widths = (all[0] ?? []).map((_, n) => Math.max(...all.map((row) => row[n]?.length ?? 0)));
  const lines = all.map((row) =>
    row.map((cell, n) => (n === 0 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0))).join('  '),
  );
  const where = file === undefined ? 'above' : `in ${file}`;
  return [...lines, remarks === 0 ? 'All of it fits.' : `Remarks: ${remarks}, ${where}.`].join('\n');
}

/** Opened before anything is done. @throws UsageError where it cannot be written */
async function written(path: string): Promise<WriteStream> {
  const file = createWriteStream(path, { mode: 0o600 });
  try {
    await once(file, 'open');
    return file;
  } catch (error) {
    throw new UsageError(`--report: ${error instanceof Error ? error.message : String(error)}`);
  }
}
