import { describe, expect, it } from 'vitest';
import { Mailcase } from '../../src/application/mailcase.js';
import { type CollectionSpec, type DocumentStore, live } from '../../src/application/ports/document-store.js';
import { Routing } from '../../src/application/reactions/routing.js';
import type { AccountId } from '../../src/domain/ids.js';
import { MemoryDocumentStore } from '../../src/infrastructure/memory/memory-document-store.js';
import { account, team } from '../support/company.js';
import { Conversations, seeded } from '../support/crash-mail.js';
import { freshAdapters, otherGround } from '../support/ground.js';
import { allDocuments, broken, ofType, rebuiltFrom, wholeLog } from '../support/invariants.js';
import { message } from '../support/messages.js';

/** A company with two mailboxes; messages are put into them by hand. */
async function company() {
  const adapters = await freshAdapters();
  const mailcase = new Mailcase(adapters);
  const teamId = await team(mailcase, 'support', ['ana', 'bor']);
  const accounts = new Map<string, AccountId>();
  for (const name of ['support', 'sales']) {
    accounts.set(name, await account(mailcase, `${name}@acme.example`, teamId));
  }
  let uid = 0;
  const deliver = async (raw: Uint8Array, user: string, folder = 'INBOX') => {
    const accountId = accounts.get(user);
    if (!accountId) throw new Error(`there is no ${user}`);
    uid++;
    const arrived = { uid, key: `${uid}`, receivedAt: '2024-01-02T09:00:00.000Z', seen: false, headerOnly: false };
    const origin = { accountId, folder, uidValidity: '1' };
    const stored = await mailcase.intake.store({ ...arrived, size: raw.length, content: raw }, origin);
    await mailcase.intake.takeIn([stored]);
  };
  /** Routing as it begins in a process of its own, on what another has left. */
  const settleAnew = (documents = new MemoryDocumentStore()) => new Routing(mailcase.log, documents).settle();
  return { adapters, mailcase, deliver, settleAnew };
}

const ROUTING_STATE: CollectionSpec = { name: 'routing-state', version: 3, fields: [], indexes: [] };

/** The state of routing as it was kept for the next start. */
async function kept(documents: DocumentStore, spec: CollectionSpec) {
  const stored = (await documents.get(live(spec), ['state'])).get('state');
  if (!stored) throw new Error('nothing was kept');
  return { state: stored.document.state, position: stored.position };
}

describe('folding the log again', () => {
  it('writes nothing for a message that was routed before its second delivery came', async () => {
    const { adapters, mailcase, deliver, settleAnew } = await company();
    const raw = message({ messageId: '<one@customer.example>' });
    await deliver(raw, 'support');
    await mailcase.routing.settle();
    await deliver(raw, 'sales');
    await mailcase.routing.settle();
    const before = await adapters.events.head();
    await settleAnew();
    expect(await adapters.events.head()).toBe(before);
    expect(ofType(await wholeLog(adapters.events), 'EmailThreaded')).toHaveLength(1);
  });

  it('writes nothing for a message that joined a case and was delivered again after that', async () => {
    const { adapters, mailcase, deliver, settleAnew } = await company();
    // Automatic: it makes no case, and joins the one that the answer to it makes.
    const notice = message({ messageId: '<notice@customer.example>', headers: [['Auto-Submitted', 'auto-generated']] });
    await deliver(notice, 'support');
    await mailcase.routing.settle();
    await deliver(
      message({ messageId: '<answer@customer.example>', inReplyTo: '<notice@customer.example>' }),
      'support',
    );
    await mailcase.routing.settle();
    await deliver(notice, 'sales');
    await mailcase.routing.settle();
    const before = await adapters.events.head();
    await settleAnew();
    expect(await adapters.events.head()).toBe(before);
    expect(ofType(await wholeLog(adapters.events), 'EmailLinked').length).toBeGreaterThanOrEqual(2);
  });

  it('begins at the start where the state that was kept is of another version', async () => {
    const { adapters, mailcase, deliver } = await company();
    await deliver(message({ messageId: '<one@customer.example>' }), 'support');
    await mailcase.routing.settle();
    await mailcase.routing.snapshot();
    const { state, position } = await kept(mailcase.adapters.documents, ROUTING_STATE);
    expect(position > '').toBe(true);

    // What another version has kept, of another shape, and nothing of this one's.
    const documents = new MemoryDocumentStore();
    const other: CollectionSpec = { ...ROUTING_STATE, version: ROUTING_STATE.version + 1 };
    await documents.prepare(other);
    await documents.write(live(other), [{ id: 'state', document: { state: { turns: 'of another shape' } }, position }]);
    const asked: string[] = [];
    const readAll = adapters.events.readAll.bind(adapters.events);
    adapters.events.readAll = (options) => {
      asked.push(options.after);
      return readAll(options);
    };
    const routing = new Routing(mailcase.log, documents);
    await routing.settle();
    expect(asked[0]).toBe('');
    expect(routing.current()).toEqual(state);
  });

  it('begins where the state was kept, of this version', async () => {
    const { adapters, mailcase, deliver } = await company();
    await deliver(message({ messageId: '<one@customer.example>' }), 'support');
    await mailcase.routing.settle();
    await mailcase.routing.snapshot();
    const { position } = await kept(adapters.documents, ROUTING_STATE);
    const asked: string[] = [];
    const readAll = adapters.events.readAll.bind(adapters.events);
    adapters.events.readAll = (options) => {
      asked.push(options.after);
      return readAll(options);
    };
    await new Routing(mailcase.log, adapters.documents).settle();
    expect(asked[0]).toBe(position);
  });

  it.each(otherGround() ? [1, 2] : [1, 2, 3, 4, 5, 6, 7, 8])(
    'gives the same after any history, wherever routing paused in it (%i)',
    async (seed) => {
      const { adapters, mailcase, deliver, settleAnew } = await company();
      const random = seeded(seed);
      const places = ['support', 'sales'].flatMap((user) => ['INBOX', 'Orders'].map((folder) => ({ user, folder })));
      const conversations = new Conversations(random, places);
      const later: (() => Promise<void>)[] = [];
      for (let n = 0; n < 60; n++) {
        const { raw, places: to } = conversations.next();
        for (const { user, folder } of to) {
          // Some come later than what was sent after them.
          const arrive = () => deliver(raw, user, folder);
          if (random() < 0.3) later.push(arrive);
          else await arrive();
        }
        if (random() < 0.3) await later.shift()?.();
        if (random() < 0.3) await mailcase.routing.settle();
        // Another process that has nothing but the log.
        if (random() < 0.05) await settleAnew();
      }
      for (const arrive of later) await arrive();
      await mailcase.start({ fetch: false });
      await mailcase.settled();
      const log = await wholeLog(adapters.events);
      expect(broken(log).filter((rule) => !rule.startsWith('the cursors'))).toEqual([]);
      expect(ofType(log, 'CaseCreated')).toHaveLength(conversations.count);
      expect(await allDocuments(adapters.documents)).toEqual(await rebuiltFrom(adapters.events));
      await mailcase.stop();
    },
  );
});
