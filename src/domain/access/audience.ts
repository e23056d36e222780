import type { TeamId, UserId } from '../ids.js';
import type { Level } from './permissions.js';

/**
 * Whose a thing is, one text for each: what a read model keeps in its field `belongsTo`, so that a store can find what is
 * somebody's own or their teams'.
 */
export type Belonging = `user:${string}` | `team:${string}` | `address:${string}` | typeof EVERYBODY;
/** Of what is nobody's private matter: whoever may see all sees it. What has it not, is for those alone whose it is. */
export const EVERYBODY = 'everybody';

export const ofUser = (userId: string): Belonging => `user:${userId}`;
export const ofTeam = (teamId: string): Belonging => `team:${teamId}`;
/** Of whoever writes from that address. */
export const ofAddress = (emailAddress: string): Belonging => `address:${emailAddress.toLowerCase()}`;

/** Somebody as things know them. */
export interface Person {
  readonly userId: UserId;
  readonly emailAddresses: readonly string[];
  readonly teamIds: readonly TeamId[];
}

/** What a thing has to belong to, to be within a level's reach: one of these is enough. */
export function reachOf(level: Level, { userId, emailAddresses, teamIds }: Person): readonly Belonging[] {
  if (level === 'no') return [];
  const own = [ofUser(userId), ...emailAddresses.map(ofAddress)];
  const teams = teamIds.map(ofTeam);
  if (level === 'own') return own;
  return level === 'team' ? [...own, ...teams] : [...own, ...teams, EVERYBODY];
}
