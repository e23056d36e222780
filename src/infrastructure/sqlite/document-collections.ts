import type { CollectionRef, CollectionSpec } from '../../application/ports/document-store.js';
import { StoreUnavailable } from '../../application/ports/event-store.js';
import { describe } from '../documents/collection.js';
import type { Database } from './database.js';
import { DocumentTable } from './document-table.js';

interface Registered {
  readonly name: string;
  readonly version: number;
  readonly building: 0 | 1;
  readonly generation: number;
  readonly spec: string;
}

/**
 * Which table holds which collection. A collection that is built anew gets a table of the next generation; the registry
 * says which one is live. Call within a transaction, and `load` after one that changed something or failed.
 */
export class DocumentCollections {
  #tables = new Map<string, DocumentTable>();
  /** The registry's version that `#tables` goes by: raised with each change of it, and seen by every connection. */
  #version = 0;
  readonly #readVersion;

  constructor(private readonly database: Database) {
    this.#readVersion = database.prepare('PRAGMA user_version');
    this.load();
  }

  static createSchema(database: Database): void {
    database.exec(`
      CREATE TABLE IF NOT EXISTS collections (
        name TEXT NOT NULL, version INTEGER NOT NULL, building INTEGER NOT NULL, generation INTEGER NOT NULL,
        spec TEXT NOT NULL, PRIMARY KEY (name, version, building)
      ) WITHOUT ROWID`);
  }

  /** Takes over what the registry says; tables that stay keep their prepared statements. */
  load(): void {
    this.#version = this.#registryVersion();
    const known = new Map([...this.#tables.values()].map((table) => [identity(table.table, table.spec), table]));
    this.#tables = new Map(
      this.#registered().map((row) => {
        const name = `${row.name}_v${row.version}_g${row.generation}`;
        // Written from a CollectionSpec by `create`.
        const spec = JSON.parse(row.spec) as CollectionSpec;
        const table = known.get(identity(name, spec)) ?? new DocumentTable(this.database, name, spec);
        return [describe({ ...row, building: row.building === 1 }), table];
      }),
    );
  }

  /** The same where another connection changes the registry, and only then: it is asked at every read. */
  follow(): void {
    if (this.#registryVersion() !== this.#version) this.load();
  }

  find(ref: CollectionRef): DocumentTable | undefined {
    return this.#tables.get(describe(ref));
  }

  /** @throws StoreUnavailable: nobody has prepared it yet */
  get(ref: CollectionRef): DocumentTable {
    const table = this.find(ref);
    if (!table) throw new StoreUnavailable(`documents: there is no ${describe(ref)}`, 'away');
    return table;
  }

  /** As the registry says now, whoever wrote it. */
  versions(name: string): readonly number[] {
    // A column of whole numbers.
    const rows = this.database
      .prepare('SELECT version FROM collections WHERE name = ? AND building = 0 ORDER BY version')
      .all(name) as { version: number }[];
    return rows.map(({ version }) => version);
  }

  /** Makes a bare table beside those that exist. */
  create(spec: CollectionSpec, building: boolean): DocumentTable {
    const { name, version } = spec;
    // One row with one column.
    const { last } = this.database
      .prepare('SELECT max(generation) AS last FROM collections WHERE name = ? AND version = ?')
      .get(name, version) as { last: number | null };
    const generation = (last ?? 0) + 1;
    this.database
      .prepare('INSERT INTO collections VALUES (?, ?, ?, ?, ?)')
      .run(name, version, building ? 1 : 0, generation, JSON.stringify(spec));
    const table = new DocumentTable(this.database, `${name}_v${version}_g${generation}`, spec);
    table.create();
    this.#changed();
    return table;
  }

  /** Takes other indexes for a live collection whose fields have stayed. */
  respecify(spec: CollectionSpec, table: DocumentTable): void {
    new DocumentTable(this.database, table.table, spec).mendIndexes();
    this.database
      .prepare('UPDATE collections SET spec = ? WHERE name = ? AND version = ? AND building = 0')
      .run(JSON.stringify(spec), spec.name, spec.version);
    this.#changed();
  }

  drop(ref: CollectionRef): void {
    this.find(ref)?.drop();
    this.database
      .prepare('DELETE FROM collections WHERE name = ? AND version = ? AND building = ?')
      .run(ref.name, ref.version, ref.building ? 1 : 0);
    this.#changed();
  }

  /** What was built becomes what is live; the live one must have been dropped. */
  promote({ name, version }: CollectionRef): void {
    this.database
      .prepare('UPDATE collections SET building = 0 WHERE name = ? AND version = ? AND building = 1')
      .run(name, version);
    this.#changed();
  }

  #changed(): void {
    this.database.exec(`PRAGMA user_version = ${this.#registryVersion() + 1}`);
  }

  #registryVersion(): number {
    // One row with one column.
    return (this.#readVersion.get() as { user_version: number }).user_version;
  }

  #registered(): readonly Registered[] {
    // The table's columns.
    return this.database.prepare('SELECT * FROM collections').all() as Registered[];
  }
}

const identity = (table: string, spec: CollectionSpec): string => `${table} ${JSON.stringify(spec)}`;
