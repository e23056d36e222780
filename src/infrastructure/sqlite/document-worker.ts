import { parentPort, workerData } from 'node:worker_threads';
import { type Answer, type Call, type Opened, sent } from './document-protocol.js';
import { SqliteDocumentStore } from './sqlite-document-store.js';

/** The thread that writes read models: the ordinary store, called from another thread. */
const port = parentPort;
if (!port) throw new Error('This runs as a thread.');

const say = (message: Answer | Opened): void => port.postMessage(message);

try {
  const store = SqliteDocumentStore.open(String(workerData));
  port.on('message', (call: Call) => void answer(store, call));
  say({ opened: true });
} catch (error) {
  say({ opened: false, error: sent(error) });
}

async function answer(store: SqliteDocumentStore, { id, method, args }: Call): Promise<void> {
  try {
    // The arguments of that very method: only `ThreadedDocumentStore` calls, and it calls with its own.
    const run = store[method].bind(store) as (...args: unknown[]) => Promise<unknown>;
    say({ id, ok: true, result: await run(...JSON.parse(args)) });
  } catch (error) {
    say({ id, ok: false, error: sent(error) });
  }
}
