import { decode } from '../../src/application/log/event-codec.js';
import { EventLog } from '../../src/application/log/event-log.js';
import type { CollectionRef, DocumentStore } from '../../src/application/ports/document-store.js';
import { live } from '../../src/application/ports/document-store.js';
import type { EventStore } from '../../src/application/ports/event-store.js';
import { silent } from '../../src/application/ports/logger.js';
import { Routing } from '../../src/application/reactions/routing.js';
import { START } from '../../src/domain/event.js';
import type { EventType, RecordedAs, RecordedEvent } from '../../src/domain/events.js';
import { streams } from '../../src/domain/ids.js';
import { MemoryDocumentStore } from '../../src/infrastructure/memory/memory-document-store.js';
import { ProcessLeases } from '../../src/infrastructure/process/process-leases.js';
import { systemClock } from '../../src/infrastructure/process/system-clock.js';
import { ProjectionEngine } from '../../src/projections/engine.js';
import { readModels } from '../../src/projections/index.js';

/** The index of message ids, as routing keeps it. */
const routingIndex: CollectionRef = { name: 'routing-index', version: 2, building: false };

/** The whole log, in its order. */
export async function wholeLog(events: EventStore): Promise<RecordedEvent[]> {
  const all: RecordedEvent[] = [];
  for await (const batch of events.readAll({ after: START })) all.push(...batch.events.map(decode));
  return all;
}

export function ofType<Type extends EventType>(log: readonly RecordedEvent[], type: Type): RecordedAs<Type>[] {
  // The filter lets this type through and no other.
  return log.filter((event) => event.type === type) as RecordedAs<Type>[];
}

/** What is written more than once among these. */
export function repeated(values: readonly string[]): string[] {
  const seen = new Set<string>();
  return values.filter((value) => seen.size === seen.add(value).size);
}

/**
 * What no history may break, whatever crashed in it; each broken rule in words, so that an empty list is the good answer.
 * The log must be settled: everything in it decided and carried out.
 */
export function broken(log: readonly RecordedEvent[]): string[] {
  return [
    ...repeated(log.map(({ id }) => id)).map((id) => `event ${id} stands twice in the log`),
    ...brokenStreams(log),
    ...brokenDecisions(log),
    ...brokenEmails(log),
    ...brokenCases(log),
    ...brokenMailboxes(log),
  ];
}

function brokenStreams(log: readonly RecordedEvent[]): string[] {
  const next = new Map<string, number>();
  return log.flatMap(({ stream, revision }) => {
    const expected = next.get(stream) ?? 0;
    next.set(stream, revision + 1);
    return revision === expected ? [] : [`${stream} goes on with ${revision} where ${expected} should be`];
  });
}

const refOf = ({ stream, revision }: { stream: string; revision: number }): string => `${stream}@${revision}`;

/** One decision for each cause, no cause without one. */
function brokenDecisions(log: readonly RecordedEvent[]): string[] {
  const decided = [...ofType(log, 'EmailRouted'), ...ofType(log, 'EmailParked')].map(({ data }) => refOf(data.cause));
  const causes = (['EmailReceived', 'EmailDelivered', 'EmailQueued', 'EmailRoutingRequested'] as const)
    .flatMap((type): RecordedEvent[] => ofType(log, type))
    .map(refOf);
  const [wereDecided, were] = [new Set(decided), new Set(causes)];
  return [
    ...repeated(decided).map((cause) => `${cause} was decided twice`),
    ...causes.filter((cause) => !wereDecided.has(cause)).map((cause) => `${cause} was never decided`),
    ...decided.filter((cause) => !were.has(cause)).map((cause) => `${cause} was decided and is no cause`),
    ...repeated(ofType(log, 'CaseRouted').map(({ data }) => refOf(data.cause))).map((cause) => `${cause} routed twice`),
  ];
}

/** Each e-mail received once, threaded once, delivered once to each place. */
function brokenEmails(log: readonly RecordedEvent[]): string[] {
  const received = ofType(log, 'EmailReceived');
  const threaded = ofType(log, 'EmailThreaded').map(({ data }) => data.emailId);
  const parked = new Set<string>(ofType(log, 'EmailParked').map(({ data }) => data.emailId));
  const delivered = ofType(log, 'EmailDelivered').filter(({ data }) => data.variant === null);
  const places = [...received, ...delivered].map(
    ({ data: { emailId, delivery } }) => `${emailId} in ${delivery.accountId} ${delivery.folder}`,
  );
  return [
    ...repeated(received.map(({ data }) => data.emailId)).map((id) => `${id} was received twice`),
    ...repeated(threaded).map((id) => `${id} was threaded twice`),
    ...repeated(places).map((place) => `${place} was delivered twice`),
    ...received
      .filter(({ data }) => !threaded.includes(data.emailId) && !parked.has(data.emailId))
      .map(({ data }) => `${data.emailId} was never threaded`),
    ...repeated(ofType(log, 'EmailLinked').map(({ data }) => `${data.emailId} to ${data.record.id}`)).map(
      (link) => `linked twice: ${link}`,
    ),
  ];
}

/** Each case made once, by one decision, with a number of its own; each of its messages in it once. */
function brokenCases(log: readonly RecordedEvent[]): string[] {
  const created = ofType(log, 'CaseCreated');
  const decided = [
    ...ofType(log, 'EmailRouted').flatMap(({ data }) => (data.case?.created ? [data.case] : [])),
    ...ofType(log, 'CaseRouted').flatMap(({ data }) => (data.case.created ? [data.case] : [])),
  ].map(({ id, number }) => `${id} #${number}`);
  const made = created.map(({ data }) => `${data.caseId} #${data.number}`);
  const numbers = created.map(({ data }) => data.number);
  return [
    ...repeated(created.map(({ data }) => data.caseId)).map((id) => `case ${id} was made twice`),
    ...repeated(numbers.map(String)).map((number) => `number ${number} was given twice`),
    ...decided.filter((one) => !made.includes(one)).map((one) => `case ${one} was decided and not made`),
    ...made.filter((one) => !decided.includes(one)).map((one) => `case ${one} was made and not decided`),
    ...repeated(ofType(log, 'CaseEmailAdded').map(({ data }) => `${data.emailId} in ${data.caseId}`)).map(
      (one) => `added twice: ${one}`,
    ),
  ];
}

/** What the cursors have counted is what is there; a cursor never goes back under one UIDVALIDITY. */
function brokenMailboxes(log: readonly RecordedEvent[]): string[] {
  const fetched = ofType(log, 'MailboxFetched');
  const counted = fetched.reduce((sum, { data }) => sum + data.received, 0);
  const released = new Set<string>(ofType(log, 'QuarantineReleased').map(({ data }) => data.emailId));
  const received = ofType(log, 'EmailReceived').filter(
    ({ data }) => data.delivery.uidValidity !== 'files' && !released.has(data.emailId),
  ).length;
  const last = new Map<string, number>();
  const back = fetched.flatMap(({ data: { accountId, folder, uidValidity, lastUid } }) => {
    const place = `${accountId} ${folder} ${uidValidity}`;
    const before = last.get(place) ?? 0;
    last.set(place, lastUid);
    return lastUid < before ? [`the cursor of ${place} went from ${before} back to ${lastUid}`] : [];
  });
  return [
    ...back,
    ...(counted === received ? [] : [`the cursors have counted ${counted} messages, the log has ${received}`]),
    ...repeated(ofType(log, 'EmailQuarantined').map(({ data }) => data.quarantineId)).map(
      (id) => `${id} was quarantined twice`,
    ),
  ];
}

/** Those of a collection that have a field: its views, without what a read model notes beside them. */
export async function viewsOf<View>(
  store: DocumentStore,
  collection: CollectionRef,
  field: keyof View & string,
): Promise<Record<string, View>> {
  const all = Object.entries(await documentsOf(store, collection));
  // A collection holds what its projection wrote; the caller names both together.
  return Object.fromEntries(all.filter(([, one]) => one instanceof Object && field in one)) as Record<string, View>;
}

/** All documents of a collection by their id, with their positions. */
export async function documentsOf(store: DocumentStore, collection: CollectionRef): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  let cursor: string | null = null;
  do {
    const page = await store.find(collection, { limit: 1_000, ...(cursor === null ? {} : { cursor }) });
    for (const { id, document, position } of page.items) all[id] = { ...document, '@': position };
    cursor = page.next;
  } while (cursor !== null);
  return all;
}

/** All read models and the index of message ids, document by document. */
export async function allDocuments(store: DocumentStore): Promise<Record<string, Record<string, unknown>>> {
  const collections = [...readModels.map(({ spec }) => live(spec)), routingIndex];
  const entries = collections.map(async (one) => [one.name, await documentsOf(store, one)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/** The same made from the log alone, by code that has seen nothing before. Throws where that decides anything new. */
export async function rebuiltFrom(events: EventStore): Promise<Record<string, Record<string, unknown>>> {
  for (;;) {
    const documents = new MemoryDocumentStore();
    const engine = new ProjectionEngine(
      readModels,
      events,
      documents,
      decode,
      systemClock,
      silent,
      new ProcessLeases(),
    );
    await engine.open();
    await engine.catchUp();
    const before = await events.head();
    await new Routing(new EventLog(events, systemClock), documents).settle();
    const after = await events.head();
    if (after === before) return allDocuments(documents);
    const added = (await wholeLog(events)).filter(({ position }) => position > before);
    // Who is told is decided behind all else, by whoever serves: once more, from what stands by then.
    if (added.every(({ stream }) => stream === streams.notifying)) continue;
    const names = added.map(({ stream, revision, type }) => `${type} ${stream}@${revision}`);
    throw new Error(`folding the log again has written to it: ${names.join(', ')}`);
  }
}
