/** Ids in pieces, so that one more is had without copying all of them: a fold may keep many thousand. */
export type IdSet = readonly ReadonlySet<string>[];

/** Ids in a piece: what one change copies. */
const PIECE = 256;

export const noIds: IdSet = [];

export const hasId = (ids: IdSet, id: string): boolean => ids.some((piece) => piece.has(id));

export function withId(ids: IdSet, id: string): IdSet {
  if (hasId(ids, id)) return ids;
  const last = ids.at(-1);
  return last && last.size < PIECE ? [...ids.slice(0, -1), new Set(last).add(id)] : [...ids, new Set([id])];
}

export const withoutId = (ids: IdSet, id: string): IdSet =>
  ids.flatMap((piece) => {
    if (!piece.has(id)) return [piece];
    const rest = [...piece].filter((one) => one !== id);
    return rest.length === 0 ? [] : [new Set(rest)];
  });
