import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../../application/ports/logger.js';
import type { Tracing } from '../../application/ports/tracing.js';
import { type Environment, isTracingAsked } from './is-asked.js';

/** Milliseconds that a collector may take for what is left at the end: nobody waits longer to stop. */
const LAST_SENDING = 2_000;

export interface OpenTracing {
  readonly tracing?: Tracing;
  close(): Promise<void>;
}

/** Traces, where the environment asks for them; else nothing, and nothing is loaded. */
export async function tracingOf(environment: Environment, version: string, logger: Logger): Promise<OpenTracing> {
  if (!isTracingAsked(environment)) return { close: async () => undefined };
  const { openTracing } = await import('./open-tracing.js');
  const tracing = openTracing(environment, version, logger);
  const close = async () => {
    const sent = tracing
      .close()
      .catch((error: unknown) => logger.warn({ error: String(error) }, 'traces were not sent'));
    await Promise.race([sent, pause(LAST_SENDING, undefined, { ref: false })]);
  };
  return { tracing, close };
}
