import { z } from 'zod';
import { MAX_SKILLS, Skill } from '../assignment/rule.js';
import { type EventsOf, event } from '../event.js';
import { RecordId, RecordType, TeamId, UserId } from '../ids.js';

/** As many as one record may have. */
export const MAX_ADDRESSES = 50;
export const MAX_TEAMS = 50;
/** Characters of an address. */
const MAX_ADDRESS_LENGTH = 320;

export const Stage = z.enum(['open', 'closed']);
export type Stage = z.infer<typeof Stage>;

/** What the CRM says of a record. */
export const RecordFacts = z.object({
  type: RecordType,
  id: RecordId,
  name: z.string().min(1).max(250).meta({ personal: 'record' }),
  emailAddresses: z
    .array(z.string().min(3).max(MAX_ADDRESS_LENGTH))
    .max(MAX_ADDRESSES)
    .meta({ personal: 'record' })
    .describe('In the form in which those of messages are: lower case, the domain in ASCII.'),
  accountId: RecordId.nullable().describe('The Account of a Contact or an Opportunity.'),
  contactId: RecordId.nullable().describe('The Contact of an Opportunity.'),
  convertedTo: z
    .object({ accountId: RecordId.nullable(), contactId: RecordId.nullable() })
    .nullable()
    .describe('What a Lead became.'),
  stage: Stage.nullable().describe('Of an Opportunity.'),
  assignedUserId: UserId.nullable(),
  teamIds: z.array(TeamId).max(MAX_TEAMS),
  skills: z.array(Skill).max(MAX_SKILLS).describe('What whoever gets a case of it has to be able to do.'),
});
export type RecordFacts = z.infer<typeof RecordFacts>;

export const crmRecordEvents = {
  RecordRegistered: event('The CRM has told of a record; also of one that was removed before.', RecordFacts),
  RecordChanged: event(
    'The CRM has told something else of a record.',
    RecordFacts.extend({
      before: RecordFacts.omit({ type: true, id: true }).describe('What it had told before.'),
    }),
  ),
  RecordRemoved: event(
    'The CRM has no such record any more.',
    z.object({
      type: RecordType,
      id: RecordId,
      before: RecordFacts.omit({ type: true, id: true }).describe('What it had told before.'),
    }),
  ),
};
export type CrmRecordEvent = EventsOf<typeof crmRecordEvents>;
