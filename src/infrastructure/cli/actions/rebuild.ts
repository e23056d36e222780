import { z } from 'zod';
import { emailSearchCollection } from '../../../application/search/email-search.js';
import { nearest } from '../../words/nearest.js';
import { UsageError } from '../exit.js';
import { remoteApi } from '../folder/api.js';
import type { OpenedFolder } from '../folder/opened.js';
import type { ServeFile } from '../folder/serve-file.js';
import { folderOf } from '../folder/with-folder.js';
import { openForWriting } from '../folder/writing.js';
import type { Invocation } from '../invocation.js';
import { count, duration, Progress } from '../output/progress.js';
import { rebuildable as known } from '../rebuildable.js';

const Rebuilt = z.object({ events: z.number() });

export async function rebuild(invocation: Invocation, name: string | undefined): Promise<undefined> {
  if (name !== undefined && !known.includes(name)) {
    const meant = nearest(name, known);
    throw new UsageError(`There is no read model ${name}.${meant ? ` Did you mean ${meant}?` : ''}`);
  }
  const { terminal } = invocation;
  const names = name === undefined ? known : [name];
  const began = performance.now();
  const bar = new Progress({ stream: terminal.errors, unit: 'events', total: null });
  const writing = await openForWriting(folderOf(invocation), 'rebuild');
  let events = 0;
  try {
    if (writing.kind === 'own') events = await rebuildHere(writing.opened, names, (read) => bar.show(read));
    else events = await rebuildBeside(writing.serve, names, (done) => terminal.remark(`${done} is rebuilt`));
  } finally {
    bar.end();
  }
  const seconds = Math.round(performance.now() - began) / 1_000;
  terminal.answer(
    { names, events, seconds },
    () => `${names.join(', ')}: rebuilt from ${count(events)} events in ${duration(seconds)}.`,
  );
}

async function rebuildHere(
  { mailcase, close }: OpenedFolder,
  names: readonly string[],
  onProgress: (events: number) => void,
): Promise<number> {
  try {
    await mailcase.projections.open();
    if (names.includes(emailSearchCollection.name)) {
      // It is made of the e-mails, which must stand where the log does.
      await mailcase.projections.catchUp();
      await mailcase.searching.open();
    }
    return await mailcase.allReadModels.rebuild(names, ({ events }) => onProgress(events));
  } finally {
    await close();
  }
}

async function rebuildBeside(
  serve: ServeFile,
  names: readonly string[],
  onProgress: (name: string) => void,
): Promise<number> {
  const api = remoteApi(serve);
  let events = 0;
  for (const name of names) {
    events += Rebuilt.parse(await api.send('POST', `projections/${encodeURIComponent(name)}/rebuild`)).events;
    onProgress(name);
  }
  return events;
}
