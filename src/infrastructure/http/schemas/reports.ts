import { z } from 'zod';
import { AddressMark } from '../../../domain/address/events.js';
import { EmailReport, ReportedRecipient } from '../../../domain/email/report.js';
import { ReportOutcome } from '../../../domain/email/report-events.js';
import { enteredAddresses } from '../../mime/record-address.js';
import { instant, page, paging } from './common.js';

const LONGEST_ENTRY = 1_000;

/** An address as somebody enters it, in the form of all addresses. */
export const EnteredAddress = z
  .string()
  .min(3)
  .max(LONGEST_ENTRY)
  .transform((entered, context) => {
    const [address, ...others] = enteredAddresses(entered);
    if (address !== undefined && others.length === 0) return address;
    context.issues.push({ code: 'custom', message: 'is no e-mail address', input: entered });
    return z.NEVER;
  });

const outcome = z.enum(['open', ...ReportOutcome.options]);
export const ReportQuery = z.strictObject({
  ...paging,
  outcome: outcome.optional().describe('`matched`: it is about something that was sent here; `open`: it waits'),
});
export const DeliveryReports = page(
  'DeliveryReports',
  z
    .object({
      emailId: z.string().describe('The message that reports'),
      at: instant,
      kind: EmailReport.shape.kind,
      feedbackType: z.string().nullable(),
      originalMessageId: z.string().nullable(),
      recipients: z.array(ReportedRecipient).describe('The first 20'),
      count: z.int().describe('How many it names'),
      outcome,
      sentEmailId: z.string().nullable().describe('What it is about, where that was sent here'),
      strangers: z.int().describe('How many it names to whom that was not written'),
    })
    .meta({ id: 'DeliveryReport' }),
);

export const AddressMarkQuery = z.strictObject({
  ...paging,
  address: EnteredAddress.optional().describe('This one alone; an empty list: nothing is held against it'),
});
const mark = { at: instant, emailId: z.string().describe('What was sent'), report: z.string() };
export const AddressMarksOf = z
  .object({
    address: z.string(),
    bounced: z
      .object({ ...mark, status: z.string().nullable(), diagnostic: z.string().nullable() })
      .nullable()
      .describe('Nothing can be delivered there'),
    complained: z
      .object({ ...mark, feedbackType: z.string() })
      .nullable()
      .describe('Nothing automatic goes there any more'),
    markedAt: instant,
  })
  .meta({ id: 'AddressMarksOf' });
export const AddressMarks = page('AddressMarks', AddressMarksOf);
export const MarkKey = AddressMark;
