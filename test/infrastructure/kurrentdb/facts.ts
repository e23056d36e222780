import { randomUUID } from 'node:crypto';
import type { EventStore, EventToAppend, StoredEvent } from '../../../src/application/ports/event-store.js';
import { START } from '../../../src/domain/event.js';

export const fact = (type = 'Noted', data: Readonly<Record<string, unknown>> = { text: 'a fact' }): EventToAppend => ({
  id: randomUUID(),
  type,
  data,
  metadata: {
    $correlationId: 'c-1',
    $causationId: 'c-0',
    actor: 'system:test',
    schemaVersion: 1,
    at: '2026-03-01T08:00:00.123Z',
  },
});

export const facts = (count: number, type?: string): EventToAppend[] => Array.from({ length: count }, () => fact(type));

export async function readAll(store: EventStore, after = START): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const batch of store.readAll({ after })) events.push(...batch.events);
  return events;
}

export async function readStream(store: EventStore, stream: string): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const batch of store.readStream(stream)) events.push(...batch);
  return events;
}

export const idsOf = (events: readonly { readonly id: string }[]): string[] => events.map(({ id }) => id);
