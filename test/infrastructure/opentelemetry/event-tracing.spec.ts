import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { emptyResource } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';
import { afterEach, describe, expect, it } from 'vitest';
import { Mailcase } from '../../../src/application/mailcase.js';
import { silent } from '../../../src/application/ports/logger.js';
import type { RecordedEvent } from '../../../src/domain/events.js';
import { MemoryDocumentStore } from '../../../src/infrastructure/memory/memory-document-store.js';
import { MemoryEventStore, MemoryLog } from '../../../src/infrastructure/memory/memory-event-store.js';
import { EventTracing } from '../../../src/infrastructure/opentelemetry/event-tracing.js';
import { spanIdOf, traceIdOf } from '../../../src/infrastructure/opentelemetry/ids.js';
import { tracingOf } from '../../../src/infrastructure/opentelemetry/index.js';
import { isTracingAsked } from '../../../src/infrastructure/opentelemetry/is-asked.js';
import { samplerOf } from '../../../src/infrastructure/opentelemetry/open-tracing.js';
import { until } from '../../e2e/until.js';
import { watchedAccount } from '../../e2e/watched-account.js';
import { team } from '../../support/company.js';
import { inMemory } from '../../support/in-memory.js';
import { ofType, wholeLog } from '../../support/invariants.js';
import { MemoryMailboxes } from '../../support/memory-mailboxes.js';
import { message } from '../../support/messages.js';

const running: Mailcase[] = [];
afterEach(async () => {
  for (const mailcase of running.splice(0)) await mailcase.stop();
});

function inMemoryTracing() {
  const exporter = new InMemorySpanExporter();
  const processor = new SimpleSpanProcessor({ exporter });
  const tracing = new EventTracing({ processor, sampler: new AlwaysOnSampler(), resource: emptyResource() });
  return { exporter, tracing };
}

/** Fetches one message, and waits until it is shown. */
async function oneMessage(raw: Buffer) {
  const source = new MemoryMailboxes();
  const { exporter, tracing } = inMemoryTracing();
  const mailcase = new Mailcase(inMemory({ source, tracing }));
  running.push(mailcase);
  const teamId = await team(mailcase, 'support', ['ana']);
  source.folder('support').put(raw);
  const server = { host: 'mail.acme.example', port: 143 };
  const accountId = await watchedAccount(mailcase, server, {
    emailAddress: 'support@acme.example',
    user: 'support',
    teamId,
  });
  await mailcase.start({ fetch: true });
  await until(
    () => mailcase.fetching.status(accountId)?.state,
    (state) => state === 'idle',
  );
  await mailcase.settled();
  const events = await wholeLog(mailcase.adapters.events);
  return { mailcase, events, spans: exporter.getFinishedSpans() };
}

const only = (spans: readonly ReadableSpan[], name: string): ReadableSpan => {
  const found = spans.filter((span) => span.name === name);
  expect(found.map((span) => span.name)).toEqual([name]);
  return found[0] ?? never();
};
const parentOf = (span: ReadableSpan) => span.parentSpanContext?.spanId;
const idOf = (span: ReadableSpan) => span.spanContext().spanId;
const nameOf = ({ stream, revision }: RecordedEvent) => `${stream}@${revision}`;

describe('A message', () => {
  it('is one trace from the mailbox to the read model, each step by the one that made it', async () => {
    const { events, spans } = await oneMessage(message({ subject: 'A private matter' }));
    const [received] = ofType(events, 'EmailReceived');
    const traceId = traceIdOf(received?.metadata.$correlationId ?? never());
    expect([...new Set(spans.map((span) => span.spanContext().traceId))]).toEqual([traceId]);

    const fetch = only(spans, 'fetch');
    expect(fetch.parentSpanContext).toBeUndefined();
    const stored = only(spans, 'EmailReceived');
    expect(parentOf(stored)).toBe(idOf(fetch));
    const routed = only(spans, 'EmailRouted');
    expect(parentOf(routed)).toBe(idOf(stored));
    for (const name of ['EmailThreaded', 'EmailLinked', 'CaseCreated', 'CaseAssigned', 'CaseEmailAdded']) {
      expect([name, parentOf(only(spans, name))]).toEqual([name, idOf(routed)]);
    }
    const shownOf = (readModel: string) => spans.filter(({ name }) => name === `show ${readModel}`).map(parentOf);
    expect(shownOf('emails')).toContain(idOf(stored));
    expect(shownOf('cases')).toContain(idOf(only(spans, 'CaseCreated')));
    expect(shownOf('timelines')).toContain(idOf(only(spans, 'CaseEmailAdded')));

    // Whoever has the log finds the spans, and the other way round.
    for (const event of ofType(events, 'CaseCreated')) {
      const span = only(spans, 'CaseCreated');
      expect(idOf(span)).toBe(spanIdOf(nameOf(event)));
      expect(span.attributes).toEqual({
        'mailcase.event.id': event.id,
        'mailcase.stream': event.stream,
        'mailcase.revision': event.revision,
      });
    }
    const known = new Set(spans.map(idOf));
    expect(known.size).toBe(spans.length);
    for (const span of spans) {
      expect(span === fetch || known.has(parentOf(span) ?? '')).toBe(true);
      const [seconds, nanoseconds] = span.duration;
      expect(seconds + nanoseconds).toBeGreaterThanOrEqual(0);
      expect(Math.abs(span.startTime[0] - Date.now() / 1_000)).toBeLessThan(60);
    }
    const told = JSON.stringify(spans.map(({ name, attributes }) => ({ name, attributes })));
    expect(told).not.toMatch(/@(customer|acme)\.example|private/);
  });

  it('is the same trace when another node goes on with it', async () => {
    const log = new MemoryLog();
    const documents = new MemoryDocumentStore();
    const first = inMemoryTracing();
    const fetching = new Mailcase(inMemory({ events: new MemoryEventStore(log), tracing: first.tracing }));
    const raw = message();
    async function* messages() {
      const facts = { receivedAt: null, seen: false, size: raw.length, headerOnly: false };
      yield { uid: 1, key: '1', content: raw, ...facts };
    }
    await fetching.importing.run(messages(), null, 'files');

    const second = inMemoryTracing();
    const others = inMemory({ events: new MemoryEventStore(log), documents, tracing: second.tracing });
    const routing = new Mailcase(others);
    running.push(routing);
    await routing.start({ fetch: false });
    await routing.settled();

    const [before, after] = [first.exporter.getFinishedSpans(), second.exporter.getFinishedSpans()];
    expect(before.map(({ name }) => name)).toEqual(['fetch', 'EmailReceived']);
    expect(after.map(({ name }) => name)).toContain('EmailRouted');
    expect(new Set([...before, ...after].map((span) => span.spanContext().traceId)).size).toBe(1);
    expect(parentOf(only(after, 'EmailRouted'))).toBe(idOf(only(before, 'EmailReceived')));
  });

  it('is drawn no second time by a rebuild', async () => {
    const { exporter, tracing } = inMemoryTracing();
    const mailcase = new Mailcase(inMemory({ tracing }));
    running.push(mailcase);
    await team(mailcase, 'support', ['ana']);
    await mailcase.start({ fetch: false });
    await mailcase.settled();
    exporter.reset();
    await mailcase.projections.rebuild(['cases', 'emails']);
    expect(exporter.getFinishedSpans()).toEqual([]);
  });
});

describe('The standard variables', () => {
  it('say whether there are traces', async () => {
    const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };
    expect(isTracingAsked({})).toBe(false);
    expect(isTracingAsked(endpoint)).toBe(true);
    expect(isTracingAsked({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4318/v1/traces' })).toBe(true);
    expect(isTracingAsked({ ...endpoint, OTEL_SDK_DISABLED: 'TRUE' })).toBe(false);
    expect(isTracingAsked({ ...endpoint, OTEL_TRACES_EXPORTER: 'none' })).toBe(false);
    expect((await tracingOf({}, '0.0.0', silent)).tracing).toBeUndefined();
  });

  it('choose traces by their ids, whoever asks', () => {
    expect(samplerOf({})).toBeInstanceOf(AlwaysOnSampler);
    expect(samplerOf({ OTEL_TRACES_SAMPLER: 'parentbased_always_off' })).toBeInstanceOf(AlwaysOffSampler);
    const ratio = samplerOf({ OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' });
    expect(ratio).toBeInstanceOf(TraceIdRatioBasedSampler);
    expect(String(ratio)).toBe('TraceIdRatioBased{0.25}');
  });

  it('name the collector, which is sent what is left at the end', async () => {
    const sent: { path: string | undefined; body: string }[] = [];
    const collector = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      request.on('end', () => {
        sent.push({ path: request.url, body });
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => collector.once('listening', resolve));
    // It listens on a port, not on a pipe.
    const { port } = collector.address() as AddressInfo;
    const endpoint = `http://127.0.0.1:${port}`;
    // The exporter reads its variables where the standard says, in the environment of the process.
    process.env.OTEL_EXPORTER_OTLP_ENDPOINT = endpoint;
    try {
      const { tracing, close } = await tracingOf(process.env, '1.2.3', silent);
      tracing?.fetched('delivery-1', performance.now());
      await close();
    } finally {
      delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
      collector.close();
    }
    expect(sent.map(({ path }) => path)).toEqual(['/v1/traces']);
    const { resourceSpans } = JSON.parse(sent[0]?.body ?? '');
    expect(resourceSpans[0].scopeSpans[0].spans).toMatchObject([
      { name: 'fetch', traceId: traceIdOf('delivery-1'), spanId: spanIdOf('delivery-1') },
    ]);
    expect(resourceSpans[0].resource.attributes).toContainEqual({
      key: 'service.name',
      value: { stringValue: 'mailcase' },
    });
  });
});

function never(): never {
  throw new Error('it is not there');
}
