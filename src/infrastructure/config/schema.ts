import { z } from 'zod';
import { LOG_LEVELS } from '../process/log-levels.js';

const seconds = z.number().positive().max(86_400);

/** Everything that can be configured. Its descriptions are the reference of docs/configuration.md. */
export const configSchema = z.strictObject({
  http: z
    .strictObject({
      host: z
        .string()
        .min(1)
        .default('127.0.0.1')
        .describe('The address that `serve` listens on. Anything but the default is open to the network.'),
      port: z
        .number()
        .int()
        .min(0)
        .max(65_535)
        .default(8025)
        .describe('The port that `serve` listens on; 0 takes a free one.'),
      bodyLimit: z
        .number()
        .int()
        .min(1_024)
        .max(1_000_000_000)
        .default(1_048_576)
        .describe('The largest request body that is taken, in bytes. Imports are streams and have no such limit.'),
    })
    .prefault({})
    .describe('The REST API'),
  log: z
    .strictObject({
      level: z.enum(LOG_LEVELS).default('info').describe('What is logged, as JSON lines on standard error.'),
    })
    .prefault({})
    .describe('The log of the service'),
  parser: z
    .strictObject({
      threads: z.number().int().min(1).max(64).default(1).describe('Threads that parse messages.'),
    })
    .prefault({})
    .describe('Parsing of messages'),
  imap: z
    .strictObject({
      connectTimeout: seconds
        .default(30)
        .describe('Seconds until a server must have accepted the connection, TLS included.'),
      greetingTimeout: seconds.default(16).describe('Seconds from the connection to the greeting of the server.'),
      silenceTimeout: seconds.default(120).describe('Seconds after which a server that owes an answer is given up.'),
      newsTimeout: seconds
        .max(1_740)
        .default(1_500)
        .describe('Seconds that one IDLE lasts at most; RFC 2177 asks for less than 29 minutes.'),
    })
    .prefault({})
    .describe('Connections to mail servers'),
});

export type Config = z.infer<typeof configSchema>;
