import { z } from 'zod';
import { type EventsOf, event } from '../event.js';
import { TeamId, TokenId, UserId } from '../ids.js';

/** A place in a team, by which an account may narrow whom its cases go to: `agent`, `second level`. */
export const Position = z.string().trim().min(1).max(100);

export const userEvents = {
  UserRegistered: event(
    z.object({
      userId: UserId,
      name: z.string().min(1).max(200).meta({ personal: 'userId' }),
      administrator: z.boolean(),
    }),
  ),
  UserEmailAddressesSet: event(
    z.object({ userId: UserId, emailAddresses: z.array(z.string()).meta({ personal: 'userId' }) }),
  ),
  UserActivated: event(z.object({ userId: UserId })),
  UserDeactivated: event(z.object({ userId: UserId })),
};
export type UserEvent = EventsOf<typeof userEvents>;

export const teamEvents = {
  TeamCreated: event(z.object({ teamId: TeamId, name: z.string().min(1).max(200) })),
  TeamMemberAdded: event(z.object({ teamId: TeamId, userId: UserId, position: Position.nullable() })),
  TeamMemberPositionSet: event(z.object({ teamId: TeamId, userId: UserId, position: Position.nullable() })),
  TeamMemberRemoved: event(z.object({ teamId: TeamId, userId: UserId })),
};
export type TeamEvent = EventsOf<typeof teamEvents>;

export const apiTokenEvents = {
  ApiTokenIssued: event(
    z.object({
      tokenId: TokenId,
      userId: UserId,
      name: z.string().min(1).max(200),
      /** SHA-256 of the token, hexadecimal. The token itself is shown once and kept nowhere. */
      hash: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
  ApiTokenRevoked: event(z.object({ tokenId: TokenId })),
};
export type ApiTokenEvent = EventsOf<typeof apiTokenEvents>;
