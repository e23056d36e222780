import { randomUUID } from 'node:crypto';
import type { Database } from './database.js';

const FORMAT = 1;

/**
 * Makes the tables of a log where they are missing and gives the log's own name, made with them.
 * @throws Error where the file was made by a later version, or is opened for reading and is no log
 */
export function prepareLog(database: Database, readOnly: boolean): string {
  const format = Number(database.prepare('PRAGMA user_version').get().user_version);
  if (format > FORMAT) throw new Error(`the log has format ${format}; this version knows ${FORMAT}`);
  if (format === 0 && !readOnly) makeTables(database);
  const row = database.prepare('SELECT instanceId FROM log').get();
  return String(row.instanceId);
}

function makeTables(database: Database): void {
  database.exec(`
    BEGIN IMMEDIATE;
    CREATE TABLE IF NOT EXISTS log (instanceId TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS events (
      position INTEGER PRIMARY KEY,
      stream TEXT NOT NULL,
      revision INTEGER NOT NULL,
      id TEXT NOT NULL,
      type TEXT NOT NULL,
      data TEXT NOT NULL,
      metadata TEXT NOT NULL,
      UNIQUE (stream, revision)
    ) STRICT;
    INSERT INTO log SELECT '${randomUUID()}' WHERE NOT EXISTS (SELECT 1 FROM log);
    PRAGMA user_version = ${FORMAT};
    COMMIT`);
}
