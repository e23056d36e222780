import { type Belonging, EVERYBODY, ofTeam, ofUser } from '../access/audience.js';
import { userOf } from '../event.js';
import type { RecordedEvent } from '../events.js';

/** Whose a case is. */
export interface CaseHolders {
  /** Who asked for it by hand. */
  readonly requester: string | null;
  readonly assignee: string | null;
  readonly teamId: string | null;
}
export const NOBODYS: CaseHolders = { requester: null, assignee: null, teamId: null };

/** Whose it is after an event of its stream. */
export function withHolders(holders: CaseHolders, { type, data, metadata }: RecordedEvent): CaseHolders {
  switch (type) {
    case 'CaseRequested':
    case 'CaseSplitOff':
      return { ...holders, requester: userOf(metadata.actor), teamId: data.teamId };
    case 'CaseImported':
      return { ...holders, teamId: data.rule.teamId };
    case 'CaseCreated':
      return { ...holders, teamId: data.teamId };
    case 'CaseAssigned':
      return { ...holders, assignee: data.userId, teamId: data.teamId };
    case 'CaseUnassigned':
      return { ...holders, assignee: null };
    default:
      return holders;
  }
}

/** A case is theirs to whom it is assigned, theirs who asked for it, and its team's. */
export function belongingsOfCase({ requester, assignee, teamId }: CaseHolders): readonly Belonging[] {
  const users = [...new Set([requester, assignee])].flatMap((user) => (user === null ? [] : [ofUser(user)]));
  return [EVERYBODY, ...users, ...(teamId === null ? [] : [ofTeam(teamId)])];
}
