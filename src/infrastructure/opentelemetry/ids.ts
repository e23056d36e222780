import { createHash } from 'node:crypto';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The trace of all that a correlation id names: the first 16 bytes of its SHA-256. */
export const traceIdOf = (correlationId: string): string => hash(correlationId).slice(0, 32);

/** The span of what a name stands for (an event as `stream@revision`, a delivery): the first 8 bytes of its SHA-256. */
export const spanIdOf = (name: string): string => hash(name).slice(0, 16);
