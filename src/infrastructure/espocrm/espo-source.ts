import { z } from 'zod';

/** One thing as EspoCRM gives it: its id, and fields that are looked at by whoever needs them. */
export const EspoEntity = z.looseObject({ id: z.string().min(1).max(100) });
export type EspoEntity = z.infer<typeof EspoEntity>;

/** The kinds of things that are read, by EspoCRM's names for them. */
export type EntityType =
  | 'Role'
  | 'User'
  | 'Team'
  | 'InboundEmail'
  | 'EmailAccount'
  | 'EmailFilter'
  | 'Account'
  | 'Contact'
  | 'Lead'
  | 'Opportunity'
  | 'Case'
  | 'Email';

/** What may be read of an EspoCRM, wherever it is; nothing of it is ever held as a whole. */
export interface EspoSource {
  /** Names it for good: the same messages from there are the same deliveries. */
  readonly label: string;
  /** How many there are; none: nobody knows. */
  count(type: EntityType): Promise<number | null>;
  /** All of a kind, the oldest first, each with all of its fields. */
  all(type: EntityType): AsyncIterable<EspoEntity>;
  /** The message as it came, where it was kept. */
  sourceOf(emailId: string): Promise<Uint8Array | null>;
  /** The bytes of an attachment; none: they are gone. */
  attachment(id: string): Promise<Uint8Array | null>;
}

/** What cannot be read from there, in words for whoever asked for it. */
export class EspoUnreadable extends Error {
  override readonly name = 'EspoUnreadable';
}
