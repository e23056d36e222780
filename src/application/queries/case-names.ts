import { NotFound } from '../../domain/errors.js';
import { type CaseView, casesCollection } from '../../projections/cases.js';
import type { Asker } from '../access/asker.js';
import { mustRead } from '../access/reading.js';
import type { ReadModels } from './read-models.js';

/**
 * A case by the number that people know, `42` or `#42`, or by its id.
 * @throws NotFound where there is none, or none that whoever asks may read
 */
export async function caseNamed(readModels: ReadModels, name: string, asker?: Asker): Promise<CaseView> {
  const digits = /^#?([1-9]\d{0,14})$/.exec(name)?.[1];
  if (digits === undefined) {
    const view = await readModels.mustGet<CaseView>(casesCollection, name, 'case');
    return mustRead(asker, 'cases', view, 'case', name);
  }
  const number = Number(digits);
  const { items } = await readModels.find<CaseView>(casesCollection, { where: { number }, limit: 1 });
  const [found] = items;
  if (!found) throw new NotFound('case', number);
  return mustRead(asker, 'cases', found, 'case', number);
}
