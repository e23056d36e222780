import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync, DatabaseSyncInstance } from '@photostructure/sqlite';

/**
 * SQLite through the `node:sqlite` API: built in from Node 24, its drop-in `@photostructure/sqlite` before. The types
 * are the drop-in's, which follow the built-in's.
 */
const { DatabaseSync: Engine } = await load();

async function load(): Promise<{ DatabaseSync: typeof DatabaseSync }> {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 24) return import('@photostructure/sqlite');
  const builtIn = 'node:sqlite';
  return import(builtIn);
}

export type Database = DatabaseSyncInstance;

export interface DatabaseOptions {
  /** FULL: a commit survives the loss of power. NORMAL: the last ones may be lost, the rest stays whole. */
  readonly synchronous: 'FULL' | 'NORMAL';
  readonly readOnly?: boolean;
}

/** Opens (and makes) a database file in WAL mode. `:memory:` is one of its own. */
export function openDatabase(path: string, { synchronous, readOnly = false }: DatabaseOptions): Database {
  if (path !== ':memory:' && !readOnly) mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const database = new Engine(path, { readOnly, timeout: 5_000 });
  if (!readOnly) database.exec('PRAGMA journal_mode = WAL');
  database.exec(`PRAGMA synchronous = ${synchronous}; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -6000`);
  return database;
}
