import { z } from 'zod';
import { AccountId, CaseId } from '../../../domain/ids.js';
import { Changed, instant, page } from './common.js';

const QuarantineEntry = z
  .object({
    id: z.string(),
    kind: z.enum(['quarantined', 'parked']),
    at: instant,
    error: z.string(),
    accountId: z.string().nullable(),
    folder: z.string().nullable(),
    uidValidity: z.string().nullable(),
    uid: z.string().nullable(),
    receivedAt: instant.nullable(),
    seen: z.boolean().nullable(),
    headerOnly: z.boolean().nullable(),
    blob: z.string().nullable(),
    size: z.int().nullable(),
    emailId: z.string().nullable(),
  })
  .meta({ id: 'QuarantineEntry' });
export const Quarantine = page('Quarantine', QuarantineEntry);
export const Retried = Changed.extend({ emailId: z.string() }).meta({ id: 'Retried' });

const Projection = z
  .object({
    name: z.string(),
    version: z.int(),
    position: z.string(),
    state: z.enum(['catching-up', 'live', 'stopped', 'rebuilding']),
    failure: z
      .object({
        type: z.string(),
        stream: z.string(),
        revision: z.int(),
        position: z.string(),
        message: z.string(),
      })
      .nullable()
      .describe('The event that it stopped at, and why'),
    isWrittenHere: z.boolean().describe('Whether the node that answers writes it; else another one does'),
  })
  .meta({ id: 'Projection' });
export const Projections = z.object({ items: z.array(Projection) }).meta({ id: 'Projections' });
export const Rebuilt = z.object({ names: z.array(z.string()), events: z.int() }).meta({ id: 'Rebuilt' });

export const Nodes = z
  .object({
    items: z.array(
      z
        .object({
          node: z.string().describe('Its name, and what tells this run of it from others'),
          version: z.string().describe('Of the program'),
          since: instant.describe("By the node's own clock"),
          isThis: z.boolean().describe('It is the one that answers'),
          holds: z
            .array(z.object({ name: z.string(), token: z.int(), since: instant }))
            .describe('What it alone does: `routing`, `projection {name}_v{version}`, `fetch-{accountId}`'),
        })
        .meta({ id: 'Node' }),
    ),
  })
  .meta({ id: 'Nodes' });

export const Jobs = z
  .object({
    items: z.array(
      z
        .object({
          name: z.string(),
          accountId: z.string(),
          emailAddress: z.string(),
          schedule: z.string(),
          state: z.enum(['connecting', 'fetching', 'idle', 'failing', 'stopped', 'elsewhere', 'not-watched']),
          node: z.string().nullable().describe('The node that fetches it'),
          failure: z.object({ code: z.string(), message: z.string() }).nullable(),
          lastRunAt: instant.nullable(),
          nextRunAt: instant.nullable(),
        })
        .meta({ id: 'Job' }),
    ),
  })
  .meta({ id: 'Jobs' });

export const ImportQuery = z.strictObject({
  account: z
    .union([AccountId, z.string().trim().includes('@').max(320)], 'must be the id or the address of an account')
    .optional()
    .describe('Id or address of the group account that they come to; without it they make no cases'),
  label: z.string().min(1).max(500).default('import').describe('Names their source for good'),
});
export const ImportLine = z
  .strictObject({
    name: z.string().min(1).max(1_000).describe('Names the message in its source for good'),
    seen: z.boolean().default(false),
    receivedAt: instant.nullable().default(null),
    case: CaseId.nullable().default(null).describe('The id of the case that it belongs to; without an account alone'),
    raw: z.base64().describe('The bytes of RFC 5322, base64'),
    more: z.boolean().default(false).describe('They go on in the next line'),
  })
  .meta({ id: 'ImportLine' });
/** What a line that ends with `more` is followed by. */
export const ImportPiece = z.strictObject({ raw: z.base64(), more: z.boolean().default(false) });
const tally = { received: z.int(), duplicates: z.int(), skipped: z.int(), quarantined: z.int() };
export const ImportProgress = z
  .object({ ...tally, done: z.boolean(), position: z.string().optional() })
  .meta({ id: 'ImportProgress', description: 'One line of NDJSON; the last one is `done`, or is a problem' });

export const EventQuery = z.strictObject({
  types: z.string().max(2_000).optional().describe('Types of events, with commas; default all that may be seen'),
});
export const Health = z
  .object({
    status: z.enum(['ok', 'starting', 'failing']),
    routing: z.object({ failure: z.string().nullable() }),
    reactions: z
      .array(z.object({ name: z.string(), failure: z.string().nullable() }))
      .default([])
      .describe('Routing, telling people (`notifying`), the clock of availability (`timers`), and handing over'),
    sending: z
      .object({
        stopped: z.boolean().describe('Nothing leaves at all, since somebody has stopped it'),
        paused: z.array(z.string()).describe('Accounts from which nothing leaves, since somebody said so'),
        suspended: z.array(z.string()).describe('Accounts whose servers do not let us send; the outbox says why'),
      })
      .nullable()
      .default(null)
      .describe('What keeps mail from leaving; null: another node sends, or nobody does'),
    readModels: z.array(Projection),
  })
  .meta({ id: 'Health' });
