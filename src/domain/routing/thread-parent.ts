import type { Parent } from '../crm-record/link.js';
import { recordKey } from '../ids.js';

/** What a thread knows of its parent. */
interface About {
  readonly parent: Parent | null;
  readonly byUser: boolean;
}

/** What threads that are one are about; undefined: nothing yet. */
export function threadParent(roots: readonly About[]): Parent | null | undefined {
  const decided = roots.find(({ byUser }) => byUser);
  if (decided) return decided.parent;
  return roots.find(({ parent }) => parent !== null)?.parent ?? undefined;
}

export const keyOf = (parent: Pick<Parent, 'record'> | null): string | null => parent && recordKey(parent.record);
