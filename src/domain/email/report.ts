import { z } from 'zod';

/** What became of a message for one of those that it was sent to. */
export const ReportedAction = z
  .enum([
    'failed',
    'delayed',
    'delivered',
    'relayed',
    'expanded',
    'displayed',
    'deleted',
    'dispatched',
    'processed',
    'complained',
  ])
  .describe(
    '`failed` to `expanded`: RFC 3464, section 2.3.3; `displayed` to `processed`: RFC 8098, section 3.2.6; `complained`: RFC 5965.',
  );
export type ReportedAction = z.infer<typeof ReportedAction>;

/** A status of RFC 3463: class, subject and detail. */
export const EnhancedStatus = z
  .string()
  .regex(/^[245]\.\d{1,3}\.\d{1,3}$/)
  .describe('RFC 3463: `5.1.1`.');

export const MAX_DIAGNOSTIC = 500;

/** What is said of one recipient, whoever says it. */
const said = {
  action: ReportedAction,
  status: EnhancedStatus.nullable().describe(
    'As it is stated, else as the words are commonly meant; none: nothing says.',
  ),
  diagnostic: z
    .string()
    .max(MAX_DIAGNOSTIC)
    .nullable()
    .meta({ personal: 'from' })
    .describe("The other server's words, in one line."),
  permanent: z.boolean().describe('It failed, and trying again would change nothing: class 5, or no status at all.'),
};

export const ReportedRecipient = z.object({
  recipient: z
    .string()
    .meta({ personal: 'from' })
    .describe('As it was written to (Original-Recipient, where it is given), in the form of all addresses.'),
  finalRecipient: z
    .string()
    .nullable()
    .meta({ personal: 'from' })
    .describe('Where it was passed on to, if that is another address.'),
  ...said,
});
export type ReportedRecipient = z.infer<typeof ReportedRecipient>;

/** What a machine reports of a message that was sent before. Anybody can write such a message: it proves nothing. */
export const EmailReport = z.object({
  kind: z.enum(['delivery', 'disposition', 'feedback']).describe('RFC 3464 and what is like it; RFC 8098; RFC 5965.'),
  originalMessageId: z.string().nullable().describe('Of the message that it is about, as `<…>`.'),
  feedbackType: z.string().nullable().describe('Of a feedback report, RFC 5965, section 3.1: `abuse`…'),
  recipients: z.array(ReportedRecipient),
  leftOut: z.number().int().nonnegative().describe('How many more recipients it names than an event can hold.'),
});
export type EmailReport = z.infer<typeof EmailReport>;
