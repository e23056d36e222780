import { InvalidArgumentError } from 'commander';
import { RecordType } from '../../../domain/ids.js';

/** A whole number from 1. */
export function positiveNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(text);
}

/** A moment: ISO 8601, a date alone being its beginning in UTC. @returns ISO 8601 in UTC */
export function moment(text: string): string {
  const at = /^\d{4}-\d{2}-\d{2}([T ]|$)/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (Number.isNaN(at.getTime()))
    throw new InvalidArgumentError('It must be a moment as in 2026-03-01 or 2026-03-01T08:00:00Z.');
  return at.toISOString();
}

/** A port of TCP. */
export function port(text: string): number {
  const value = Number(text);
  if (!/^\d{1,5}$/.test(text) || value < 1 || value > 65_535) throw new InvalidArgumentError('It must be 1 to 65535.');
  return value;
}

/** Values that are given one by one or with commas; an option with `no` before them is overruled. */
export function list(text: string, before: readonly string[] | false | undefined): readonly string[] {
  return [...(before || []), ...text.split(',').map((part) => part.trim())].filter((part) => part !== '');
}

/** A type of records, in any case of its letters. */
export function recordType(text: string): RecordType {
  const type = RecordType.options.find((one) => one.toLowerCase() === text.toLowerCase());
  if (!type) throw new InvalidArgumentError(`It must be one of ${RecordType.options.join(', ')}.`);
  return type;
}
