import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../sqlite/database.js';
import { type Finding, ok, said, wrong } from './finding.js';

const DATABASES: readonly (readonly [file: string, advice: string])[] = [
  ['log.db', 'Stop the service and restore log.db from a backup: everything else follows from it.'],
  ['documents.db', 'Stop the service and remove documents.db: the read models are built anew at the next start.'],
  ['blobs.db', 'Stop the service and restore blobs.db from a backup.'],
];

/** Whether the databases are whole, by SQLite's own check, beside whoever writes them. */
export function* databaseFindings(folder: string): Generator<Finding> {
  for (const [file, advice] of DATABASES) {
    const path = join(folder, file);
    if (!existsSync(path)) continue;
    const problem = problemOf(path);
    yield problem === null ? ok(file, 'whole.') : wrong(file, `damaged: ${problem}`, advice);
  }
}

/** None: it is whole. */
function problemOf(path: string): string | null {
  try {
    const database = openDatabase(path, { synchronous: 'NORMAL', readOnly: true });
    try {
      // One row `ok`, or a row for each thing that is wrong.
      const rows = database.prepare('PRAGMA quick_check(5)').all() as { readonly quick_check: string }[];
      const problems = rows.map((row) => row.quick_check).filter((text) => text !== 'ok');
      return problems.length === 0 ? null : problems.join('; ');
    } finally {
      database.close();
    }
  } catch (error) {
    return said(error);
  }
}
