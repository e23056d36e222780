import { z } from 'zod';
import { CATEGORIES } from '../../../domain/audit/audited.js';
import { EventMetadata } from '../../../domain/event.js';
import { allEvents, type EventType } from '../../../domain/events.js';
import { CaseKey, instant, page, paging } from './common.js';

/** In the one form in which instants are compared. */
const moment = instant.transform((given) => new Date(given).toISOString());
const direction = z.enum(['asc', 'desc']).optional();

export const AuditQuery = z.strictObject({
  ...paging,
  stream: z.string().min(1).max(200).optional(),
  category: z.enum(CATEGORIES).optional().describe('What the stream is of: `case`, `role`'),
  // A map from the types of events.
  type: z.enum(Object.keys(allEvents) as [EventType, ...EventType[]]).optional(),
  actor: z.string().min(1).max(200).optional().describe('`user:ana`'),
  correlationId: z.string().min(1).max(500).optional().describe('What started it all'),
  case: CaseKey.optional(),
  email: z.string().min(1).max(64).optional(),
  about: z
    .string()
    .regex(/^[A-Z][A-Za-z]+\/.{1,200}$/, 'must be as Contact/17')
    .optional()
    .describe('`Contact/17`, `User/ana`, `Role/agent`, `MailAccount/…`, `Team/…`, `Token/…`, `Filter/…`'),
  from: moment.optional().describe('Recorded then or later'),
  to: moment.optional().describe('Recorded before that'),
  direction: direction.describe('By time; default `desc`, the latest first'),
});
export const StreamQuery = z.strictObject({
  ...paging,
  direction: direction.describe('Default `asc`, in the order in which it happened'),
});
export const StreamName = z.string().min(1).max(200);

const AuditedEvent = z
  .object({
    id: z.string(),
    stream: z.string(),
    revision: z.int(),
    type: z.string(),
    data: z.record(z.string(), z.unknown()).describe('As in docs/events.md; what may not be shown is left out'),
    metadata: EventMetadata,
  })
  .meta({ id: 'AuditedEvent' });
export const AuditedEvents = page('AuditedEvents', AuditedEvent);
