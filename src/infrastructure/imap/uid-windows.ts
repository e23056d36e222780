import type { SearchObject } from 'imapflow';
import { nameableParts, sequenceSet } from './sequence-set.js';
import { dayBefore } from './since.js';

/** Answers UID SEARCH: rising UIDs. */
export type UidSearch = (query: SearchObject) => Promise<readonly number[]>;

export interface WindowOptions {
  /** UIDs greater than this. */
  readonly after: number;
  /** The folder's UIDNEXT when it was opened: from there on there may be more, below there is no need to guess. */
  readonly uidNext: number;
  readonly only?: ReadonlySet<number>;
  readonly since: string | null;
}

const FIRST_WIDTH = 10_000;
const MOST = 20_000;
const ONLY_AT_ONCE = 500;
const MAX_UID = 0xffff_ffff;

/**
 * All UIDs above one, in windows of some ten thousand, however many the folder holds. UIDs may be sparse (RFC 3501,
 * section 2.3.1.1), so the width of a window follows what the last one held.
 */
export async function* uidWindows(
  search: UidSearch,
  options: WindowOptions,
): AsyncGenerator<readonly number[], void, undefined> {
  const since = options.since === null ? {} : { since: dayBefore(options.since) };
  if (options.only) {
    const wanted = [...options.only].filter((uid) => uid > options.after).sort((a, b) => a - b);
    for (const part of nameableParts(wanted, ONLY_AT_ONCE)) {
      const found = new Set(await search({ uid: sequenceSet(part), ...since }));
      yield part.filter((uid) => found.has(uid));
    }
    return;
  }
  let low = options.after + 1;
  for (let width = FIRST_WIDTH; low <= MAX_UID; ) {
    const last = low + width >= options.uidNext;
    const high = last ? MAX_UID : low + width - 1;
    const key = last ? `${low}:*` : `${low}:${high}`;
    // `n:*` names the last message also where its UID is below n (RFC 3501, section 6.4.8), hence the filter.
    const uids = (await search({ uid: key, ...since })).filter((uid) => uid >= low && uid <= high);
    yield uids;
    if (last) return;
    low = high + 1;
    if (uids.length > MOST) width = Math.max(Math.ceil(width / 2), 1_000);
    else if (uids.length < FIRST_WIDTH / 4) width = Math.min(width * 4, MAX_UID);
  }
}
