/** Where an event stands in the log: offsets of bytes, ordered by commit position, then by prepare position. */
export interface LogPosition {
  readonly commit: bigint;
  readonly prepare: bigint;
}

export function samePlaceOrBefore(a: LogPosition, b: LogPosition): boolean {
  return a.commit < b.commit || (a.commit === b.commit && a.prepare <= b.prepare);
}
