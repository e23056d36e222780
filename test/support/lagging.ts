import { setTimeout as pause } from 'node:timers/promises';
import type { DocumentStore } from '../../src/application/ports/document-store.js';
import type { EventStore } from '../../src/application/ports/event-store.js';
import { emailSearchSpec } from '../../src/application/search/email-search.js';
import { readModels } from '../../src/projections/index.js';
import { checkpointOf } from '../../src/projections/versions.js';

/** Milliseconds by which read models follow the log later than they could: what busy servers do by chance. */
const LAG = Number(process.env.MAILCASE_TEST_LAG || 0);
/** Milliseconds before and after an append: whoever decides anew because of others does so, and effects are seen before it. */
const APPEND_LAG = LAG / 12;

const specs = [...readModels.map(({ spec }) => spec), emailSearchSpec];
/** Of each read model, from half of it on: neither do they all come at once. */
const lags = new Map(specs.map((spec, n) => [checkpointOf(spec), LAG * (0.5 + (0.5 * n) / specs.length)]));

/** The same stores, as late as they may be. */
export function lagging<Stores extends { readonly events: EventStore; readonly documents: DocumentStore }>(
  stores: Stores,
): Stores {
  return LAG === 0 ? stores : { ...stores, events: lateEvents(stores.events), documents: lateViews(stores.documents) };
}

function lateEvents(events: EventStore): EventStore {
  const late =
    <Given extends unknown[], Answer>(append: (...given: Given) => Promise<Answer>) =>
    async (...given: Given): Promise<Answer> => {
      await pause(APPEND_LAG);
      const answer = await append.apply(events, given);
      await pause(APPEND_LAG);
      return answer;
    };
  const appends = { append: late(events.append), appendMany: late(events.appendMany) };
  return new Proxy(events, {
    get(target, name) {
      const value: unknown = Reflect.get(name in appends ? appends : target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function lateViews(documents: DocumentStore): DocumentStore {
  // In place: some tests make a store of theirs fail in the same way.
  const write = documents.write.bind(documents);
  documents.write = async (collection, writes, checkpoint) => {
    const lag = checkpoint && lags.get(checkpoint.key);
    if (lag) await pause(lag);
    return write(collection, writes, checkpoint);
  };
  return documents;
}
