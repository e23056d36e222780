import { type Attributes, ROOT_CONTEXT, TraceFlags, type Tracer, trace } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import { type Sampler, type SpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Append } from '../../application/ports/event-store.js';
import type { Instant, Tracing } from '../../application/ports/tracing.js';
import type { EventMetadata } from '../../domain/event.js';
import type { RecordedEvent } from '../../domain/events.js';
import { GivenIds } from './given-ids.js';
import { spanIdOf, traceIdOf } from './ids.js';

interface Step {
  readonly name: string;
  readonly correlationId: string;
  /** Names the span: all who know it know its id. */
  readonly id: string;
  /** The name of the span that made it; none: it begins a trace. */
  readonly parent: string | null;
  readonly startedAt: Instant;
  readonly attributes: Attributes;
}

export interface EventTracingOptions {
  readonly processor: SpanProcessor;
  readonly sampler: Sampler;
  readonly resource: Resource;
}

/**
 * Draws the way of messages as traces: one for each correlation id, with a span for the fetch, one for each event that
 * follows from it, and one for each read model that shows such an event. All ids are derived from those of the events,
 * so that what different nodes did joins without a word between them. Spans hold ids, and nothing that people wrote.
 */
export class EventTracing implements Tracing {
  private readonly ids = new GivenIds();
  private readonly provider: TracerProvider;
  private readonly tracer: Tracer;

  constructor({ processor, sampler, resource }: EventTracingOptions) {
    this.provider = new TracerProvider({ resource, sampler, idGenerator: this.ids, spanProcessors: [processor] });
    this.tracer = this.provider.getTracer('mailcase');
  }

  fetched(cause: string, startedAt: Instant): void {
    this.draw({ name: 'fetch', correlationId: cause, id: cause, parent: null, startedAt, attributes: {} });
  }

  appended({ stream, events }: Append, revision: number, startedAt: Instant): void {
    if (!isDrawn(stream)) return;
    for (const [n, { id, type, metadata }] of events.entries()) {
      const at = revision - events.length + 1 + n;
      this.draw({
        name: type,
        correlationId: metadata.$correlationId,
        id: `${stream}@${at}`,
        parent: parentOf(type, metadata),
        startedAt,
        attributes: { 'mailcase.event.id': id, 'mailcase.stream': stream, 'mailcase.revision': at },
      });
    }
  }

  shown(readModel: string, events: readonly RecordedEvent[], startedAt: Instant): void {
    for (const { stream, revision, metadata } of events) {
      if (!isDrawn(stream)) continue;
      const event = `${stream}@${revision}`;
      this.draw({
        name: `show ${readModel}`,
        correlationId: metadata.$correlationId,
        id: `${readModel} ${event}`,
        parent: event,
        startedAt,
        attributes: { 'mailcase.read_model': readModel, 'mailcase.stream': stream, 'mailcase.revision': revision },
      });
    }
  }

  /** Sends what is not sent yet. */
  close(): Promise<void> {
    return this.provider.shutdown();
  }

  private draw({ name, correlationId, id, parent, startedAt, attributes }: Step): void {
    const traceId = traceIdOf(correlationId);
    const context =
      parent === null
        ? ROOT_CONTEXT
        : trace.setSpanContext(ROOT_CONTEXT, {
            traceId,
            spanId: spanIdOf(parent),
            traceFlags: TraceFlags.SAMPLED,
            isRemote: true,
          });
    this.ids.next(traceId, spanIdOf(id));
    const startTime = performance.timeOrigin + startedAt;
    this.tracer.startSpan(name, { startTime, attributes }, context).end(performance.timeOrigin + performance.now());
  }
}

/** Messages, and what becomes of them. */
const isDrawn = (stream: string): boolean => stream === 'routing' || /^(email|thread|case)-/.test(stream);

/** What made an event: its delivery, the event that its decision followed from (maybe by way of a duplicate), or a request, which has no span. */
function parentOf(type: string, { $causationId }: EventMetadata): string | null {
  if (type === 'EmailReceived' || type === 'EmailDelivered') return $causationId;
  const [event = ''] = $causationId.split(' via ');
  return /^\S+@\d+$/.test(event) ? event : null;
}
