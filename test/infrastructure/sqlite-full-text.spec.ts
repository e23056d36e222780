import { afterEach, beforeEach, expect, it } from 'vitest';
import { emailSearchSpec } from '../../src/application/search/email-search.js';
import { checkQuery } from '../../src/infrastructure/documents/query.js';
import { type Database, openDatabase } from '../../src/infrastructure/sqlite/database.js';
import { DocumentFullText } from '../../src/infrastructure/sqlite/document-full-text.js';
import type { Select } from '../../src/infrastructure/sqlite/document-select.js';
import { DocumentTable } from '../../src/infrastructure/sqlite/document-table.js';

let database: Database;
let table: DocumentTable;
const names = { table: 'mails', search: 'mails_search', fullText: 'mails_full_text' };

beforeEach(() => {
  database = openDatabase(':memory:', { synchronous: 'NORMAL' });
  table = new DocumentTable(database, names.table, emailSearchSpec);
  table.create();
  for (const _ of table.finish());
});
afterEach(() => database.close());

const email = (n: number, second: number) => ({
  id: `e${n}`,
  position: String(n).padStart(8, '0'),
  document: {
    ...{ emailId: `e${n}`, receivedAt: new Date(1_767_225_600_000 + second * 1_000 + (n % 7)).toISOString() },
    ...{ subject: 'A lamp', from: '', to: '', text: '', names: '', belongsTo: ['everybody'], marks: [], inboxes: [] },
  },
});

/** What a search asks of the database. */
function asked(limit: number): readonly Select[] {
  const { fullText } = emailSearchSpec;
  if (!fullText) throw new Error('no full text');
  const selects: Select[] = [];
  const search = [{ text: 'la', kind: 'words' }] as const;
  const query = checkQuery(emailSearchSpec, { search, limit, sort: { field: 'receivedAt', direction: 'desc' } });
  new DocumentFullText(names, emailSearchSpec, fullText).find((select) => {
    selects.push(select);
    return database.prepare(select.sql).all(...select.values);
  }, query);
  return selects;
}

it('looks up each row that fits, and sorts nothing: a page costs no more where there is more', () => {
  table.write(Array.from({ length: 300 }, (_, n) => email(n, n)));
  const selects = asked(25);
  expect(selects).toHaveLength(1);
  for (const { sql, values } of selects) {
    const plan = database
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...values)
      // A column of text.
      .map((row) => (row as { detail: string }).detail);
    expect(plan).toHaveLength(2);
    expect(plan[0]).toContain('VIRTUAL TABLE');
    expect(plan[1]).toContain('SEARCH base USING INDEX mails_search_key (search_key=?)');
  }
});

it('reads a second that reaches over the end of a page to its end', () => {
  table.write(Array.from({ length: 300 }, (_, n) => email(n, n < 100 ? 1 : 0)));
  expect(asked(25)).toHaveLength(2);
  const { items } = table.find({
    ...{ search: [{ text: 'la', kind: 'words' }], limit: 40, sort: { field: 'receivedAt', direction: 'desc' } },
  });
  const shown = items.map(({ id, document }) => `${document.receivedAt} ${id}`);
  expect(shown).toEqual([...shown].sort().reverse());
  expect(shown).toHaveLength(40);
});
