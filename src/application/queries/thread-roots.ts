import { type ThreadView, threadsCollection } from '../../projections/threads.js';
import type { ReadModels } from './read-models.js';

/** The threads that ids stand for today: an alias leads to the thread that it became part of. */
export async function rootsOf(
  readModels: ReadModels,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ThreadView>> {
  const known = new Map<string, ThreadView>();
  let missing = [...new Set(ids)];
  while (missing.length > 0) {
    const found = await readModels.many<ThreadView>(threadsCollection, missing);
    for (const [id, view] of found) known.set(id, view);
    const next = [...found.values()].flatMap(({ mergedInto }) => mergedInto ?? []);
    missing = [...new Set(next)].filter((id) => !known.has(id));
  }
  return new Map(
    ids.flatMap((id) => {
      const root = follow(known, id);
      return root ? [[id, root] as const] : [];
    }),
  );
}

function follow(known: ReadonlyMap<string, ThreadView>, id: string): ThreadView | undefined {
  const seen = new Set<string>();
  let view = known.get(id);
  while (view && view.mergedInto !== null && !seen.has(view.threadId)) {
    seen.add(view.threadId);
    view = known.get(view.mergedInto);
  }
  return view;
}
