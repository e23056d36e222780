import { NotFound } from '../../domain/errors.js';
import { type CaseView, casesCollection } from '../../projections/cases.js';
import type { Asker } from '../access/asker.js';
import { may, mustRead } from '../access/reading.js';
import type { ReadModels } from './read-models.js';

/** Cases that were merged into each other, one by way of another. */
const MOST_STEPS = 100;

/**
 * A case by the number that people know, `42` or `#42`, or by its id. The number of one that was merged reaches what it
 * was merged into, as far as that may be read; its id, the case itself.
 * @throws NotFound where there is none, or none that whoever asks may read
 */
export async function caseNamed(readModels: ReadModels, name: string, asker?: Asker): Promise<CaseView> {
  let view = await caseItself(readModels, name, asker);
  if (!isNumber(name)) return view;
  for (let n = 0; view.mergedInto !== null && n < MOST_STEPS; n++) {
    const into = await readModels.get<CaseView>(casesCollection, view.mergedInto.id);
    if (!into || !may(asker, 'cases', 'read', into.belongsTo)) break;
    view = into;
  }
  return view;
}

/** The same, and one that was merged is itself. */
export async function caseItself(readModels: ReadModels, name: string, asker?: Asker): Promise<CaseView> {
  const digits = isNumber(name);
  if (!digits) {
    const view = await readModels.mustGet<CaseView>(casesCollection, name, 'case');
    return mustRead(asker, 'cases', view, 'case', name);
  }
  const number = Number(digits);
  const { items } = await readModels.find<CaseView>(casesCollection, { where: { number }, limit: 1 });
  const [found] = items;
  if (!found) throw new NotFound('case', number);
  return mustRead(asker, 'cases', found, 'case', number);
}

/** The cases that were merged into one, also by way of others; whoever may read that may read them. */
export async function mergedInto(readModels: ReadModels, caseId: string): Promise<readonly CaseView[]> {
  const found = new Map<string, CaseView>();
  for (let wanted: readonly string[] = [caseId]; wanted.length > 0; ) {
    const below = await readModels.all<CaseView>(casesCollection, {
      where: { mergedIntoId: { in: wanted } },
      sort: { field: 'number', direction: 'asc' },
    });
    const fresh = below.filter((one) => one.caseId !== caseId && !found.has(one.caseId));
    for (const one of fresh) found.set(one.caseId, one);
    wanted = fresh.map((one) => one.caseId);
  }
  return [...found.values()].sort((a, b) => a.number - b.number);
}

const isNumber = (name: string): string | undefined => /^#?([1-9]\d{0,14})$/.exec(name)?.[1];
