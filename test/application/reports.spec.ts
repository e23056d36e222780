import { expect, test } from 'vitest';
import { Aggregates } from '../../src/application/log/aggregates.js';
import { EventLog } from '../../src/application/log/event-log.js';
import type { EventStore } from '../../src/application/ports/event-store.js';
import { silent } from '../../src/application/ports/logger.js';
import { type OpenReports, Reports } from '../../src/application/reactions/reports.js';
import { streams } from '../../src/domain/ids.js';
import { queued, received } from '../support/domain-builders.js';
import { failing } from '../support/failing-store.js';
import { FakeClock } from '../support/fake-clock.js';
import { freshAdapters } from '../support/ground.js';

const { signal } = new AbortController();
const NINA = 'nina@customer.example';
const JAN = 'jan@customer.example';
const failed = (recipient: string) => {
  const said = { action: 'failed', status: '5.1.1', diagnostic: null, permanent: true } as const;
  return { recipient, finalRecipient: null, ...said };
};

const sent = queued('ours', [NINA, JAN]);
const reporting = received('report');

/** A message to two, and the report that it reached neither. */
async function world() {
  const { events } = await freshAdapters();
  const log = new EventLog(events, new FakeClock());
  const by = { actor: 'system:test', cause: 'given' };
  const report = {
    ...{ kind: 'delivery' as const, originalMessageId: sent.messageId, feedbackType: null, leftOut: 0 },
    recipients: [failed(NINA), failed(JAN)],
  };
  const given = [
    { type: 'EmailQueued', data: sent },
    { type: 'EmailReceived', data: { ...reporting, report } },
  ] as const;
  for (const event of given) {
    const stream = streams.email(event.data.emailId);
    await log.append({ stream, expectedRevision: 'no-stream', events: [event], by });
  }
  const open: OpenReports = {
    open: async () => [reporting.emailId],
    sent: async () => sent.emailId,
    heard: async () => [],
    shown: async () => {},
  };
  const reports = (store: EventStore = events) => {
    const own = new EventLog(store, new FakeClock());
    return new Reports(own, new Aggregates(own), open, silent);
  };
  const written = async () => {
    const found: string[] = [];
    for await (const { events: batch } of log.readAll('', TYPES)) found.push(...batch.map(({ type }) => type));
    return found.sort();
  };
  return { events, reports, written };
}
const TYPES = ['EmailBounced', 'AddressBounced', 'EmailReportJudged'] as const;
const ALL = ['AddressBounced', 'AddressBounced', 'EmailBounced', 'EmailBounced', 'EmailReportJudged'];

test('broken off anywhere, a report is completed by the next run, and nothing is written twice', async () => {
  for (let appends = 0; appends < 4; appends++) {
    for (const writes of [false, true]) {
      const { events, reports, written } = await world();
      await expect(reports(failing(events, appends, writes)).run(signal)).rejects.toThrow('the process ends here');
      await reports().run(signal);
      await reports().run(signal);
      expect(await written(), `after ${appends}`).toEqual(ALL);
    }
  }
});

test('two nodes at once write each fact once', async () => {
  const { reports, written } = await world();
  await Promise.all([reports().run(signal), reports().run(signal)]);
  expect(await written()).toEqual(ALL);
});
