import { describe, expect, it } from 'vitest';
import { FETCHING } from '../../src/application/fetching/intake.js';
import { Mailcase } from '../../src/application/mailcase.js';
import { live } from '../../src/application/ports/document-store.js';
import { silent } from '../../src/application/ports/logger.js';
import { AutoReplying } from '../../src/application/reactions/auto-replying.js';
import type { MailcaseEvent } from '../../src/domain/events.js';
import { streams } from '../../src/domain/ids.js';
import { configureAutoReply, mailAccount } from '../../src/domain/mail-account/mail-account.js';
import { account, team } from '../support/company.js';
import { accountAddress, received } from '../support/domain-builders.js';
import { FakeClock } from '../support/fake-clock.js';
import { inMemory } from '../support/in-memory.js';
import { ofType, wholeLog } from '../support/invariants.js';

const MESSAGES = 10_000;
const by = { actor: 'test', cause: 'settings' };

describe('a storm of 10,000 messages from one address', () => {
  it('gets one answer; nothing that is kept grows with it, and no more than a batch is looked at', async () => {
    const clock = new FakeClock();
    const adapters = inMemory({ clock });
    const mailcase = new Mailcase(adapters);
    const { log, aggregates, outgoing } = mailcase;
    const support = await account(mailcase, accountAddress('support'), await team(mailcase, 'support', ['ana']));
    const texts = { subject: 'Auto', text: 'It is case {{case.number}}.', fromName: null, replyTo: null };
    const settings = { when: 'both' as const, templateId: null, outOfHours: null, onceInHours: 24, ...texts };
    await aggregates.change(
      mailAccount,
      streams.mailAccount(support),
      (state) => configureAutoReply(state, settings),
      by,
    );
    const write = (stream: string, revision: number, events: readonly MailcaseEvent[]) => {
      const expectedRevision = revision < 0 ? ('no-stream' as const) : revision;
      return log.append({ stream, expectedRevision, events, by: { actor: FETCHING, cause: `${stream} ${revision}` } });
    };
    const messages = Array.from({ length: MESSAGES }, (_, n) => ({
      ...received(`storm.${n}`, { from: 'storm@outside.example', receivedAt: clock.now().toISOString() }),
      // Each comes from elsewhere: whoever sends so much says so.
      autoResponse: { returnPath: `storm+${n}@relay.example`, refused: null },
    }));
    const [first, ...others] = messages;
    if (!first) throw new Error('there is none');
    await write(streams.email(first.emailId), -1, [{ type: 'EmailReceived', data: first }]);
    await mailcase.routing.settle();
    // As the first was routed, so are the others.
    const [decision] = ofType(await wholeLog(adapters.events), 'EmailRouted');
    if (!decision) throw new Error('nothing was decided');
    const routed = others.map(({ emailId }) => {
      const data = { ...decision.data, emailId, cause: { stream: streams.email(emailId), revision: 0 } };
      return { type: 'EmailRouted' as const, data };
    });
    for (const data of others) await write(streams.email(data.emailId), -1, [{ type: 'EmailReceived', data }]);
    for (let n = 0; n < routed.length; n += 500) await write(streams.routing, n, routed.slice(n, n + 500));

    let asked = 0;
    let most = 0;
    const acquaintances = {
      isFirstContact: async () => true,
      mayBeWritten: async () => {
        most = Math.max(most, ++asked);
        await Promise.resolve();
        asked--;
        return true;
      },
      isOurId: () => false,
    };
    const answering = () =>
      new AutoReplying(log, aggregates, adapters.documents, outgoing, acquaintances, clock, silent);
    const { signal } = new AbortController();
    await answering().run(signal);
    // Another node takes it up, from what is kept.
    await answering().run(signal);

    const all = await wholeLog(adapters.events);
    expect(ofType(all, 'EmailQueued')).toHaveLength(1);
    const reasons = ofType(all, 'AutoReplyDecided').map(({ data }) => data.reason);
    expect(reasons).toHaveLength(MESSAGES);
    expect(new Set(reasons.slice(1))).toEqual(new Set(['answered-lately']));
    const kept = await adapters.documents.find(live({ name: 'auto-replies', version: 1 }), { limit: 1_000 });
    // Who answers, how far it is, and the two addresses that were answered.
    expect(kept.items).toHaveLength(4);
    expect(JSON.stringify(kept.items).length).toBeLessThan(2_000);
    expect(most).toBeLessThanOrEqual(40);
  });
});
