import { type AddressMarksView, addressMarksCollection } from '../../../projections/address-marks.js';
import { type ReportView, reportsCollection } from '../../../projections/reports.js';
import { changing, reading } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';
import { day } from '../output/moments.js';
import { asObject } from './users.js';

export function listReports(
  invocation: Invocation,
  { outcome }: { readonly outcome?: ReportView['outcome'] },
): Promise<undefined> {
  const { terminal } = invocation;
  return reading(invocation, 'bounces list', async (readModels) => {
    const found = await readModels.all<ReportView>(reportsCollection, {
      where: outcome === undefined ? {} : { outcome },
      sort: { field: 'at', direction: 'asc' },
    });
    const entries = found.map(({ belongsTo: _, ...listed }) => listed);
    terminal.answer(entries, () =>
      entries.length === 0
        ? 'Nothing is reported.'
        : terminal.table(entries, [
            { title: 'SINCE', value: ({ at }) => day(at) },
            { title: 'KIND', value: ({ kind }) => kind },
            { title: 'RECIPIENT', value: ({ recipients }) => recipients[0]?.recipient ?? '-', flexible: true },
            { title: 'MORE', value: ({ count }) => Math.max(count - 1, 0), align: 'right' },
            { title: 'ACTION', value: ({ recipients }) => recipients[0]?.action ?? '-' },
            { title: 'STATUS', value: ({ recipients }) => recipients[0]?.status ?? '-' },
            { title: 'OUTCOME', value: (entry) => entry.outcome },
            { title: 'SENT', value: ({ sentEmailId }) => sentEmailId ?? '-', flexible: true },
          ]),
    );
    return undefined;
  });
}

export function listMarks(invocation: Invocation): Promise<undefined> {
  const { terminal } = invocation;
  return reading(invocation, 'bounces addresses', async (readModels) => {
    const found = await readModels.all<AddressMarksView>(addressMarksCollection, {
      sort: { field: 'markedAt', direction: 'asc' },
    });
    const entries = found.map(({ heard: _, heardAt: __, ...marks }) => marks);
    terminal.answer(entries, () =>
      entries.length === 0
        ? 'Nothing is held against any address.'
        : terminal.table(entries, [
            { title: 'ADDRESS', value: ({ address }) => address, flexible: true },
            { title: 'BOUNCED', value: ({ bounced }) => (bounced ? day(bounced.at) : '-') },
            { title: 'STATUS', value: ({ bounced }) => bounced?.status ?? '-' },
            { title: 'COMPLAINED', value: ({ complained }) => (complained ? day(complained.at) : '-') },
          ]),
    );
    return undefined;
  });
}

export async function clearMark(
  invocation: Invocation,
  address: string,
  { mark }: { readonly mark: string },
): Promise<undefined> {
  const path = `address-marks/${encodeURIComponent(address)}/${mark}`;
  const answer = asObject(await changing(invocation, 'bounces clear', (api) => api.send('DELETE', path)));
  invocation.terminal.answer(answer, () => 'Nothing is held against it any more.');
}
