import { expect } from 'vitest';
import type { Adapters } from '../../../src/application/mailcase.js';
import { Mailcase } from '../../../src/application/mailcase.js';
import { until } from '../../e2e/until.js';
import { PASSWORD, watchedAccount } from '../../e2e/watched-account.js';
import { team } from '../company.js';
import { Conversations, type Place } from '../crash-mail.js';
import type { Dovecot } from '../dovecot.js';
import { allDocuments, broken, ofType, rebuiltFrom, wholeLog } from '../invariants.js';

const MEMBERS = ['ana', 'bor', 'cene'];
/** Milliseconds that the nodes may take to come back to rest. */
const REST = 180_000;

/** Customers who write to so many mailboxes of one team. */
export class Load {
  private readonly conversations: Conversations;

  private constructor(
    private readonly dovecot: Dovecot,
    random: () => number,
    readonly places: readonly Place[],
  ) {
    this.conversations = new Conversations(random, places);
  }

  static async start(dovecot: Dovecot, random: () => number, mailboxes: number, adapters: Adapters): Promise<Load> {
    const mailcase = new Mailcase(adapters);
    const teamId = await team(mailcase, 'support', MEMBERS);
    const places: Place[] = [];
    for (let n = 0; n < mailboxes; n++) {
      const user = `box${n}`;
      await dovecot.addUser(user, PASSWORD);
      // Now and then it looks by itself: IDLE may end with a node that holds it.
      const settings = { emailAddress: `${user}@acme.example`, user, teamId, schedule: '* * * * *' };
      await watchedAccount(mailcase, dovecot, settings);
      places.push({ user, folder: 'INBOX' });
    }
    return new Load(dovecot, random, places);
  }

  async deliver(count: number): Promise<void> {
    for (let n = 0; n < count; n++) {
      const { raw, places } = this.conversations.next();
      for (const { user, folder } of places) await this.dovecot.append(user, folder, raw);
    }
  }

  /** Every message once, every case once, everybody as many as everybody else within one, and read models as a rebuild makes them. */
  async isWhole({ events, documents }: Adapters): Promise<void> {
    const { written, count } = this.conversations;
    const places = written.reduce((sum, one) => sum + one.places.length, 0);
    await until(
      async () => {
        const log = await wholeLog(events);
        const delivered = ofType(log, 'EmailReceived').length + ofType(log, 'EmailDelivered').length;
        return { delivered, broken: broken(log).slice(0, 5) };
      },
      (now) => now.delivered >= places && now.broken.length === 0,
      REST,
    );
    const log = await wholeLog(events);
    expect(broken(log)).toEqual([]);
    const received = ofType(log, 'EmailReceived').map(({ data }) => data.messageId);
    expect(received.sort()).toEqual(written.map(({ messageId }) => messageId).sort());
    expect(ofType(log, 'CaseCreated')).toHaveLength(count);
    expect(ofType(log, 'CaseEmailAdded')).toHaveLength(written.length);
    expect(ofType(log, 'EmailParked')).toEqual([]);
    expect(ofType(log, 'EmailQuarantined')).toEqual([]);
    const picked = ofType(log, 'EmailRouted').flatMap(({ data }) => data.assignment?.userId ?? []);
    const turns = MEMBERS.map((member) => picked.filter((userId) => userId === member).length);
    expect(Math.max(...turns) - Math.min(...turns)).toBeLessThanOrEqual(1);
    // Both at every look: who is told may still be being decided.
    await until(
      async () => JSON.stringify(await allDocuments(documents)) === JSON.stringify(await rebuiltFrom(events)),
      (same) => same,
      REST,
    ).catch(async () => expect(await allDocuments(documents)).toEqual(await rebuiltFrom(events)));
  }
}
