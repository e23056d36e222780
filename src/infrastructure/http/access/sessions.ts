import { Inject, Injectable } from '@nestjs/common';
import { Askers } from '../../../application/access/askers.js';
import { CLOCK } from '../../../application/parts.js';
import type { Clock } from '../../../application/ports/clock.js';
import type { HttpRequest } from '../fastify-types.js';
import { Refused } from '../problems/problem.js';
import { cookie, cookieOf } from './cookies.js';
import { type LetIn, OidcUsers } from './oidc-users.js';
import { SealedCookies } from './sealed-cookies.js';

const HOUR = 3_600_000;
/** Methods that change nothing (RFC 9110, section 9.2.1). */
const SAFE = ['GET', 'HEAD', 'OPTIONS'];
/** Whatever its value: other sites cannot send it without being asked for leave, which nobody gets. */
const OWN_HEADER = 'x-requested-with';

/** Browsers that have signed in: a cookie holds whose they are and until when, and nothing is kept here. */
@Injectable()
export class Sessions {
  constructor(
    private readonly users: OidcUsers,
    private readonly sealed: SealedCookies,
    private readonly askers: Askers,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A name by which a browser takes the cookie from this very host and by TLS alone, where there is TLS. */
  private get name(): string {
    return this.secure ? '__Host-mailcase' : 'mailcase';
  }

  get secure(): boolean {
    return this.users.provider?.browsers?.secure ?? false;
  }

  isGiven(request: HttpRequest): boolean {
    return this.users.provider?.browsers != null && cookieOf(request, this.name) !== null;
  }

  /**
   * Who the cookie of a request lets in; none: nobody, or no more.
   * @throws Refused where it could be another site that asks
   */
  async of(request: HttpRequest): Promise<LetIn | null> {
    const content = await this.sealed.open('session', cookieOf(request, this.name) ?? '');
    if (!content?.sub || content.exp === undefined) return null;
    if (!SAFE.includes(request.method)) mustBeOwn(request);
    const asker = await this.askers.of(content.sub);
    return asker && { asker, until: new Date(content.exp * 1_000) };
  }

  /** The cookie of a session that begins. */
  async begin({ asker }: LetIn, hours: number): Promise<string> {
    const until = new Date(this.clock.now().getTime() + hours * HOUR);
    const value = await this.sealed.seal('session', { sub: asker.userId }, until);
    return this.cookie(value, Math.floor((hours * HOUR) / 1_000));
  }

  /** Takes the cookie away. */
  end(): string {
    return this.cookie('', 0);
  }

  private cookie(value: string, maxAge: number): string {
    return cookie(this.name, value, { maxAge, path: '/', secure: this.secure });
  }
}

/** @throws Refused where it could be another site that asks */
export function mustBeOwn({ headers }: HttpRequest): void {
  if (headers[OWN_HEADER]) return;
  throw new Refused(403, 'cross-site', 'With a cookie, changes need the header X-Requested-With.');
}
