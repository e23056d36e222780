import type { IdGenerator } from '@opentelemetry/sdk-trace';

/** Gives a span the ids that were set for it just before it is begun: they are derived, so that all nodes derive the same. */
export class GivenIds implements IdGenerator {
  private traceId = '';
  private spanId = '';

  next(traceId: string, spanId: string): void {
    this.traceId = traceId;
    this.spanId = spanId;
  }

  generateTraceId(): string {
    return this.traceId;
  }

  generateSpanId(): string {
    return this.spanId;
  }
}
