/** The names most like the one asked for, the nearest first: what somebody may have meant. At most three. */
export function nearestFolders(asked: string, existing: readonly string[]): string[] {
  return existing
    .map((name) => ({ name, distance: distance(asked, name) }))
    .sort((a, b) => a.distance - b.distance || a.name.localeCompare(b.name))
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Edits between two names; case and the path before the name itself (`INBOX.`) count less. */
function distance(asked: string, name: string): number {
  const [a, b] = [asked.toLowerCase(), name.toLowerCase()];
  const leaf = (path: string) => path.split(/[./\\]/).at(-1) ?? path;
  return Math.min(edits(a, b), edits(leaf(a), leaf(b)) + 0.5);
}

/** Levenshtein's distance, on at most 200 characters of each. */
function edits(from: string, to: string): number {
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
