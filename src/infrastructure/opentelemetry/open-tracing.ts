import { hostname } from 'node:os';
import { DiagLogLevel, diag } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  type Sampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';
import type { Logger } from '../../application/ports/logger.js';
import { EventTracing } from './event-tracing.js';
import type { Environment } from './is-asked.js';

/** Traces to the collector that the standard `OTEL_…` variables name; the exporter reads its own. */
export function openTracing(environment: Environment, version: string, logger: Logger): EventTracing {
  const say = (message: string) => logger.warn({ part: 'opentelemetry' }, message);
  const quiet = () => undefined;
  diag.setLogger({ error: say, warn: say, info: quiet, debug: quiet, verbose: quiet }, DiagLogLevel.WARN);
  const own = {
    'service.name': 'mailcase',
    'service.version': version,
    'service.instance.id': environment.MAILCASE_NODE_NAME ?? hostname(),
  };
  const resource = defaultResource()
    .merge(resourceFromAttributes(own))
    .merge(detectResources({ detectors: [envDetector] }));
  return new EventTracing({ resource, sampler: samplerOf(environment), processor: processorOf(environment) });
}

function processorOf(environment: Environment): BatchSpanProcessor {
  const options = {
    maxQueueSize: numberOf(environment.OTEL_BSP_MAX_QUEUE_SIZE),
    maxExportBatchSize: numberOf(environment.OTEL_BSP_MAX_EXPORT_BATCH_SIZE),
    scheduledDelayMillis: numberOf(environment.OTEL_BSP_SCHEDULE_DELAY),
    exportTimeoutMillis: numberOf(environment.OTEL_BSP_EXPORT_TIMEOUT),
  };
  const given = Object.entries(options).filter(([, value]) => value !== null);
  return new BatchSpanProcessor({ exporter: new OTLPTraceExporter(), ...Object.fromEntries(given) });
}

/**
 * By the trace's id alone, which all nodes derive alike: a trace is drawn whole or not at all. What a parent says, which
 * the `parentbased_` samplers ask for, is the same.
 */
export function samplerOf({ OTEL_TRACES_SAMPLER: name = '', OTEL_TRACES_SAMPLER_ARG: argument }: Environment): Sampler {
  switch (name.replace(/^parentbased_/, '')) {
    case 'always_off':
      return new AlwaysOffSampler();
    case 'traceidratio':
      return new TraceIdRatioBasedSampler(numberOf(argument) ?? 1);
    default:
      return new AlwaysOnSampler();
  }
}

function numberOf(text: string | undefined): number | null {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) && value >= 0 ? value : null;
}
