import { type Position, START } from '../../domain/event.js';

/** A place in the server's log: offsets of bytes. Events of one append may share the commit position. */
export interface LogPosition {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** As many digits as the largest 64-bit number has, so that positions compare as strings. */
const DIGITS = 20;
const TOKEN = /^(\d{20})-(\d{20})$/;
const MAX = 2n ** 64n - 1n;

export function positionToken({ commit, prepare }: LogPosition): Position {
  return `${digits(commit)}-${digits(prepare)}`;
}

/** @returns null for START @throws TypeError for what is no position of such a log */
export function logPosition(token: Position): LogPosition | null {
  if (token === START) return null;
  const [, commit, prepare] = TOKEN.exec(token) ?? [];
  const position = commit && prepare ? { commit: BigInt(commit), prepare: BigInt(prepare) } : null;
  if (!position || position.commit > MAX || position.prepare > MAX) {
    throw new TypeError(`${JSON.stringify(token)} is no position of this log`);
  }
  return position;
}

const digits = (offset: bigint): string => offset.toString().padStart(DIGITS, '0');
