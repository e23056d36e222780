import { live } from '../application/ports/document-store.js';
import type { CaseId } from '../domain/ids.js';
import type { Target } from '../domain/service-level/level.js';
import { at, existing, projection } from './projection.js';

interface DueOf {
  readonly dueAt: string;
  readonly warnAt: string | null;
}

/** A case whose time goes by, and when that will next be of interest. */
export interface ServiceLevelDue {
  readonly caseId: CaseId;
  /** The stream of its calendar; none: around the clock. */
  readonly calendar: string | null;
  readonly due: Readonly<Record<Target, DueOf | null>>;
  /** The first of these moments. */
  readonly lookAt: string;
}

/** What is to be looked at next; what it comes to, the case itself says. */
export const serviceLevelDues = projection<ServiceLevelDue>(
  'service-level-dues',
  { version: 1, fields: ['lookAt', 'calendar'], indexes: [['lookAt'], ['calendar']] },
  {
    CaseDueTimesSet: ({ data: { caseId, calendar, firstResponse, solution } }) =>
      at(caseId, () =>
        looked({
          caseId,
          calendar: calendar?.stream ?? null,
          due: { 'first-response': firstResponse, solution },
        }),
      ),
    CaseServiceLevelWarned: ({ data: { caseId, target } }) =>
      existing(caseId, (view) => {
        const due = view.due[target];
        return looked({ ...view, due: { ...view.due, [target]: due && { ...due, warnAt: null } } });
      }),
    CaseServiceLevelMissed: ({ data: { caseId, target } }) =>
      existing(caseId, (view) => looked({ ...view, due: { ...view.due, [target]: null } })),
    // The due times that go with a solution are set beside it.
    CaseServiceLevelMet: ({ data: { caseId, target } }) =>
      existing(caseId, (view) =>
        target === 'solution' ? view : looked({ ...view, due: { ...view.due, [target]: null } }),
      ),
  },
);
export const serviceLevelDuesCollection = live(serviceLevelDues.spec);

/** None: there is nothing to be looked at. */
function looked({ caseId, calendar, due }: Omit<ServiceLevelDue, 'lookAt'>): ServiceLevelDue | undefined {
  const plain = ({ dueAt, warnAt }: DueOf): DueOf => ({ dueAt, warnAt });
  const first = due['first-response'] && plain(due['first-response']);
  const solution = due.solution && plain(due.solution);
  const [lookAt] = [first, solution].flatMap((one) => (one ? [one.warnAt ?? one.dueAt] : [])).sort();
  return lookAt === undefined ? undefined : { caseId, calendar, due: { 'first-response': first, solution }, lookAt };
}
