import { type Action, EVERYTHING, type Level, type Permissions, type Scope } from '../../domain/access/permissions.js';
import type { TeamId, UserId } from '../../domain/ids.js';

/** Who a request comes from, and what they may. */
export interface Asker {
  readonly userId: UserId;
  readonly administrator: boolean;
  /** That they write from, in lower case. */
  readonly emailAddresses: readonly string[];
  readonly teamIds: readonly TeamId[];
  /** Of all their roles together; of an administrator everything; less where their token says so. */
  readonly permissions: Permissions;
}

/** How far an asker's permission reaches. */
export const levelOf = ({ administrator, permissions }: Asker, scope: Scope, action: Action): Level =>
  administrator ? EVERYTHING[scope][action] : permissions[scope][action];
