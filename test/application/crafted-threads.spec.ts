import { beforeEach, describe, expect, it } from 'vitest';
import { appendedBytes } from '../../src/application/log/append-size.js';
import { Mailcase } from '../../src/application/mailcase.js';
import { MAX_APPEND_BYTES } from '../../src/application/ports/event-store.js';
import { streams } from '../../src/domain/ids.js';
import { account, team } from '../support/company.js';
import { type Mail, received } from '../support/domain-builders.js';
import { freshAdapters } from '../support/ground.js';
import { allDocuments, broken, ofType, rebuiltFrom, wholeLog } from '../support/invariants.js';

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);
/** A Message-ID as long as one may be. */
const longId = (n: number): string => `<${String(n).padEnd(16_000, 'x')}>`;
/** Half a megabyte of ids that have three bytes for each character. */
const wideIds = (of: number): readonly string[] =>
  range(500).map((n) => `<${of}-${n}-${'漢'.repeat(330)}@mail.example>`);
const MAJA = 'maja@outside.example';

/** Threads that are made so that what is decided about them is large: routing goes on for everybody. */
describe('Crafted threads', () => {
  let mailcase: Mailcase;

  beforeEach(async () => {
    mailcase = new Mailcase(await freshAdapters());
    const teamId = await team(mailcase, 'support', ['ana', 'bor']);
    await account(mailcase, 'support@company.example', teamId);
  });

  async function arrive(...mails: readonly (readonly [string, Mail])[]): Promise<void> {
    const by = { actor: 'test', cause: 'arrival' };
    for (const [name, mail] of mails) {
      const data = received(name, mail);
      const events = [{ type: 'EmailReceived' as const, data }];
      await mailcase.log.append({ stream: streams.email(data.emailId), expectedRevision: 'no-stream', by, events });
    }
  }

  async function settle() {
    await mailcase.start({ fetch: false });
    await mailcase.settled();
    expect(mailcase.routingFailure).toBeNull();
    const log = await wholeLog(mailcase.adapters.events);
    expect(broken(log).filter((rule) => !rule.startsWith('the cursors'))).toEqual([]);
    expect(await allDocuments(mailcase.adapters.documents)).toEqual(await rebuiltFrom(mailcase.adapters.events));
    await mailcase.stop();
    return log;
  }

  it('of 200 messages with Message-IDs of 16 kB each: the newest that fit join the case', async () => {
    const history = range(200).map((n): [string, Mail] => [
      longId(n),
      { from: MAJA, automatic: 'list', ...(n > 0 ? { re: longId(n - 1) } : {}) },
    ]);
    await arrive(...history, ['answer', { from: MAJA, re: longId(199) }], ['other', {}]);
    const log = await settle();
    expect(ofType(log, 'CaseCreated')).toHaveLength(2);
    const made = ofType(log, 'EmailRouted').find(({ data }) => data.case?.created);
    expect(made?.data.joined.map(({ messageId }) => messageId)).toEqual([longId(197), longId(198), longId(199)]);
    expect(new Set(ofType(log, 'EmailThreaded').map(({ data }) => data.threadId)).size).toBe(2);
  });

  it('of 200 messages with usual Message-IDs: all join the case', async () => {
    const history = range(201).map((n): [string, Mail] => [
      `message-${n}`,
      { automatic: 'list', ...(n > 0 ? { re: `message-${n - 1}` } : {}) },
    ]);
    await arrive(...history, ['answer', { re: 'message-200' }]);
    const log = await settle();
    const made = ofType(log, 'EmailRouted').find(({ data }) => data.case?.created);
    expect(made?.data.joined).toHaveLength(200);
    expect(made?.data.joined[0]?.messageId).toBe('<message-1@mail.example>');
  });

  it('by References whose characters have several bytes: what one append cannot hold goes into the next', async () => {
    await arrive(...range(3).map((n): [string, Mail] => [`wide-${n}`, { references: wideIds(n) }]), ['other', {}]);
    const log = await settle();
    expect(ofType(log, 'EmailRouted')).toHaveLength(4);
    expect(ofType(log, 'EmailParked')).toEqual([]);
  });

  it('by one decision that no append can hold: it is parked and the others go on', async () => {
    const history = range(3).map((n): [string, Mail] => [
      longId(n),
      { from: MAJA, automatic: 'list', ...(n > 0 ? { re: longId(n - 1) } : {}) },
    ]);
    const huge: Mail = { re: longId(2), references: [...wideIds(1), ...wideIds(2).slice(0, 440)] };
    await arrive(['before', {}], ...history, ['huge', huge], ['other', {}]);
    const log = await settle();
    const [parked, ...others] = ofType(log, 'EmailParked');
    expect(parked?.data).toMatchObject({
      emailId: received('huge').emailId,
      error: expect.stringMatching(/^the decision has \d+ bytes, 1000000 are the most$/),
    });
    expect(others).toEqual([]);
    expect(ofType(log, 'CaseCreated')).toHaveLength(2);
  });

  it.each([
    ['of strangers: 500 are named on both sides', (n: number) => `stranger-${n}@outside.example`, 'CaseRelated'],
    ['of one customer: 500 become duplicates', () => MAJA, 'CaseDuplicateFound'],
  ] as const)('that join 1,100 cases %s and the rest stay as they are', async (_, sender, type) => {
    const cases = range(1_100).map((n): [string, Mail] => [`case-${n}`, { from: sender(n) }]);
    const references = cases.map(([name]) => name);
    await arrive(...cases, ['joining', { from: MAJA, references }], ['other', {}]);
    const log = await settle();
    expect(ofType(log, 'CaseCreated')).toHaveLength(1_101);
    const joining = ofType(log, 'EmailRouted').find(({ data }) => data.messageId === '<joining@mail.example>');
    // Those that it answers, and is nearest to.
    expect(joining?.data.mergedThreads).toHaveLength(999);
    expect(ofType(log, type).length).toBe(type === 'CaseRelated' ? 1_000 : 500);
    const largest = Math.max(...log.map((event) => appendedBytes(event)));
    expect(largest).toBeLessThan(MAX_APPEND_BYTES / 2);
  });

  it('with a case that a whole batch writes to: its events are cut into appends', async () => {
    const answers = range(400).map((n): [string, Mail] => [
      `answer-${n}`,
      { re: 'first', cc: [`${'c'.repeat(300)}${n}@x.example`] },
    ]);
    const from = `${'漢'.repeat(300)}@outside.example`;
    await arrive(
      ['first', { from: MAJA }],
      ...answers.map(([name, mail]): [string, Mail] => [name, { ...mail, from }]),
    );
    const appends: number[] = [];
    const { events } = mailcase.adapters;
    const appendMany = events.appendMany.bind(events);
    events.appendMany = (batch) => {
      for (const { stream, events: some } of batch) {
        if (stream.startsWith('case-')) appends.push(some.reduce((sum, event) => sum + appendedBytes(event), 0));
      }
      return appendMany(batch);
    };
    const log = await settle();
    expect(ofType(log, 'CaseEmailAdded')).toHaveLength(401);
    expect(Math.max(...appends)).toBeLessThan(410_000);
  });
});
