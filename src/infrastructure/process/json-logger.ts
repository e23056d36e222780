import { destination, pino } from 'pino';
import type { Logger } from '../../application/ports/logger.js';
import type { LogLevel } from './log-levels.js';

/** One line of JSON for each thing that an operator may act on, to standard error: standard output belongs to answers. */
export function jsonLogger(level: LogLevel): Logger {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    destination({ fd: 2, sync: true }),
  );
  return {
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
  };
}
