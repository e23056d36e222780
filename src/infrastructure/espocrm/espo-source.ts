import { z } from 'zod';

/** One thing as EspoCRM gives it: its id, and fields that are looked at by whoever needs them. */
export const EspoEntity = z.looseObject({ id: z.string().min(1).max(100) });
export type EspoEntity = z.infer<typeof EspoEntity>;

/** The kinds of things that are read, by EspoCRM's names for them. */
export type EntityType =
  | 'Role'
  | 'User'
  | 'Team'
  | 'GroupEmailFolder'
  | 'EmailFolder'
  | 'InboundEmail'
  | 'EmailAccount'
  | 'EmailFilter'
  | 'Account'
  | 'Contact'
  | 'Lead'
  | 'Opportunity'
  | 'Case'
  | 'Email';

/** What is no entity: where it stands, and what is wrong with it. */
export interface Broken {
  readonly place: string;
  readonly message: string;
}

/** What may be read of an EspoCRM, wherever it is; nothing of it is ever held as a whole. */
export interface EspoSource {
  /** Names it for good: the same messages from there are the same deliveries. */
  readonly label: string;
  /**
   * All of a kind, the oldest first, each with all of its fields.
   * @param tell of what is no entity; the others go on
   * @throws EspoUnreadable, of the code `forbidden` where that kind may not be read
   */
  all(type: EntityType, tell?: (broken: Broken) => void): AsyncIterable<EspoEntity>;
  /** The highest number of a case; 0: there are none. */
  highestCaseNumber(): Promise<number>;
  /** The notes that people wrote on a case, the oldest first, at most so many. @throws as `all` */
  notesOf(caseId: string, most: number): Promise<readonly EspoEntity[]>;
  /** The message as it came, where it was kept. */
  sourceOf(emailId: string): Promise<Uint8Array | null>;
  /** The bytes of an attachment; none: they are gone. */
  attachment(id: string): Promise<Uint8Array | null>;
}

/** What cannot be read from there, in words for whoever asked for it. */
export class EspoUnreadable extends Error {
  override readonly name = 'EspoUnreadable';

  constructor(
    message: string,
    readonly code: 'forbidden' | 'unreadable' = 'unreadable',
  ) {
    super(message);
  }
}
