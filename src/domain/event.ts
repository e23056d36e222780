import { z } from 'zod';
import { derivedId, Instant } from './ids.js';

/** How one event names another: never by a position. */
export const EventRef = z.object({
  stream: z.string(),
  revision: z.number().int().nonnegative().describe('The place in that stream, from 0.'),
});
export type EventRef = z.infer<typeof EventRef>;

export const EventMetadata = z.object({
  // Both names are those that EventStoreDB's own projections use.
  $correlationId: z.string().describe('What started it all: a request, a fetch.'),
  $causationId: z.string().describe('The event or command that caused this one.'),
  actor: z.string().describe('`user:ana`, `token:…` or `system:…`.'),
  schemaVersion: z.number().int().positive().describe('The version of the data.'),
  // Stores have a time of their own; some lose its milliseconds.
  at: Instant.describe('When it was recorded.'),
});
export type EventMetadata = z.infer<typeof EventMetadata>;

/** The user that an `actor` names; none: it was no user. */
export const userOf = (actor: string): string | null =>
  actor.startsWith('user:') ? actor.slice('user:'.length) : null;

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

/** Who brings what other systems hold: what it does is history, of which nobody is told and which gives nobody a turn. */
export const IMPORTER = 'system:import';

/** One version's data to the next version's. Pure; stored events never change. */
export type Upcast = (data: Record<string, unknown>) => Record<string, unknown>;

export interface EventSchema<Data extends z.ZodType = z.ZodType> {
  /** What has happened, in a sentence. */
  readonly meaning: string;
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
  meaning: string,
  data: Data,
  upcasts: Readonly<Record<number, Upcast>> = {},
): EventSchema<Data> {
  return { meaning, data, version: Object.keys(upcasts).length + 1, upcasts };
}

/**
 * The id of an event, derived from who decides, for what cause, and where it goes (`n` counts the events that one
 * decision puts into one stream), so that a decision that is repeated is recognised.
 */
export function derivedEventId(decider: string, cause: string, stream: string, type: string, n: number): string {
  return derivedId('event', decider, cause, stream, type, n);
}
