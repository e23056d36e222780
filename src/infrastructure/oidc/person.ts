import { type SignedIn, userIdOf } from '../../domain/access/sign-in.js';
import type { RoleId, UserId } from '../../domain/ids.js';
import { TokenRefused } from './refusal.js';
import type { Claims } from './token-verifier.js';

/** How the claims of a provider are read. */
export interface ClaimNames {
  readonly userClaim: string;
  readonly groupsClaim: string;
  readonly roles: Readonly<Record<string, RoleId>>;
  readonly administrators: readonly string[];
}

/** Somebody whom the provider vouches for, and what they are found by here. */
export interface Person {
  readonly who: SignedIn;
  /** The user that they are by name; none: they are found by their address. */
  readonly userId: UserId | null;
  /** When their token ends. */
  readonly until: Date;
}

/** @throws TokenRefused where a claim is missing that names them */
export function personOf(claims: Claims, names: ClaimNames): Person {
  const named = claimAt(claims, names.userClaim);
  if (typeof named !== 'string' || named.trim() === '') throw new TokenRefused('claim-missing');
  const byAddress = names.userClaim === 'email';
  const { email, email_verified: verified, name } = claims;
  const address = typeof email === 'string' && verified === true && email.length <= 320 ? email.trim() : null;
  // Anybody can say that an address is theirs.
  if (byAddress && address === null) throw new TokenRefused('claim-missing');
  const groups = groupsOf(claimAt(claims, names.groupsClaim));
  const roleIds = Object.entries(names.roles).flatMap(([group, roleId]) => (groups.has(group) ? [roleId] : []));
  return {
    userId: byAddress ? null : userIdOf(named.trim()),
    until: new Date(claims.exp * 1_000),
    who: {
      identity: { issuer: claims.iss, subject: claims.sub },
      name: (typeof name === 'string' && name.trim() !== '' ? name : named).trim().slice(0, 200),
      emailAddresses: address !== null && /^[^\s@]+@[^\s@]+$/.test(address) ? [address.toLowerCase()] : [],
      fromGroups: {
        roleIds,
        administrator: names.administrators.some((group) => groups.has(group)),
        asOf: new Date(claims.iat * 1_000).toISOString(),
      },
    },
  };
}

/** By its name, else inwards by its dots: names that are addresses have dots as well. */
function claimAt(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  return path
    .split('.')
    .reduce<unknown>(
      (at, key) => (typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined),
      claims,
    );
}

/** One as a string, several as an array; absent or of another form: none, so that what is not said gives nothing. */
function groupsOf(claim: unknown): ReadonlySet<string> {
  if (typeof claim === 'string') return new Set([claim]);
  return new Set(Array.isArray(claim) ? claim.filter((group) => typeof group === 'string') : []);
}
