import { z } from 'zod';
import { Refusal } from '../../../domain/outgoing/events.js';
import { instant, page, paging } from './common.js';

const status = z.enum(['queued', 'attempted', 'failed']);
export const OutboxQuery = z.strictObject({
  ...paging,
  accountId: z.string().min(1).max(64).optional(),
  status: status.optional(),
});
const QueuedEmail = z
  .object({
    emailId: z.string(),
    accountId: z.string(),
    status: status.describe('`attempted`: it is being handed over, or nobody knows yet what became of that'),
    kind: z.string(),
    userId: z.string().nullable().describe('Who wrote it; null: the service'),
    subject: z.string(),
    recipients: z.int(),
    queuedAt: instant,
    dueAt: instant.describe('When it is tried next; of one that failed, when it did'),
    attempts: z.int(),
    refused: z.array(Refusal),
    code: z.string().nullable(),
    error: z.string().nullable().describe('What went wrong last'),
  })
  .meta({ id: 'QueuedEmail' });
export const QueuedEmails = page('QueuedEmails', QueuedEmail);
export const OutboxSummary = z
  .object({
    stopped: z.boolean().describe('Nothing leaves at all, since somebody has stopped it'),
    queued: z.int(),
    failed: z.int(),
    oldestQueuedAt: instant.nullable(),
    accounts: z.array(
      z.object({
        accountId: z.string(),
        paused: z.boolean(),
        suspended: z.object({ code: z.string(), error: z.string(), since: instant }).nullable(),
        rate: z
          .array(z.object({ minute: z.int().describe('Milliseconds since 1970'), recipients: z.int() }))
          .describe('To how many it went, by the minute, in the hour up to its last attempt'),
        sent: z.int(),
        failed: z.int(),
        lastSentAt: instant.nullable(),
      }),
    ),
  })
  .meta({ id: 'OutboxSummary' });
export const StopSending = z.strictObject({ reason: z.string().trim().min(1).max(500).nullable().default(null) });
export const Emptied = z
  .object({ cancelled: z.int(), left: z.int().describe('They were being handed over, or had left') })
  .meta({ id: 'EmptiedQueue' });
