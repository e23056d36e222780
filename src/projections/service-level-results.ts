import { live } from '../application/ports/document-store.js';
import type { AccountId } from '../domain/ids.js';
import type { Target } from '../domain/service-level/level.js';
import { rounded } from '../domain/service-level/median.js';
import { at, type OneChange, projection } from './projection.js';

/** What became of one promise of an account in a month. */
export interface ServiceLevelResult {
  readonly accountId: AccountId;
  readonly target: Target;
  /** As `2026-03`, in UTC. */
  readonly month: string;
  readonly met: number;
  readonly missed: number;
  /** How many took so many minutes: those that were answered or solved, in time or late. */
  readonly minutes: Readonly<Record<string, number>>;
}

export const serviceLevelResults = projection<ServiceLevelResult>(
  'service-level-results',
  { version: 1, fields: ['accountId'], indexes: [['accountId']] },
  {
    CaseServiceLevelMet: ({ data: { accountId, target, at: when, usedMinutes, late } }) =>
      counted(accountId, target, when, (view) => {
        const key = String(rounded(usedMinutes));
        return {
          ...view,
          met: view.met + (late ? 0 : 1),
          minutes: { ...view.minutes, [key]: (view.minutes[key] ?? 0) + 1 },
        };
      }),
    CaseServiceLevelMissed: ({ data: { accountId, target, at: when, metAt } }) => [
      // It had counted as kept before it was opened again.
      ...(metAt === null ? [] : [counted(accountId, target, metAt, (view) => ({ ...view, met: view.met - 1 }))]),
      counted(accountId, target, when, (view) => ({ ...view, missed: view.missed + 1 })),
    ],
  },
);
export const serviceLevelResultsCollection = live(serviceLevelResults.spec);

function counted(
  accountId: AccountId,
  target: Target,
  when: string,
  count: (view: ServiceLevelResult) => ServiceLevelResult,
): OneChange<ServiceLevelResult> {
  const month = when.slice(0, 7);
  return at(`${accountId}/${target}/${month}`, (view) =>
    count(view ?? { accountId, target, month, met: 0, missed: 0, minutes: {} }),
  );
}
