import type { RoleId } from '../ids.js';

/** Who somebody is to a sign-in provider: the one thing about them that never changes there. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

/** What the groups of somebody give them. */
export interface GroupRoles {
  readonly roleIds: readonly RoleId[];
  readonly administrator: boolean;
  /** When the provider said so. */
  readonly asOf: string;
}
