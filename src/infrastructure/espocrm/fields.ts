import type { EspoEntity } from './espo-source.js';

/** The text of a field; none: it is empty, not there, or no text. */
export function text(entity: EspoEntity, name: string): string | null {
  const value = entity[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

export const isTrue = (entity: EspoEntity, name: string): boolean => entity[name] === true;

/** `teamsIds`, and fields like it. */
export function texts(entity: EspoEntity, name: string): readonly string[] {
  const value = entity[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** A field that holds others by name. */
export function map(entity: EspoEntity, name: string): ReadonlyMap<string, unknown> {
  const value = entity[name];
  return new Map(typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []);
}

/** All addresses of a person, the first one first (`emailAddressData`; where it is not there, `emailAddress`). */
export function addresses(entity: EspoEntity): readonly string[] {
  const data = entity.emailAddressData;
  const several = Array.isArray(data)
    ? data.flatMap((one: unknown) => {
        const address = typeof one === 'object' && one !== null ? Reflect.get(one, 'emailAddress') : null;
        return typeof address === 'string' && address.trim() !== '' ? [address.trim()] : [];
      })
    : [];
  const single = text(entity, 'emailAddress');
  return several.length > 0 || single === null ? several : [single];
}

/** `2026-03-02 08:00:00`, which is UTC, or a day; none: there is none, or it is no moment. */
export function moment(entity: EspoEntity, name: string): Date | null {
  const value = text(entity, name);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(value ?? '');
  const at = new Date(isDay ? `${value}T00:00:00Z` : `${value?.replace(' ', 'T')}Z`);
  return value === null || Number.isNaN(at.getTime()) ? null : at;
}

/** None: there is none, or it is no whole number above 0. */
export function whole(entity: EspoEntity, name: string): number | null {
  const value = entity[name];
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : null;
}

/** None: there is none, or it is none that we take: a moment is told as ISO 8601. */
export const instant = (entity: EspoEntity, name: string): string | null => moment(entity, name)?.toISOString() ?? null;
