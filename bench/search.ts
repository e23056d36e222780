import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { DocumentStore, Filter } from '../src/application/ports/document-store.js';
import { live } from '../src/application/ports/document-store.js';
import { emailSearchSpec, type SearchedEmail } from '../src/application/search/email-search.js';
import { excerptOf } from '../src/application/search/excerpt.js';
import { inboxWords } from '../src/application/search/inbox-terms.js';
import { parseSearch } from '../src/application/search/search-query.js';
import { EVERYBODY } from '../src/domain/access/audience.js';
import { UserId } from '../src/domain/ids.js';
import { SqliteDocumentStore } from '../src/infrastructure/sqlite/sqlite-document-store.js';
import { cost, type Figure } from './figure.js';
import { percentile } from './measure.js';
import type { Options } from './options.js';

const EMAILS = 100_000;
const AT_ONCE = 500;
const WORDS = 120;
const ANA = UserId.parse('ana');

/** What people type, and what hurts an index: broad and rare words, short beginnings, phrases, minus, fields, dates. */
const searches: Readonly<Record<string, readonly string[]>> = {
  'broad words': ['ka', 'k', 'kame', 'ka ne', '"ka ne"', 'from:writer', 'ka -ne', ''],
  'rare words': ['writer4711', 'order4711', 'from:writer4711 ka', 'order99999', 'zzz', '"order4711 ka"'],
  'with operators': [
    'has:attachment ka',
    'case:4711',
    'ka before:2025-03-01',
    'ka after:2025-03-01 -"ka ne"',
    'subject:ka',
  ],
  'in an inbox': [
    'is:unread ka',
    'in:archive is:read kame',
    'is:unread in:archive',
    'is:unread writer4711',
    'is:starred ka',
  ],
};

/** Who may see all, and who sees one of a thousand, or almost nothing. */
const askers: Readonly<Record<string, Filter>> = {
  all: { belongsTo: { in: ['user:ana', EVERYBODY] } },
  little: { belongsTo: { in: ['user:u7', 'team:t7', 'address:u7@acme.example'] } },
  nothing: { belongsTo: { in: ['user:nobody'] } },
};

/** Searching 100,000 e-mails: what the store finds, with the excerpts of a page. */
export async function searching({ requests }: Options): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'mailcase-search-'));
  const store = SqliteDocumentStore.open(join(folder, 'documents.db'));
  try {
    const began = performance.now();
    await filled(store);
    const seconds = (performance.now() - began) / 1_000;
    const figures: Figure[] = [cost(`index ${EMAILS} e-mails`, seconds, 's')];
    for (const [name, queries] of Object.entries(searches)) {
      const times: number[] = [];
      while (times.length < Math.max(300, requests / 10)) {
        for (const q of queries) for (const where of Object.values(askers)) times.push(await timed(store, q, where));
      }
      figures.push(cost(`search, ${name}, p50`, percentile(times, 50), 'ms'));
      figures.push(cost(`search, ${name}, p99`, percentile(times, 99), 'ms', 50));
    }
    return figures;
  } finally {
    await store.close();
    await rm(folder, { recursive: true });
  }
}

async function timed(store: DocumentStore, q: string, visible: Filter): Promise<number> {
  const began = performance.now();
  const { terms, marks, inbox, from, until } = parseSearch(q);
  const { items } = await store.find(live(emailSearchSpec), {
    search: terms,
    where: {
      ...visible,
      ...(marks.length > 0 && { marks: { all: marks } }),
      ...(inbox.length > 0 && { inboxes: { all: inboxWords(inbox, ANA, [], []) } }),
      ...((from ?? until) !== null && {
        receivedAt: { ...(from !== null && { gte: from }), ...(until !== null && { lt: until }) },
      }),
    },
    sort: { field: 'receivedAt', direction: 'desc' },
    limit: 25,
  });
  for (const { document } of items) excerptOf(String(document.text), terms, 'text');
  return performance.now() - began;
}

async function filled(store: DocumentStore): Promise<void> {
  await store.prepare(emailSearchSpec);
  const random = sequence(7);
  for (let from = 0; from < EMAILS; from += AT_ONCE) {
    const emails = Array.from({ length: AT_ONCE }, (_, n) => emailOf(from + n, random));
    const writes = emails.map((email) => ({ id: email.emailId, document: { ...email }, position: email.receivedAt }));
    await store.write(live(emailSearchSpec), writes);
  }
}

function emailOf(n: number, random: () => number): SearchedEmail {
  const words = (count: number) => Array.from({ length: count }, () => word(random)).join(' ');
  // One every five minutes or so, and not in their order.
  const at = Date.UTC(2025, 0, 1) + ((n * 7_919) % EMAILS) * 300_000;
  return {
    emailId: `e${n}`,
    receivedAt: new Date(at).toISOString(),
    subject: `${words(5)} order${n}`,
    from: `Writer ${n % 20_000} writer${n % 20_000}@customer.example`,
    to: 'Support support@acme.example',
    text: words(WORDS),
    names: n % 7 === 0 ? 'invoice.pdf' : '',
    belongsTo: n % 1_000 === 7 ? [EVERYBODY, 'user:u7'] : [EVERYBODY, `team:t${n % 20 === 7 ? 8 : n % 20}`],
    // Of somebody who has all of it, and has read nine of ten.
    inboxes: [`ana in ${n % 3 === 0 ? 'archive' : 'inbox'}`, `ana is ${n % 10 === 0 ? 'unread' : 'read'}`],
    marks: [...(n % 7 === 0 ? ['attachment'] : []), `case:${n % 30_000}`],
  };
}

const SYLLABLES = ['ka', 'ne', 'me', 'ro', 'ši', 'ba', 'lu', 'te', 'po', 'vi', 'ža', 'do', 'čr', 'ni', 'go', 'se'];

/** Few words are frequent and most are rare, as in a language. */
function word(random: () => number): string {
  let rest = Math.floor(50_000 ** random());
  let text = '';
  for (; rest > 0; rest = Math.floor(rest / SYLLABLES.length)) text += SYLLABLES[rest % SYLLABLES.length];
  return text || 'ka';
}

/** Numbers from 0 to 1 that are the same each time. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
