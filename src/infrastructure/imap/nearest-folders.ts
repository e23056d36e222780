import { edits } from '../words/nearest.js';

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
