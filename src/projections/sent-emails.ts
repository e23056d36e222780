import { live } from '../application/ports/document-store.js';
import { derivedId } from '../domain/ids.js';
import { insert, projection } from './projection.js';

/** A message that was queued to be sent; its id is derived from its Message-ID. */
export interface SentEmailView {
  readonly emailId: string;
}

/** Finds what was sent by the Message-ID that a report gives back. */
export const sentEmailKey = (messageId: string): string => derivedId('messageId', messageId);

export const sentEmails = projection<SentEmailView>(
  'sent-emails',
  { version: 1, fields: [], indexes: [] },
  {
    EmailQueued: ({ data: { emailId, messageId } }) =>
      messageId === null ? [] : insert(sentEmailKey(messageId), { emailId }),
  },
);
export const sentEmailsCollection = live(sentEmails.spec);
