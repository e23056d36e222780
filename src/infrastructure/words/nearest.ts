/** The known name most like the one asked for, where it is like enough to be what somebody meant; else none. */
export function nearest(asked: string, known: readonly string[]): string | null {
  const [best] = known
    .map((name) => ({ name, distance: edits(asked.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance || a.name.localeCompare(b.name));
  if (!best || best.distance > Math.max(2, Math.floor(best.name.length / 3))) return null;
  return best.name;
}

/** Levenshtein's distance, on at most 200 characters of each. */
export function edits(from: string, to: string): number {
  const [a, b] = [from.slice(0, 200), to.slice(0, 200)];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
