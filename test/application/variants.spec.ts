import { expect, it } from 'vitest';
import { Mailcase } from '../../src/application/mailcase.js';
import type { MailboxMessage } from '../../src/application/ports/mailbox-source.js';
import { BlobHash } from '../../src/domain/ids.js';
import { freshAdapters } from '../support/ground.js';
import { broken, ofType, wholeLog } from '../support/invariants.js';
import { message } from '../support/messages.js';

/** One file, as it is when it is read. */
async function* file(raw: Buffer): AsyncGenerator<MailboxMessage> {
  const facts = { uid: 1, key: '1.eml', receivedAt: null, seen: false, headerOnly: false };
  yield { ...facts, size: raw.length, content: raw };
}

it('keeps the bytes of each body that comes under one Message-ID, also where a file was edited in its place', async () => {
  const mailcase = new Mailcase(await freshAdapters());
  const bodies = ['first', 'second', 'third'].map((text) => message({ messageId: '<same@customer.example>', text }));
  for (const raw of bodies) await mailcase.importing.run(file(raw), null, 'files');
  // Read again, nothing is new.
  for (const raw of bodies) {
    const tally = await mailcase.importing.run(file(raw), null, 'files');
    expect(tally).toEqual({ received: 0, duplicates: 1, skipped: 0, quarantined: 0 });
  }
  await mailcase.routing.settle();
  const log = await wholeLog(mailcase.adapters.events);
  expect(broken(log)).toEqual([]);
  const kept = [
    ...ofType(log, 'EmailReceived').map(({ data }) => data.blob),
    ...ofType(log, 'EmailDelivered').flatMap(({ data }) => data.variant?.blob ?? []),
  ];
  const bytes = await Promise.all(kept.map((blob) => mailcase.adapters.blobs.get(BlobHash.parse(blob))));
  expect(bytes.map((one) => Buffer.from(one ?? []).toString())).toEqual(bodies.map(String));
});
