import type { INestApplicationContext } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RetryQuarantined } from '../../src/application/commands/index.js';
import { Mailcase } from '../../src/application/mailcase.js';
import type { MailboxMessage } from '../../src/application/ports/mailbox-source.js';
import { Unparsable } from '../../src/application/ports/mime-parser.js';
import { accountIdOf, BlobHash } from '../../src/domain/ids.js';
import type { EmailCause } from '../../src/domain/routing/route.js';
import { createContext } from '../../src/infrastructure/http/context.js';
import { MailparserParser } from '../../src/infrastructure/mime/index.js';
import { type QuarantineView, quarantineCollection } from '../../src/projections/quarantine.js';
import { watchedAccount } from '../e2e/watched-account.js';
import { account, team } from '../support/company.js';
import { freshAdapters } from '../support/ground.js';
import { allDocuments, broken, documentsOf, ofType, rebuiltFrom, wholeLog } from '../support/invariants.js';
import { MemoryMailboxes } from '../support/memory-mailboxes.js';
import { message } from '../support/messages.js';

/** A mistake in routing, as the next version will have mended it. */
const mistake = vi.hoisted(() => ({ about: '' }));
vi.mock('../../src/domain/routing/route.js', async (original) => {
  const module = await original<typeof import('../../src/domain/routing/route.js')>();
  return {
    ...module,
    routeEmail: (...args: Parameters<typeof module.routeEmail>) => {
      const { email }: EmailCause = args[2];
      if (mistake.about !== '' && email.subject.includes(mistake.about)) throw new Error('a mistake in routing');
      return module.routeEmail(...args);
    },
  };
});

/** A parser with a mistake. */
class Mistaken extends MailparserParser {
  mended = false;
  override async parse(content: Parameters<MailparserParser['parse']>[0]) {
    const parsed = await super.parse(content);
    if (this.mended) return parsed;
    if (parsed.subject.includes('cursed')) throw new Unparsable('nobody can read this');
    if (parsed.subject.includes('refused')) return { ...parsed, preview: 'x'.repeat(301) };
    const attachment = { name: 'x'.repeat(255), contentType: 'text/plain', size: 1, contentId: null, inline: false };
    return parsed.subject.includes('huge') ? { ...parsed, attachments: Array(4_000).fill(attachment) } : parsed;
  }
}

describe('What cannot be taken in or routed', () => {
  const parser = new Mistaken();
  let source: MemoryMailboxes;
  let mailcase: Mailcase;
  let context: INestApplicationContext;
  let asked = 0;

  beforeEach(async () => {
    parser.mended = false;
    source = new MemoryMailboxes();
    mailcase = new Mailcase(await freshAdapters({ parser, source }));
    await mailcase.start({ fetch: false });
    context = await createContext(mailcase);
  });
  afterEach(async () => {
    mistake.about = '';
    await context.close();
    await mailcase.stop();
  });

  const retry = (id: string) =>
    context.get(CommandBus).execute(new RetryQuarantined(id, { actor: 'user:ana', cause: `retry ${++asked}` }));

  const listed = async (): Promise<QuarantineView[]> => {
    await mailcase.settled();
    // The collection holds what its projection wrote.
    return Object.values(await documentsOf(mailcase.adapters.documents, quarantineCollection)) as QuarantineView[];
  };

  /** Brings messages to a group account that makes cases. */
  async function bring(...raws: readonly Buffer[]) {
    const teamId = await team(mailcase, 'support', ['ana', 'bor']);
    const accountId = await account(mailcase, 'support@acme.example', teamId);
    return mailcase.importing.run(messages(raws), accountId, 'files');
  }

  const whole = async () => {
    await mailcase.settled();
    const log = await wholeLog(mailcase.adapters.events);
    expect(broken(log).filter((rule) => !rule.startsWith('the cursors'))).toEqual([]);
    expect(await allDocuments(mailcase.adapters.documents)).toEqual(await rebuiltFrom(mailcase.adapters.events));
    return log;
  };

  it('waits in quarantine with its bytes and its error, the others go on, and is taken in when the parser is mended', async () => {
    const cursed = message({ subject: 'cursed', messageId: '<cursed@customer.example>' });
    const tally = await bring(message({ subject: 'a' }), cursed, message({ subject: 'b' }));
    expect(tally).toEqual({ received: 2, duplicates: 0, skipped: 0, quarantined: 1 });
    const [view] = await listed();
    expect(view).toMatchObject({ kind: 'quarantined', error: 'nobody can read this', size: cursed.length });
    const id = view?.id ?? '';
    const bytes = await mailcase.adapters.blobs.get(BlobHash.parse(view?.blob));
    expect(Buffer.from(bytes ?? []).equals(cursed)).toBe(true);

    await expect(retry(id)).rejects.toMatchObject({ code: 'still-refused' });
    parser.mended = true;
    await retry(id);
    expect(await listed()).toEqual([]);
    await expect(retry(id)).rejects.toMatchObject({ kind: 'not-found' });
    const log = await whole();
    expect(ofType(log, 'EmailReceived')).toHaveLength(3);
    expect(ofType(log, 'CaseCreated')).toHaveLength(3);
    expect(ofType(log, 'QuarantineReleased')).toHaveLength(1);
  });

  it.each([
    ['its schema refuses it', 'refused', /EmailReceived\.preview: Too big/],
    ['it is too large for the log', 'huge', /\d+ bytes in one append, 1000000 are the most/],
  ])('waits in quarantine where %s, and the others go on', async (_, subject, reason) => {
    const tally = await bring(message({ subject: 'a' }), message({ subject }), message({ subject: 'b' }));
    expect(tally).toEqual({ received: 2, duplicates: 0, skipped: 0, quarantined: 1 });
    const [view] = await listed();
    expect(view).toMatchObject({ kind: 'quarantined', error: expect.stringMatching(reason) });
    await expect(retry(view?.id ?? '')).rejects.toMatchObject({ code: 'still-refused' });
    parser.mended = true;
    await retry(view?.id ?? '');
    expect(await listed()).toEqual([]);
    expect(ofType(await whole(), 'EmailReceived')).toHaveLength(3);
  });

  it('is taken in as it came: what was old when it came makes no case by being retried', async () => {
    const teamId = await team(mailcase, 'support', ['ana']);
    const settings = { emailAddress: 'support@acme.example', user: 'support', teamId };
    const since = { casesSince: '2020-01-01T00:00:00.000Z', maxSize: 2_000 };
    const server = { host: 'mail.acme.example', port: 143 };
    const accountId = await watchedAccount(mailcase, server, { ...settings, ...since });
    const receivedAt = '2015-05-05T05:05:05.000Z';
    source.folder('support').put(message({ subject: 'cursed', text: 'x'.repeat(3_000) }), { receivedAt, seen: true });
    await mailcase.fetching.fetchNow(accountId);
    const [view] = await listed();
    expect(view).toMatchObject({ receivedAt, seen: true, headerOnly: true });
    parser.mended = true;
    await retry(view?.id ?? '');
    const log = await whole();
    expect(ofType(log, 'EmailReceived').map(({ data }) => [data.headerOnly, data.delivery])).toEqual([
      [true, expect.objectContaining({ accountId, receivedAt, seen: true })],
    ]);
    expect(ofType(log, 'EmailRouted')[0]?.data.noCase).toBe('older-than-cases-since');
    expect(ofType(log, 'CaseCreated')).toEqual([]);
  });

  it('is another one where another message lies under the same name: an mbox was rotated', async () => {
    const cursed = message({ subject: 'cursed' });
    await bring(cursed);
    const accountId = accountIdOf('support@acme.example');
    const rotated = message({ subject: 'cursed as well' });
    expect(await mailcase.importing.run(messages([rotated]), accountId, 'files')).toMatchObject({ quarantined: 1 });
    expect(await mailcase.importing.run(messages([cursed]), accountId, 'files')).toMatchObject({
      quarantined: 0,
      duplicates: 1,
    });
    expect(await listed()).toHaveLength(2);
  });

  it('is noted however many there are at once, and however long their names', async () => {
    const raws = Array.from({ length: 240 }, (_, n) => message({ subject: `cursed ${n}` }));
    const label = `/${'folder/'.repeat(600)}`;
    const tally = await mailcase.importing.run(messages(raws), null, label);
    expect(tally).toEqual({ received: 0, duplicates: 0, skipped: 0, quarantined: 240 });
    expect(await listed()).toHaveLength(240);
  });

  it('is not quarantined twice when it is read again', async () => {
    const cursed = message({ subject: 'cursed' });
    await bring(cursed);
    const again = await mailcase.importing.run(messages([cursed]), null, 'files');
    expect(again).toMatchObject({ quarantined: 1 });
    expect(await mailcase.importing.run(messages([cursed]), null, 'files')).toMatchObject({ quarantined: 0 });
    expect(await listed()).toHaveLength(2);
  });

  it('is parked where its decision throws, the others go on, and is routed when it is asked for again', async () => {
    mistake.about = 'odd';
    const odd = message({ subject: 'odd', messageId: '<odd@customer.example>' });
    const answer = message({ subject: 'Re: it', inReplyTo: '<odd@customer.example>' });
    await bring(message({ subject: 'a' }), odd, answer, message({ subject: 'b' }));
    const [view, ...others] = await listed();
    expect(others).toEqual([]);
    expect(view).toMatchObject({ kind: 'parked', error: 'a mistake in routing' });
    expect(ofType(await wholeLog(mailcase.adapters.events), 'CaseCreated')).toHaveLength(3);
    expect(mailcase.routingFailure).toBeNull();

    // Asked for too early it is parked again, and stays listed once.
    await retry(view?.id ?? '');
    expect(await listed()).toMatchObject([{ kind: 'parked' }]);
    mistake.about = '';
    await retry(view?.id ?? '');
    expect(await listed()).toEqual([]);
    const log = await whole();
    expect(ofType(log, 'EmailParked')).toHaveLength(2);
    // It belongs to the thread of its answer, and so to its case.
    expect(ofType(log, 'CaseCreated')).toHaveLength(3);
    const { emailId } = view ?? {};
    expect(ofType(log, 'EmailLinked').filter(({ data }) => data.emailId === emailId)).toHaveLength(1);
  });
});

async function* messages(raws: readonly Buffer[]): AsyncGenerator<MailboxMessage> {
  for (const [n, raw] of raws.entries()) {
    const facts = { uid: n + 1, key: `${n + 1}.eml`, receivedAt: null, seen: false, headerOnly: false };
    yield { ...facts, size: raw.length, content: raw };
  }
}
