import { z } from 'zod';
import { RoleId } from '../../domain/ids.js';
import { isSafe } from '../../domain/safe-address.js';
import { LOG_LEVELS } from '../process/log-levels.js';
import { checkSignIn } from './sign-in.js';

const seconds = z.number().positive().max(86_400);
const names = (what: string) => z.array(z.string().trim().min(1).max(500)).max(500).default([]).describe(what);
const url = (...protocols: string[]) => {
  const shape = new RegExp(`^(${protocols.map((name) => name.replaceAll('+', '\\+')).join('|')})://.`);
  return z
    .string()
    .trim()
    .regex(shape, `must begin with ${protocols.map((name) => `${name}://`).join(' or ')}`);
};

/** An address, or none. */
const optionalAddress = z
  .string()
  .trim()
  .regex(/^(https?:\/\/[^\s?#]+)?$/, 'must be an address, https://…')
  .max(500)
  .default('');

/** Everything that can be configured. Its descriptions are the reference of docs/configuration.md. */
export const configSchema = z.strictObject({
  eventStore: z
    .enum(['sqlite', 'kurrentdb'])
    .default('sqlite')
    .describe('Where the log is: in the data folder, or on KurrentDB (EventStoreDB 22.10 and later).'),
  documents: z
    .enum(['sqlite', 'mongodb'])
    .default('sqlite')
    .describe('Where read models are: in the data folder, or on MongoDB (5.0 and later).'),
  blobs: z
    .enum(['files', 'mongodb'])
    .default('files')
    .describe('Where messages are, as they came: in the data folder, or in GridFS on MongoDB.'),
  kurrentdb: z
    .strictObject({
      url: url('kurrentdb', 'kurrentdb+discover', 'esdb', 'esdb+discover')
        .default('kurrentdb://127.0.0.1:2113')
        .describe('The connection string of KurrentDB; one with a password belongs in the variable.'),
    })
    .prefault({})
    .describe('KurrentDB, where the log is there'),
  mongodb: z
    .strictObject({
      url: url('mongodb', 'mongodb+srv')
        .default('mongodb://127.0.0.1:27017')
        .describe('The connection string of MongoDB; one with a password belongs in the variable.'),
      database: z
        .string()
        .regex(/^[A-Za-z0-9_-]{1,38}$/, 'letters, digits, _ and -, at most 38')
        .default('mailcase')
        .describe('The database. It is for one log alone.'),
    })
    .prefault({})
    .describe('MongoDB, where documents or blobs are there'),
  node: z
    .strictObject({
      name: z
        .string()
        .regex(/^[^\s/]{0,64}$/, 'at most 64 characters, without spaces and /')
        .default('')
        .describe("What `mailcase nodes` calls this node; empty: the machine's name."),
      leaseSeconds: z
        .number()
        .int()
        .min(1)
        .max(600)
        .default(15)
        .describe('Seconds of silence after which other nodes take over what this one does. The same on all nodes.'),
    })
    .prefault({})
    .describe('This node, where there are several'),
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
      publicUrl: optionalAddress
        .refine((address) => address === '' || isSafe(address, true), 'must begin with https://, or be on this machine')
        .describe(
          'Where customers reach the service in a browser, https://…; links in messages lead there. Empty: no message has such a link.',
        ),
      bodyLimit: z
        .number()
        .int()
        .min(1_024)
        .max(1_000_000_000)
        .default(1_048_576)
        .describe('The largest request body that is taken, in bytes. Imports are streams and have no such limit.'),
      notificationListeners: z
        .number()
        .int()
        .min(1)
        .max(10_000)
        .default(1_000)
        .describe('How many clients may listen to notifications at the same time on one node.'),
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
  filters: z
    .strictObject({
      skippedDays: z
        .number()
        .int()
        .min(1)
        .max(3_650)
        .default(30)
        .describe('Days for which what a filter skips can be brought back; then its bytes are removed.'),
    })
    .prefault({})
    .describe('Filters of messages'),
  smtp: z
    .strictObject({
      attemptTimeout: seconds
        .default(600)
        .describe('Seconds after which handing over one message is given up, whatever the server does.'),
      maxDays: z.number().int().min(1).max(30).default(2).describe('Days for which a message is tried; then it fails.'),
    })
    .prefault({})
    .describe('Servers that mail is sent by'),
  cases: z
    .strictObject({
      mergeUndoMinutes: z
        .number()
        .int()
        .min(0)
        .max(10_080)
        .default(10)
        .describe('Minutes for which a merge of cases can be undone.'),
    })
    .prefault({})
    .describe('Cases'),
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
  webhooks: z
    .strictObject({
      allowPrivate: z
        .boolean()
        .default(false)
        .describe('Whether webhooks may be anywhere: in private networks, on this machine, without TLS.'),
      allow: names(
        'Host names, addresses and networks (`10.1.0.0/16`) that webhooks may be at besides the public Internet, also without TLS.',
      ),
      timeout: seconds
        .max(60)
        .default(10)
        .describe('Seconds for one attempt, from looking the name up to the end of the answer.'),
      giveUpHours: z
        .number()
        .positive()
        .max(720)
        .default(24)
        .describe(
          'Hours after which a message that does not arrive is given up, and a webhook that takes none suspended.',
        ),
    })
    .prefault({})
    .describe('Webhooks'),
  oidc: z
    .strictObject({
      issuer: optionalAddress.describe(
        'The address of the OpenID Connect provider that people sign in at, as its tokens name it; empty: there is none.',
      ),
      audiences: names(
        'What tokens for this service name as their audience. Where there is a client, its id is one as well.',
      ),
      authorizedParties: names(
        'The clients whose tokens are taken (`azp` or `client_id`); empty: all of the provider.',
      ),
      clockTolerance: z
        .number()
        .int()
        .min(0)
        .max(300)
        .default(30)
        .describe("Seconds by which the provider's clock may differ from this machine's."),
      userClaim: z
        .string()
        .trim()
        .min(1)
        .max(200)
        .default('preferred_username')
        .describe(
          'The claim that names the user at their first sign-in. With `email`, who has that address, once the provider has verified it.',
        ),
      groupsClaim: z
        .string()
        .trim()
        .min(1)
        .max(200)
        .default('groups')
        .describe('The claim that lists the groups of a user; dots lead inwards, as in `realm_access.roles`.'),
      roles: z
        .record(z.string().min(1).max(500), RoleId)
        .default({})
        .describe('The roles that groups give: `{group: role}`.'),
      administrators: names('The groups whose members are administrators.'),
      register: z
        .boolean()
        .default(false)
        .describe('Whether somebody who is no user yet becomes one at their first sign-in.'),
      clientId: z
        .string()
        .trim()
        .max(500)
        .default('')
        .describe('This service as a client of the provider, for signing in by a browser; empty: not by a browser.'),
      redirectUri: optionalAddress.describe(
        'Where the provider sends browsers back to: the public address of this service and `/api/v1/auth/oidc/callback`.',
      ),
      sessionHours: z
        .number()
        .positive()
        .max(720)
        .default(12)
        .describe('Hours after which a browser has to sign in again.'),
      allowInsecure: z
        .boolean()
        .default(false)
        .describe('Whether a provider on this very machine may be asked without TLS, for trying out.'),
    })
    .superRefine(checkSignIn)
    .prefault({})
    .describe('Signing in by OpenID Connect'),
  oauth: z
    .strictObject({
      redirectUri: optionalAddress
        .refine((address) => address === '' || isSafe(address, true), 'must begin with https://, or be on this machine')
        .describe(
          'Where providers of mailboxes send browsers back to: the public address of this service and `/oauth/callback`; empty: `http://localhost:`, the port and that, for a browser on this machine.',
        ),
    })
    .prefault({})
    .describe('Authorizing mailboxes by OAuth2'),
});

export type Config = z.infer<typeof configSchema>;

/** Whether nothing is in the data folder: then several nodes share the work. */
export const isDistributed = ({ eventStore, documents, blobs }: Config): boolean =>
  eventStore === 'kurrentdb' && documents === 'mongodb' && blobs === 'mongodb';

/** Whether all of it is. */
export const isEmbedded = ({ eventStore, documents, blobs }: Config): boolean =>
  eventStore === 'sqlite' && documents === 'sqlite' && blobs === 'files';
