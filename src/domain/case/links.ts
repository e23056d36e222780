import { z } from 'zod';
import { RecordId } from '../ids.js';

/** The records that a case is about: those of the message that made it. */
export const CaseLinks = z.object({
  accountId: RecordId.nullable(),
  contactId: RecordId.nullable(),
  leadId: RecordId.nullable(),
  opportunityId: RecordId.nullable(),
});
export type CaseLinks = z.infer<typeof CaseLinks>;
export const noLinks: CaseLinks = { accountId: null, contactId: null, leadId: null, opportunityId: null };
