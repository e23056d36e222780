import { errors, type JWTPayload, jwtVerify } from 'jose';
import type { Clock } from '../../application/ports/clock.js';
import type { Provider } from './provider.js';
import { TokenRefused } from './refusal.js';

/** Only such as have a public key: with others whoever can check a token could make one. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];
/** Access tokens (RFC 9068), and what many providers call them and ID tokens. */
const TYPES: readonly (string | undefined)[] = [undefined, 'jwt', 'at+jwt', 'application/at+jwt'];
/** Characters; what does not fit into a header does not come here. */
const MOST = 16_384;

export interface Taken {
  readonly audiences: readonly string[];
  /** Empty: all clients. */
  readonly authorizedParties: readonly string[];
  /** Seconds. */
  readonly clockTolerance: number;
}

/** The claims of a token that holds. */
export interface Claims extends JWTPayload {
  readonly iss: string;
  readonly sub: string;
  readonly exp: number;
  readonly iat: number;
}

/** Whether the provider has made a token, for this service and for now (RFC 7519, RFC 8725, OpenID Connect Core 3.1.3.7). */
export class TokenVerifier {
  constructor(
    private readonly provider: Provider,
    private readonly taken: Taken,
    private readonly clock: Clock,
  ) {}

  /** @throws TokenRefused; Unavailable where the provider's keys are not known */
  async verify(token: string, audiences: readonly string[] = this.taken.audiences): Promise<Claims> {
    if (token.length > MOST) throw new TokenRefused('malformed');
    const currentDate = this.clock.now();
    const { clockTolerance } = this.taken;
    const { payload, protectedHeader } = await jwtVerify(token, this.provider.keyFor, {
      algorithms: ALGORITHMS,
      issuer: this.provider.options.issuer,
      audience: [...audiences],
      requiredClaims: ['sub', 'exp', 'iat'],
      clockTolerance,
      currentDate,
    }).catch((error: unknown) => {
      throw refusalOf(error);
    });
    if (!TYPES.includes(protectedHeader.typ?.toLowerCase())) throw new TokenRefused('wrong-type');
    const claims = wellFormed(payload);
    if (claims.iat > currentDate.getTime() / 1_000 + clockTolerance) throw new TokenRefused('not-yet-valid');
    this.checkParty(claims);
    return claims;
  }

  private checkParty({ azp, client_id }: Claims): void {
    const { authorizedParties } = this.taken;
    const party = azp ?? client_id;
    if (authorizedParties.length > 0 && !authorizedParties.some((one) => one === party)) {
      throw new TokenRefused('wrong-party');
    }
  }
}

function wellFormed(payload: JWTPayload): Claims {
  const { iss, sub, exp, iat } = payload;
  if (typeof iss !== 'string' || typeof sub !== 'string' || sub === '' || sub.length > 255) throw missing();
  if (typeof exp !== 'number' || typeof iat !== 'number') throw missing();
  // Dates beyond these have no text.
  if (![exp, iat].every((second) => Math.abs(second) < 100_000_000_000)) throw missing();
  return { ...payload, iss, sub, exp, iat };
}

const missing = (): TokenRefused => new TokenRefused('claim-missing');

/** What jose says, in words for whoever sent the token; what is no matter of the token stays as it is. */
function refusalOf(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) return new TokenRefused('expired');
  if (error instanceof errors.JWTClaimValidationFailed) {
    const reasons = { iss: 'wrong-issuer', aud: 'wrong-audience', nbf: 'not-yet-valid' } as const;
    const { claim, reason } = error;
    const failed = reason === 'check_failed' && claim in reasons;
    // It is one of them.
    return new TokenRefused(failed ? reasons[claim as keyof typeof reasons] : 'claim-missing');
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return new TokenRefused('wrong-algorithm');
  if (error instanceof errors.JWSSignatureVerificationFailed) return new TokenRefused('wrong-signature');
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
    return new TokenRefused('unknown-key');
  }
  return error instanceof errors.JOSEError ? new TokenRefused('malformed') : error;
}
