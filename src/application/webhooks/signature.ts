const PREFIX = 'whsec_';
const BYTES = 32;

/** A new secret of a webhook: `whsec_` and 32 random bytes as base64 (Standard Webhooks). It is shown once. */
export const newWebhookSecret = (): string =>
  `${PREFIX}${Buffer.from(crypto.getRandomValues(new Uint8Array(BYTES))).toString('base64')}`;

/**
 * The header fields of a message as Standard Webhooks wants them: signed with each of the secrets, the present one first.
 * @param sentAt of this attempt: whoever verifies it refuses what is old
 */
export async function signedHeaders(
  id: string,
  sentAt: Date,
  body: string,
  secrets: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const timestamp = String(Math.floor(sentAt.getTime() / 1_000));
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  const signatures = await Promise.all(secrets.map((secret) => signature(secret, signed)));
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

async function signature(secret: string, signed: Uint8Array<ArrayBuffer>): Promise<string> {
  const raw = Buffer.from(secret.slice(PREFIX.length), 'base64');
  const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return `v1,${Buffer.from(await crypto.subtle.sign('HMAC', key, signed)).toString('base64')}`;
}
