import type { z } from 'zod';

interface SignIn {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly clientId: string;
  readonly redirectUri: string;
  readonly allowInsecure: boolean;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether an address may be asked: by TLS, or on this very machine, where that was allowed. */
export function isSafe(address: string, allowInsecure: boolean): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && allowInsecure && LOOPBACK.test(hostname));
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
