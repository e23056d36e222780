import { type SkippedView, skippedCollection } from '../../../projections/skipped.js';
import { changing, reading } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';
import { day } from '../output/moments.js';
import { asObject } from './users.js';

export function listSkipped(invocation: Invocation): Promise<undefined> {
  const { terminal } = invocation;
  return reading(invocation, 'skipped list', async (readModels) => {
    const entries = await readModels.all<SkippedView>(skippedCollection, { sort: { field: 'at', direction: 'asc' } });
    terminal.answer(entries, () =>
      entries.length === 0
        ? 'Nothing is skipped.'
        : terminal.table(entries, [
            { title: 'ID', value: ({ id }) => id },
            { title: 'SINCE', value: ({ at }) => day(at) },
            { title: 'UNTIL', value: ({ until }) => day(until) },
            { title: 'FROM', value: ({ from }) => from?.address ?? '-', flexible: true },
            { title: 'SUBJECT', value: ({ subject }) => subject, flexible: true },
            { title: 'FILTER', value: ({ filterName }) => filterName, flexible: true },
          ]),
    );
    return undefined;
  });
}

export async function bringBack(invocation: Invocation, id: string): Promise<undefined> {
  const path = `skipped/${encodeURIComponent(id)}/bring-back`;
  const answer = asObject(await changing(invocation, 'skipped bring-back', (api) => api.send('POST', path)));
  invocation.terminal.answer(answer, () => 'It has come in.');
}
