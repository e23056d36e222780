import { z } from 'zod';
import { CaseName } from '../case/name.js';
import { EventRef, type EventsOf, event } from '../event.js';
import { AccountId, EmailId } from '../ids.js';

export const autoReplyEvents = {
  AutoReplyDecided: event(
    'Whether the service answers a message by itself, and why. One for each message that could get an answer from an account that gives such; what follows is EmailQueued.',
    z.object({
      emailId: EmailId,
      accountId: AccountId,
      cause: EventRef.describe('What was decided about the message in `routing`.'),
      settings: EventRef.describe("The account's AutoReplyConfigured that it goes by."),
      from: z.string().nullable().meta({ personal: 'from' }).describe('Who wrote it.'),
      case: CaseName.nullable().describe('The case that the answer belongs to.'),
      occasion: z.enum(['case-created', 'first-contact']),
      answer: z
        .object({
          to: z.string().meta({ personal: 'from' }),
          outOfHours: z.boolean().describe('With the text for outside of working hours.'),
        })
        .nullable(),
      reason: z.string().describe('Stable: the occasion of the answer, or the rule that speaks against one.'),
    }),
  ),
};
export type AutoReplyEvent = EventsOf<typeof autoReplyEvents>;
export type AutoReplyDecision = AutoReplyEvent['data'];
