import { z } from 'zod';
import { type QuarantineView, quarantineCollection } from '../../../projections/quarantine.js';
import { CommandFailure, EXIT, UsageError } from '../exit.js';
import { allOf } from '../folder/lists.js';
import { changing, reading } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';
import { day } from '../output/moments.js';
import { plain } from '../output/text.js';

interface Outcome {
  readonly id: string;
  readonly released: boolean;
  /** Why not. */
  readonly error: string | null;
}

export function listQuarantine(invocation: Invocation): Promise<undefined> {
  const { terminal } = invocation;
  return reading(invocation, 'quarantine list', async (readModels) => {
    const entries = await readModels.all<QuarantineView>(quarantineCollection, {
      sort: { field: 'at', direction: 'asc' },
    });
    terminal.answer(entries, () =>
      entries.length === 0
        ? 'Nothing is quarantined.'
        : terminal.table(entries, [
            { title: 'ID', value: ({ id }) => id },
            { title: 'KIND', value: ({ kind }) => kind },
            { title: 'SINCE', value: ({ at }) => day(at) },
            { title: 'FOLDER', value: ({ folder }) => folder ?? '-', flexible: true },
            { title: 'UID', value: ({ uid }) => uid ?? '-', flexible: true },
            { title: 'BYTES', value: ({ size }) => size ?? '-', align: 'right' },
            { title: 'ERROR', value: ({ error }) => error, flexible: true },
          ]),
    );
    return undefined;
  });
}

export async function retry(
  invocation: Invocation,
  id: string | undefined,
  { all = false }: { readonly all?: boolean },
): Promise<number> {
  if ((id === undefined) === !all) throw new UsageError('Name one message by its id, or give --all.');
  const outcomes = await changing(invocation, 'quarantine retry', async (api) => {
    const ids =
      id === undefined ? (await allOf(api, 'quarantine', z.object({ id: z.string() }))).map((one) => one.id) : [id];
    const tried: Outcome[] = [];
    for (const one of ids) {
      try {
        await api.send('POST', `quarantine/${encodeURIComponent(one)}/retry`);
        tried.push({ id: one, released: true, error: null });
      } catch (error) {
        if (!(error instanceof CommandFailure)) throw error;
        tried.push({ id: one, released: false, error: error.message });
      }
    }
    return tried;
  });
  invocation.terminal.answer(outcomes, () =>
    outcomes.length === 0
      ? 'Nothing is quarantined.'
      : outcomes.map((one) => `${one.id}: ${one.released ? 'tried again' : plain(one.error ?? '')}`).join('\n'),
  );
  return outcomes.every(({ released }) => released) ? EXIT.ok : EXIT.failure;
}
