import { z } from 'zod';

/** What one can be told of. */
export const NotificationKind = z.enum([
  'email',
  'assignment',
  'note',
  'mention',
  'status',
  'bounce',
  'service-level',
  'sending-failed',
  'webhook-suspended',
  'sending-suspended',
]);
export type NotificationKind = z.infer<typeof NotificationKind>;
