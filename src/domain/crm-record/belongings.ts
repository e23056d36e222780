import { type Belonging, EVERYBODY, ofTeam, ofUser } from '../access/audience.js';
import type { RecordFacts } from './events.js';

/** Whose a record is: its user's, its teams', and no secret of theirs. */
export function belongingsOfRecord({
  assignedUserId,
  teamIds,
}: Pick<RecordFacts, 'assignedUserId' | 'teamIds'>): readonly Belonging[] {
  return [...(assignedUserId === null ? [] : [ofUser(assignedUserId)]), ...teamIds.map(ofTeam), EVERYBODY];
}
