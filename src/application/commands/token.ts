const PREFIX = 'mc_';
const BYTES = 32;

/** A new API token: `mc_` and 32 random bytes as base64url. It is shown once and kept nowhere. */
export function newToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  return `${PREFIX}${Buffer.from(bytes).toString('base64url')}`;
}

/** What is kept of a token, and what it is found by: its SHA-256, hexadecimal. */
export async function hashToken(token: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token));
  return Buffer.from(digest).toString('hex');
}
