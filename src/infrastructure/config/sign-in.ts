import type { z } from 'zod';
import { isSafe } from '../../domain/safe-address.js';

interface SignIn {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly clientId: string;
  readonly redirectUri: string;
  readonly allowInsecure: boolean;
}

/** What a provider must be given together with. */
export function checkSignIn(given: SignIn, context: z.core.$RefinementCtx<SignIn>): void {
  const { issuer, audiences, clientId, redirectUri, allowInsecure } = given;
  const wrong = (key: keyof SignIn, message: string) => context.addIssue({ code: 'custom', path: [key], message });
  if (issuer === '') {
    if (clientId !== '') wrong('issuer', 'must be set where there is a client');
    return;
  }
  if (!isSafe(issuer, allowInsecure)) wrong('issuer', 'must begin with https://, or be on this machine and allowed');
  if (audiences.length === 0 && clientId === '') {
    wrong('audiences', 'must name an audience where there is a provider: else tokens for anybody would be taken');
  }
  if ((clientId === '') !== (redirectUri === '')) {
    wrong('redirectUri', 'and clientId go together: both, or none to sign in by a browser');
  } else if (redirectUri !== '' && !isSafe(redirectUri, true)) {
    wrong('redirectUri', 'must begin with https://, or be on this machine');
  }
}
