import { z } from 'zod';
import { allEvents, type RecordedEvent } from '../events.js';

const OMITTED = Symbol('omitted');

/**
 * What is shown of an event's data to whoever looks through the history: never what opens something, and what tells of a
 * person only where that is asked for. What is left out is absent.
 */
export function shownData(
  { type, data }: Pick<RecordedEvent, 'type' | 'data'>,
  personal: boolean,
): Record<string, unknown> {
  // The schema of an event is that of an object.
  return shown(allEvents[type].data, data, personal) as Record<string, unknown>;
}

function shown(schema: z.core.$ZodType, value: unknown, personal: boolean): unknown {
  const meta = z.globalRegistry.get(schema);
  if (meta?.secret !== undefined || (meta?.personal !== undefined && !personal)) return OMITTED;
  if (value === null || value === undefined) return value;
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional)
    return shown(schema.unwrap(), value, personal);
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    return value.map((one) => shown(schema.element, one, personal)).filter((one) => one !== OMITTED);
  }
  if (schema instanceof z.ZodUnion) {
    const option = schema.options.find((one) => z.safeParse(one, value).success);
    return option ? shown(option, value, personal) : OMITTED;
  }
  if (schema instanceof z.ZodObject && typeof value === 'object') {
    const entries = Object.entries(value).map(([name, one]) => {
      const of: z.core.$ZodType | undefined = schema.shape[name];
      return [name, of ? shown(of, one, personal) : OMITTED] as const;
    });
    return Object.fromEntries(entries.filter(([, one]) => one !== OMITTED));
  }
  return value;
}
