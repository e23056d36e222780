/**
 * UIDs as a sequence set (RFC 3501, section 9): `1:3,7`. Runs without gaps only, so that it names no other UID.
 * @param uids rising, at least one
 */
export function sequenceSet(uids: readonly number[]): string {
  const parts: string[] = [];
  let first = uids[0] ?? 0;
  let last = first;
  const close = () => parts.push(first === last ? `${first}` : `${first}:${last}`);
  for (const uid of uids.slice(1)) {
    if (uid !== last + 1) {
      close();
      first = uid;
    }
    last = uid;
  }
  close();
  return parts.join(',');
}

/** Some servers take no command longer than 8 kB (RFC 7162, section 4). */
const LONGEST = 4_000;

/** The first of them, as many as one command can name, and at most so many. */
export function nameable(uids: readonly number[], most: number): readonly number[] {
  let some = uids.slice(0, most);
  while (some.length > 1 && sequenceSet(some).length > LONGEST) some = some.slice(0, Math.ceil(some.length / 2));
  return some;
}

/** All of them, cut so that a command can name each part. */
export function* nameableParts(uids: readonly number[], most: number): Generator<readonly number[], void, undefined> {
  for (let rest = uids; rest.length > 0; ) {
    const part = nameable(rest, most);
    yield part;
    rest = rest.slice(part.length);
  }
}
