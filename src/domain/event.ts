import { z } from 'zod';
import { derivedId } from './ids.js';

/** A stream and a revision in it (the first is 0): how one event names another. Never a position. */
export const EventRef = z.object({ stream: z.string(), revision: z.number().int().nonnegative() });
export type EventRef = z.infer<typeof EventRef>;

export const EventMetadata = z.object({
  /** What started it all: a request, a fetch. The name is the one EventStoreDB's own projections use. */
  $correlationId: z.string(),
  /** The event or command that caused this one. */
  $causationId: z.string(),
  /** `user:ana`, `token:…` or `system:…`. */
  actor: z.string(),
  schemaVersion: z.number().int().positive(),
  /** When it was recorded, to the millisecond; stores of their own lose them. */
  at: z.iso.datetime(),
});
export type EventMetadata = z.infer<typeof EventMetadata>;

/** A past-tense fact, not yet in the log. */
export interface DomainEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
}

/**
 * An opaque, ordered token of a place in the whole log. Tokens of one log compare as strings do; the empty one is
 * before everything. Nothing may be read out of it, and none is ever stored in an event.
 */
export type Position = string;
export const START: Position = '';

/** A fact as the log holds it. */
export interface Recorded<E extends DomainEvent = DomainEvent> {
  readonly id: string;
  readonly stream: string;
  /** Place in its stream, from 0. */
  readonly revision: number;
  readonly position: Position;
  readonly type: E['type'];
  readonly data: E['data'];
  readonly metadata: EventMetadata;
}

/** Distributes over a union, so that `event.type` narrows `event.data`. */
export type RecordedOf<E extends DomainEvent> = E extends DomainEvent
  ? Omit<Recorded, 'type' | 'data'> & { readonly type: E['type']; readonly data: E['data'] }
  : never;

/** One version's data to the next version's. Pure; stored events never change. */
export type Upcast = (data: Record<string, unknown>) => Record<string, unknown>;

export interface EventSchema<Data extends z.ZodType = z.ZodType> {
  readonly data: Data;
  /** The version that is written now. */
  readonly version: number;
  /** `upcasts[n]` lifts version n to n + 1. */
  readonly upcasts: Readonly<Record<number, Upcast>>;
}

type EventSchemas = Readonly<Record<string, EventSchema>>;

/** The union of the events that a map of schemas describes. */
export type EventsOf<S extends EventSchemas> = {
  [Type in keyof S & string]: DomainEvent<Type, z.infer<S[Type]['data']>>;
}[keyof S & string];

/** Declares an event whose data had only one version so far, or with the upcasts of all earlier ones. */
export function event<Data extends z.ZodType>(
  data: Data,
  upcasts: Readonly<Record<number, Upcast>> = {},
): EventSchema<Data> {
  return { data, version: Object.keys(upcasts).length + 1, upcasts };
}

/**
 * The id of an event, derived from who decides, for what cause, and where it goes (`n` counts the events that one
 * decision puts into one stream), so that a decision that is repeated is recognised.
 */
export function derivedEventId(decider: string, cause: string, stream: string, type: string, n: number): string {
  return derivedId('event', decider, cause, stream, type, n);
}
