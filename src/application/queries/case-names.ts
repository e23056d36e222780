import { NotFound } from '../../domain/errors.js';
import { type CaseView, casesCollection } from '../../projections/cases.js';
import type { ReadModels } from './read-models.js';

/**
 * A case by the number that people know, `42` or `#42`, or by its id.
 * @throws NotFound
 */
export async function caseNamed(readModels: ReadModels, name: string): Promise<CaseView> {
  const digits = /^#?([1-9]\d{0,14})$/.exec(name)?.[1];
  if (digits === undefined) return readModels.mustGet<CaseView>(casesCollection, name, 'case');
  const number = Number(digits);
  const { items } = await readModels.find<CaseView>(casesCollection, { where: { number }, limit: 1 });
  const [found] = items;
  if (!found) throw new NotFound('case', number);
  return found;
}
