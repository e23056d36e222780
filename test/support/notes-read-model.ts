import { decode } from '../../src/application/log/event-codec.js';
import { EventLog } from '../../src/application/log/event-log.js';
import type { Clock } from '../../src/application/ports/clock.js';
import { live } from '../../src/application/ports/document-store.js';
import type { EventStore } from '../../src/application/ports/event-store.js';
import type { Leases } from '../../src/application/ports/lease.js';
import { type Logger, silent } from '../../src/application/ports/logger.js';
import type { MailcaseEvent } from '../../src/domain/events.js';
import { CaseId } from '../../src/domain/ids.js';
import { MemoryDocumentStore } from '../../src/infrastructure/memory/memory-document-store.js';
import { MemoryEventStore } from '../../src/infrastructure/memory/memory-event-store.js';
import { ProcessLeases } from '../../src/infrastructure/process/process-leases.js';
import { systemClock } from '../../src/infrastructure/process/system-clock.js';
import { ProjectionEngine } from '../../src/projections/engine.js';
import { at, type Projection, projection } from '../../src/projections/projection.js';

interface Notes {
  readonly caseId: string;
  readonly texts: readonly string[];
}

/** Collects the notes of a case, in capitals from version 2 on; throws at whatever text it is told to. */
export function notes(
  name: string,
  version = 1,
  poison: { text: string | null } = { text: null },
  readsFrom = version,
): Projection {
  return projection<Notes>(
    name,
    { version, readsFrom, fields: ['caseId'], indexes: [] },
    {
      CaseNoteAdded: ({ data: { caseId, text } }) =>
        at(caseId, (view) => {
          if (text === poison.text) throw new Error(`cannot take ${text}`);
          return { caseId, texts: [...(view?.texts ?? []), version === 1 ? text : text.toUpperCase()] };
        }),
    },
  );
}

let engines: ProjectionEngine[] = [];

/** For `afterEach`. */
export async function stopEngines(): Promise<void> {
  const stopping = engines.map((engine) => engine.stop());
  engines = [];
  await Promise.all(stopping);
}

/** An engine on stores in memory, its own or given ones, and what writes and reads there. `stopEngines` stops it. */
export function setUp(
  projections: readonly Projection[],
  given: {
    events?: EventStore;
    documents?: MemoryDocumentStore;
    logger?: Logger;
    clock?: Clock;
    leases?: Leases;
    isReadElsewhere?: () => Promise<boolean>;
  } = {},
) {
  const { events = new MemoryEventStore(), documents = new MemoryDocumentStore(), logger = silent } = given;
  const { clock = systemClock, leases = new ProcessLeases(), isReadElsewhere } = given;
  const log = new EventLog(events, systemClock);
  const engine = new ProjectionEngine(projections, events, documents, decode, clock, logger, leases, {
    ...(isReadElsewhere ? { isReadElsewhere } : {}),
  });
  engines.push(engine);
  let n = 0;
  const note = async (text: string, caseId = 'one') => {
    const id = CaseId.parse(caseId);
    const event: MailcaseEvent = { type: 'CaseNoteAdded', data: { caseId: id, noteId: String(n), text, mentions: [] } };
    const by = { actor: 'test', cause: `note ${n++} ${caseId}` };
    return log.append({ stream: `case-${id}`, expectedRevision: 'any', events: [event], by });
  };
  const textsOf = async (spec: Projection['spec'], caseId = 'one') =>
    (await documents.get(live(spec), [caseId])).get(caseId)?.document.texts;
  return { engine, events, documents, note, textsOf };
}
