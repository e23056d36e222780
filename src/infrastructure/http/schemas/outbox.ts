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
const attempt = z.object({
  attempt: z.int().describe('Counted from 1'),
  at: instant,
  recipients: z.int().describe('To how many it went'),
  openUntil: instant.describe("By then the server's time-outs are over"),
  outcome: z
    .object({
      at: instant,
      accepted: z.int(),
      refused: z.array(Refusal).describe('For good'),
      pending: z.int().describe('Neither taken nor refused for good'),
      code: z.string().nullable().describe('`refused`, `temporary`, `network`…; null: the server has taken it'),
      words: z.string().describe("The server's; or what is wrong"),
      evidence: z
        .enum(['reply', 'sent-folder', 'assumed'])
        .nullable()
        .describe('How it is known that the server has it; null: nobody has taken it'),
      retryAt: instant.nullable(),
    })
    .nullable()
    .describe('null: it is under way, or nobody knows'),
});
export const QueuedEmailInFull = z
  .object({
    emailId: z.string(),
    accountId: z.string(),
    status: z.enum(['queued', 'attempted', 'sent', 'failed', 'cancelled']),
    kind: z.string(),
    userId: z.string().nullable().describe('Who wrote it; null: the service'),
    subject: z.string(),
    recipients: z.int(),
    accepted: z.int().describe('Of these a server has taken it'),
    pending: z.array(z.string()).describe('Who does not have it yet, and may'),
    refused: z.array(Refusal).describe('Who does not get it, with the words of the server'),
    queuedAt: instant,
    dueAt: instant.nullable().describe('When it is tried next; null: it is under way, or tried no more'),
    attempts: z.int(),
    history: z.array(attempt).describe('The last 100, the newest last'),
    waitsFor: z
      .array(
        z.object({
          reason: z.enum([
            ...(['not-yet', 'retry', 'being-handed-over', 'in-doubt', 'stopped', 'paused', 'suspended'] as const),
            ...(['limit', 'no-node'] as const),
          ]),
          words: z.string().describe('For people, with what they can do about it'),
          until: instant.nullable().describe('When it is over by itself; null: that is not known'),
        }),
      )
      .describe('All that keeps it; empty: it is taken up at once, has left, or will not'),
    sender: z.string().nullable().describe('The node that hands messages over; null: none does'),
    revision: z.int(),
  })
  .meta({ id: 'QueuedEmailInFull' });
export const OutboxSummary = z
  .object({
    stopped: z.boolean().describe('Nothing leaves at all, since somebody has stopped it'),
    stopReason: z.string().nullable().describe('As whoever stopped it says'),
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
export const StopSending = z
  .strictObject({ reason: z.string().trim().min(1).max(500).nullable().default(null) })
  .prefault({});
export const Emptied = z
  .object({ cancelled: z.int(), left: z.int().describe('They were being handed over, or had left') })
  .meta({ id: 'EmptiedQueue' });
