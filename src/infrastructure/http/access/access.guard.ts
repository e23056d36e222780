import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Asker, levelOf, mayWithOwn } from '../../../application/access/asker.js';
import { notForToken } from '../../../application/access/reading.js';
import type { HttpRequest } from '../fastify-types.js';
import { Refused } from '../problems/problem.js';
import { ACCESS, type Access } from './access.js';
import { setAsker, unauthenticated } from './asker.js';
import { Entrances } from './entrances.js';
import { WrongTokens } from './wrong-tokens.js';

/** Lets in whoever may use a route: a Bearer token (RFC 6750) of an active user, of an administrator where it says so. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly entrances: Entrances,
    private readonly wrong: WrongTokens,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const places = [context.getHandler(), context.getClass()];
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, places);
    if (access === 'open') return true;
    const request = context.switchToHttp().getRequest<HttpRequest>();
    const asker = await this.authenticate(request);
    if (access === 'administrator' && !asker.administrator) {
      throw new Refused(403, 'administrators-only', 'Only administrators may do this.');
    }
    if (typeof access === 'object' && levelOf(asker, access.scope, access.action) === 'no') {
      throw new Refused(403, 'not-allowed', `Your roles do not allow to ${access.action} ${access.scope}.`);
    }
    const own = isReading(request) ? 'read' : 'edit';
    if (access === undefined && !mayWithOwn(asker, own)) throw notForToken(`self:${own}`);
    setAsker(request, asker);
    return true;
  }

  private async authenticate(request: HttpRequest): Promise<Asker> {
    if (!this.entrances.isTried(request)) {
      throw unauthenticated('This needs a token: Authorization: Bearer …, or to sign in.');
    }
    const found = await this.entrances.of(request, !this.wrong.tooMany(request.ip));
    if ('asker' in found) return found.asker;
    if (found.code === 'token-expired') throw unauthenticated(found.because, found.code);
    // Asked again: of those that came at the same time, some have been found wrong meanwhile.
    const tooMany = this.wrong.tooMany(request.ip);
    this.wrong.note(request.ip);
    if (!tooMany) throw unauthenticated(found.because, found.code);
    const headers = { 'retry-after': String(this.wrong.window) };
    throw new Refused(429, 'too-many-wrong-tokens', 'Too many wrong tokens came from this address.', headers);
  }
}

const isReading = ({ method }: HttpRequest): boolean => method === 'GET' || method === 'HEAD';
