import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CollectionSpec, type DocumentWrite, live } from '../../src/application/ports/document-store.js';
import { StoreUnavailable } from '../../src/application/ports/event-store.js';
import { checkQuery } from '../../src/infrastructure/documents/query.js';
import { type Database, openDatabase } from '../../src/infrastructure/sqlite/database.js';
import { pageSelects } from '../../src/infrastructure/sqlite/document-select.js';
import { SqliteDocumentStore } from '../../src/infrastructure/sqlite/sqlite-document-store.js';

const cases: CollectionSpec = {
  name: 'cases',
  version: 1,
  fields: ['status', 'updatedAt'],
  indexes: [['status', 'updatedAt']],
  text: ['subject'],
};
const position = (n: number) => String(n).padStart(8, '0');
const batch = (from: number, to: number, size = 100): DocumentWrite[] =>
  Array.from({ length: to - from }, (_, n) => ({
    id: `id${from + n}`,
    position: position(from + n + 1),
    document: { status: 'New', updatedAt: String(n), subject: `lamp ${from + n}`, filler: 'x'.repeat(size) },
  }));

describe('documents in a SQLite file', () => {
  let folder: string;
  let path: string;
  let database: Database;
  let store: SqliteDocumentStore;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mailcase-documents-'));
    path = join(folder, 'documents.db');
    database = openDatabase(path, { synchronous: 'NORMAL' });
    store = SqliteDocumentStore.on(database);
    await store.prepare(cases);
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  const ids = async (from = store) => (await from.find(live(cases), { limit: 1000 })).items.map(({ id }) => id);
  const tables = () =>
    database
      .prepare(
        `SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'cases_v*_g[0-9]*' AND name NOT GLOB '*_search*'`,
      )
      .all()
      // A column of text.
      .map((row) => (row as { name: string }).name);

  /** Lets the database grow by so many pages and no more: SQLite itself says then that the disk is full. */
  function fillDiskAfter(pages: number): void {
    // One row with one column.
    const { page_count } = database.prepare('PRAGMA page_count').get() as { page_count: number };
    database.exec(`PRAGMA max_page_count = ${page_count + pages}`);
  }
  const freeDisk = () => database.exec('PRAGMA max_page_count = 1000000');

  it('is there after it was opened again, checkpoint and unfinished build included', async () => {
    await store.write(live(cases), batch(0, 3), { key: 'k', from: null, to: position(3) });
    const built = await store.startBuilding(cases);
    await store.write(built, batch(0, 2));
    await store.close();
    store = SqliteDocumentStore.open(path);
    expect(await ids()).toEqual(['id0', 'id1', 'id2']);
    expect(await store.checkpoint('k')).toBe(position(3));
    expect((await store.get(built, ['id0', 'id1'])).size).toBe(2);
  });

  it('keeps no table that nobody reads any more', async () => {
    for (let round = 0; round < 3; round++) {
      await store.startBuilding(cases);
      await store.startBuilding(cases);
      const from = round === 0 ? null : '1';
      await store.swap(cases, { key: 'k', from, to: '1', buildingKey: 'b' });
    }
    expect(tables()).toHaveLength(1);
    await store.startBuilding(cases);
    await store.drop(cases, ['k', 'b']);
    expect(tables()).toEqual([]);
  });

  it('uses its indexes for a filter with a sort, also behind a cursor and for one of several values', async () => {
    await store.write(live(cases), batch(0, 500));
    const query = { limit: 10, sort: { field: 'updatedAt', direction: 'desc' }, where: { status: 'New' } } as const;
    const { next } = await store.find(live(cases), query);
    const names = { table: 'cases_v1_g1', search: 'cases_v1_g1_search' };
    const queries = [
      query,
      { ...query, cursor: next ?? '' },
      { ...query, where: { status: { in: ['New', 'Closed'] } } },
    ];
    for (const asked of queries) {
      const selects = pageSelects(names, cases, checkQuery(cases, asked));
      for (const { sql, values } of 'whole' in selects ? [selects.whole] : selects.keys) {
        // SQLite's description of each step.
        const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[];
        const choosing = steps.find(({ detail }) => detail.includes('INDEX cases_v1_g1:status,updatedAt'));
        expect(choosing?.detail).toContain('(field_status=?');
        // The one sort is that of the rows of a page.
        const sorts = steps.filter(({ detail }) => detail.includes('TEMP B-TREE'));
        expect(sorts).toHaveLength('whole' in selects ? 1 : 0);
      }
    }
  });

  it('fails the batch while the disk is full, keeps what it had, and goes on by itself', async () => {
    await store.write(live(cases), batch(0, 3), { key: 'k', from: null, to: position(3) });
    fillDiskAfter(5);
    const move = { key: 'k', from: position(3), to: position(300) };
    const failed = store.write(live(cases), batch(3, 300, 1000), move);
    await expect(failed).rejects.toThrow(StoreUnavailable);
    await expect(failed).rejects.toMatchObject({ code: 'full' });
    expect(await store.checkpoint('k')).toBe(position(3));
    expect(await ids()).toHaveLength(3);
    freeDisk();
    await store.write(live(cases), batch(3, 300, 1000), move);
    expect(await store.checkpoint('k')).toBe(position(300));
    expect(await ids()).toHaveLength(300);
  });

  it('swaps in what was built once the disk has room again', async () => {
    await store.write(live(cases), batch(0, 3));
    const built = await store.startBuilding(cases);
    for (let from = 0; from < 20_000; from += 1000) await store.write(built, batch(from, from + 1000, 10));
    const move = { key: 'k', from: null, to: position(9), buildingKey: 'b' };
    let failures = 0;
    for (let swapped = false; !swapped; ) {
      fillDiskAfter(30 * failures);
      const outcome = await store.swap(cases, move).catch((error: unknown) => error);
      swapped = outcome === undefined;
      if (swapped) continue;
      failures++;
      expect(outcome).toMatchObject({ code: 'full' });
      expect(await ids()).toHaveLength(3);
    }
    expect(failures).toBeGreaterThan(2);
    freeDisk();
    expect(await store.count(live(cases), {})).toBe(20_000);
    expect((await store.find(live(cases), { limit: 2, text: 'lamp 19999' })).items).toHaveLength(1);
    expect((await store.find(live(cases), { limit: 1000, text: 'lamp 1999' })).items).toHaveLength(11);
  });

  it('is found by what was written while its indexes were made', async () => {
    const built = await store.startBuilding(cases);
    for (let from = 0; from < 12_000; from += 1000) await store.write(built, batch(from, from + 1000, 10));
    const swapped = store.swap(cases, { key: 'k', from: null, to: '1', buildingKey: 'b' });
    const change = (id: string, subject: string): DocumentWrite => ({ id, position: '9', document: { subject } });
    const written = store.write(built, [change('id3', 'chair'), change('id11999', 'chair'), change('new', 'chair')]);
    await Promise.all([swapped, written]);
    const found = await store.find(live(cases), { limit: 10, text: 'chair' });
    expect(found.items.map(({ id }) => id)).toEqual(['id11999', 'id3', 'new']);
    expect((await store.find(live(cases), { limit: 10, text: 'lamp 11999' })).items).toEqual([]);
  });

  it('refuses a file that is no database', async () => {
    const other = join(folder, 'other.db');
    await writeFile(other, 'x'.repeat(10_000));
    expect(() => SqliteDocumentStore.open(other)).toThrow(StoreUnavailable);
  });

  describe('read beside the process that owns it', () => {
    let reader: SqliteDocumentStore;
    beforeEach(() => {
      reader = SqliteDocumentStore.open(path, { readOnly: true });
    });
    afterEach(() => reader.close());

    it('sees what is written, and what is swapped in', async () => {
      await store.write(live(cases), batch(0, 2), { key: 'k', from: null, to: '1' });
      expect(await ids(reader)).toEqual(['id0', 'id1']);
      const built = await store.startBuilding(cases);
      await store.write(built, batch(5, 6));
      expect(await ids(reader)).toEqual(['id0', 'id1']);
      await store.swap(cases, { key: 'k', from: '1', to: '2', buildingKey: 'b' });
      expect(await ids(reader)).toEqual(['id5']);
      expect(await reader.checkpoint('k')).toBe('2');
    });

    it('sees which versions there are', async () => {
      await store.prepare({ ...cases, version: 2 });
      expect(await reader.versions('cases')).toEqual([1, 2]);
      await store.drop(cases, []);
      expect(await reader.versions('cases')).toEqual([2]);
      await expect(ids(reader)).rejects.toThrow(StoreUnavailable);
    });

    it('writes nothing', async () => {
      await reader.prepare(cases);
      await expect(reader.drop(cases, [])).rejects.toThrow(StoreUnavailable);
      await expect(reader.write(live(cases), batch(0, 1))).rejects.toThrow(StoreUnavailable);
      await expect(reader.startBuilding(cases)).rejects.toThrow(StoreUnavailable);
      expect(await ids()).toEqual([]);
    });

    it('says so when nothing was written yet', () => {
      expect(() => SqliteDocumentStore.open(join(folder, 'none.db'), { readOnly: true })).toThrow(StoreUnavailable);
    });
  });
});
