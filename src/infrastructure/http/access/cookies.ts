import type { HttpRequest } from '../fastify-types.js';

/** The value of a cookie (RFC 6265, section 5.4); none: there is none of that name. */
export function cookieOf({ headers }: HttpRequest, name: string): string | null {
  for (const pair of (headers.cookie ?? '').split(';')) {
    const [key, ...value] = pair.split('=');
    if (key?.trim() === name) return value.join('=').trim();
  }
  return null;
}

export interface CookieOptions {
  /** Seconds; 0 takes it away. */
  readonly maxAge: number;
  readonly path: string;
  /** Whether it goes by TLS alone. */
  readonly secure: boolean;
}

/** A cookie that scripts do not see, and that other sites' requests do not bring, but for links that somebody follows. */
export function cookie(name: string, value: string, { maxAge, path, secure }: CookieOptions): string {
  return `${name}=${value}; Path=${path}; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}
