import { Inject, Injectable } from '@nestjs/common';
import { Askers } from '../../../application/access/askers.js';
import { CLOCK } from '../../../application/parts.js';
import type { Clock } from '../../../application/ports/clock.js';
import { TokenRefused } from '../../oidc/index.js';
import type { HttpRequest } from '../fastify-types.js';
import { tokenOf } from './asker.js';
import { type LetIn, OidcUsers } from './oidc-users.js';
import { Sessions } from './sessions.js';
import { AS, TokenUsers } from './token-users.js';

/** Why nobody is let in. */
export interface Shut {
  readonly because: string;
  /** `token-expired`: it was a right one, and nobody is guessing. */
  readonly code: 'invalid-token' | 'token-expired';
}

const shut = (because: string): Shut => ({ because, code: 'invalid-token' });
const SHUT = shut('This token is unknown or revoked, or its user is not active.');
const SESSION_SHUT = shut('This session is over; sign in again.');
const EXPIRED: Shut = { because: 'This token has expired.', code: 'token-expired' };

/** Milliseconds: what a timer can wait. */
const LONGEST_TIMER = 2_147_483_647;

/** The ways in: API tokens, tokens of the sign-in provider, and browsers that have signed in there. */
@Injectable()
export class Entrances {
  private readonly letIn = new WeakMap<HttpRequest, LetIn>();

  constructor(
    private readonly tokens: TokenUsers,
    private readonly users: OidcUsers,
    private readonly sessions: Sessions,
    private readonly askers: Askers,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Whether a request tries any of them. */
  isTried(request: HttpRequest): boolean {
    return tokenOf(request) !== null || this.sessions.isGiven(request);
  }

  /**
   * @param patient also where a token may just have been issued and the read models are behind
   * @throws Refused, Unavailable
   */
  async of(request: HttpRequest, patient: boolean): Promise<LetIn | Shut> {
    const found = await this.find(request, patient);
    if ('asker' in found) this.letIn.set(request, found);
    return found;
  }

  /** What lets in for a time lets hear for that time: then `left` is aborted, unless whoever listens has left before. */
  endInTime(request: HttpRequest, left: AbortController): void {
    const until = this.letIn.get(request)?.until ?? null;
    if (until === null) return;
    const rest = Math.min(until.getTime() - this.clock.now().getTime(), LONGEST_TIMER);
    void this.clock.pause(rest, left.signal).then(() => left.abort());
  }

  /** Whether a request that was let in still would be, and may the same, as the read models stand at this moment. */
  async isStillGood(request: HttpRequest): Promise<boolean> {
    const before = this.letIn.get(request)?.asker;
    if (!before) return false;
    const token = tokenOf(request);
    const isOurs = token !== null && !this.users.takes(token);
    const now = await (isOurs ? this.tokens.now(token) : this.askers.of(before.userId));
    return JSON.stringify(now) === JSON.stringify(before);
  }

  private async find(request: HttpRequest, patient: boolean): Promise<LetIn | Shut> {
    const token = tokenOf(request);
    if (token === null) return (await this.sessions.of(request)) ?? SESSION_SHUT;
    const { provider } = this.users;
    if (provider === null || !this.users.takes(token)) {
      const found = await this.tokens.of(token, patient, asOf(request));
      return found === 'expired' ? EXPIRED : (found ?? SHUT);
    }
    try {
      return await this.users.of(provider, token);
    } catch (error) {
      if (error instanceof TokenRefused) return shut(error.message);
      throw error;
    }
  }
}

const asOf = ({ headers }: HttpRequest): string | null => {
  const as = headers[AS];
  return typeof as === 'string' ? as : null;
};
