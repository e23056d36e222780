import { z } from 'zod';
import { ReportedRecipient } from '../email/report.js';
import { type EventsOf, event } from '../event.js';
import { EmailId, Instant } from '../ids.js';

/** What is held against an address. */
export const AddressMark = z.enum(['bounced', 'complained']);
export type AddressMark = z.infer<typeof AddressMark>;

const address = z.string().min(3).max(320).meta({ personal: 'recipient' }).describe('In the form of all addresses.');
const told = {
  address,
  emailId: EmailId.describe('What was sent there.'),
  report: EmailId.describe('The message that says so.'),
  at: Instant.describe('When that came.'),
};

export const addressEvents = {
  AddressBounced: event(
    'Nothing can be delivered to an address, for good: nobody has it, or it is disabled.',
    z.object({
      ...told,
      status: ReportedRecipient.shape.status,
      diagnostic: ReportedRecipient.shape.diagnostic,
    }),
  ),
  AddressComplained: event(
    'Whoever has an address complains of our mail: nothing automatic goes there any more.',
    z.object({ ...told, feedbackType: z.string().describe('RFC 5965, section 3.1: `abuse`…') }),
  ),
  AddressMarkCleared: event(
    'Nothing is held against an address any more.',
    z.object({
      address,
      mark: AddressMark,
      reason: z.string().describe('`user`: somebody says so; `mail-received`: whoever has it wrote to us since.'),
      emailId: EmailId.nullable().describe('What came from there; none: a user did it.'),
    }),
  ),
};
export type AddressEvent = EventsOf<typeof addressEvents>;
