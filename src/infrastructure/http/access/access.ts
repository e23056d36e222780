import { SetMetadata } from '@nestjs/common';

/** Who may use a route; without a mark: every active user. */
export type Access = 'open' | 'administrator';
export const ACCESS = 'access';

/** Anybody, without a token. */
export const Open = () => SetMetadata(ACCESS, 'open' satisfies Access);
/** Administrators and nobody else. */
export const AdministratorsOnly = () => SetMetadata(ACCESS, 'administrator' satisfies Access);
