import { NotFound } from '../../domain/errors.js';
import type { UserId } from '../../domain/ids.js';
import type { Asker } from './asker.js';

/**
 * Lets users do something with what is their own, and administrators with everybody's; the service itself as well.
 * @throws NotFound as for a user who is not there
 */
export function ownOrAdministrator(asker: Asker | undefined, userId: UserId): void {
  if (asker && !asker.administrator && asker.userId !== userId) throw new NotFound('user', userId);
}
