import { Controller, Get, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CLOCK } from '../../../application/parts.js';
import type { Clock } from '../../../application/ports/clock.js';
import { type Person, type SignInProvider, TokenRefused } from '../../oidc/index.js';
import { Open } from '../access/access.js';
import { cookie, cookieOf } from '../access/cookies.js';
import { OidcUsers } from '../access/oidc-users.js';
import { SealedCookies } from '../access/sealed-cookies.js';
import { mustBeOwn, Sessions } from '../access/sessions.js';
import { Answers, AnswersProblems } from '../answers/described.js';
import type { HttpReply, HttpRequest } from '../fastify-types.js';
import { Refused } from '../problems/problem.js';
import { Unkeyed } from '../requests/idempotency.interceptor.js';
import { CallbackQuery, SignInQuery, WaysIn } from '../schemas/auth.js';

const PATH = '/api/v1/auth/oidc';
/** Seconds that somebody may take to sign in at the provider. */
const PATIENCE = 600;
const FLOW_COOKIE = 'mailcase-sign-in';
const Kept = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), returnTo: z.string() });

/** The ways in, and signing in by a browser: there by a redirect, and back with a code. */
@Controller('api/v1/auth')
@ApiTags('sign-in')
@AnswersProblems()
@Open()
export class AuthController {
  constructor(
    private readonly users: OidcUsers,
    private readonly sessions: Sessions,
    private readonly sealed: SealedCookies,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Answers(WaysIn)
  waysIn() {
    const { provider } = this.users;
    const oidc = provider && { issuer: provider.issuer, signIn: provider.browsers && PATH };
    return { apiTokens: true, oidc };
  }

  @Get('oidc')
  @ApiResponse({ status: 302, description: 'To the sign-in provider' })
  async signIn(@Query({ schema: SignInQuery }) { returnTo }: z.infer<typeof SignInQuery>, @Res() reply: HttpReply) {
    const { browsers } = this.provider();
    const flow = browsers.newFlow();
    const address = await browsers.addressFor(flow);
    const until = new Date(this.clock.now().getTime() + PATIENCE * 1_000);
    const value = await this.sealed.seal('sign-in', { ...flow, returnTo }, until);
    reply.header('set-cookie', this.flowCookie(value, PATIENCE)).redirect(address, 302);
  }

  @Get('oidc/callback')
  @ApiResponse({ status: 302, description: 'To where the browser wanted to go, with a session' })
  async callback(
    @Query({ schema: CallbackQuery }) { state, code, error }: z.infer<typeof CallbackQuery>,
    @Req() request: HttpRequest,
    @Res() reply: HttpReply,
  ) {
    const { provider, browsers } = this.provider();
    const content = await this.sealed.open('sign-in', cookieOf(request, FLOW_COOKIE) ?? '');
    const kept = Kept.safeParse(content);
    // Somebody else's sign-in must not become this browser's.
    if (!kept.success || kept.data.state !== state) {
      throw new Refused(403, 'sign-in-not-begun', 'This browser has not begun this sign-in, or too long ago.');
    }
    if (code === undefined || error !== undefined) {
      throw new Refused(403, 'sign-in-refused', 'The provider has not signed you in.');
    }
    const person = await provider.personBehind(browsers, code, kept.data).catch(refused);
    const letIn = await this.users.letIn(provider, person);
    const session = await this.sessions.begin(letIn, provider.sessionHours);
    reply.header('set-cookie', [session, this.flowCookie('', 0)]).redirect(kept.data.returnTo, 302);
  }

  /** Ends the session of this browser; of the provider it knows nothing. */
  @Post('sign-out')
  @HttpCode(204)
  @Unkeyed()
  @ApiResponse({ status: 204, description: 'The browser has no session any more' })
  signOut(@Req() request: HttpRequest, @Res({ passthrough: true }) reply: HttpReply) {
    mustBeOwn(request);
    reply.header('set-cookie', this.sessions.end());
  }

  /** @throws Refused where nobody signs in by a browser */
  private provider() {
    const { provider } = this.users;
    if (!provider?.browsers) throw new Refused(404, 'no-sign-in', 'Nobody signs in here by a browser.');
    return { provider, browsers: provider.browsers } satisfies { provider: SignInProvider; browsers: object };
  }

  private flowCookie(value: string, maxAge: number): string {
    return cookie(FLOW_COOKIE, value, { maxAge, path: PATH, secure: this.sessions.secure });
  }
}

function refused(error: unknown): Person {
  if (error instanceof TokenRefused) throw new Refused(403, 'sign-in-refused', error.message);
  throw error;
}
