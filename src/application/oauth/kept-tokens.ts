import { z } from 'zod';
import type { Clock } from '../ports/clock.js';
import type { GrantedTokens } from '../ports/oauth-client.js';
import type { Vault } from '../ports/vault.js';

const KeptTokens = z.object({
  accessToken: z.string(),
  refreshToken: z.string().nullable(),
  /** ISO 8601. */
  obtainedAt: z.string(),
  /** From then on it is renewed before it is used; none: it is used until a server refuses it. ISO 8601. */
  renewAt: z.string().nullable(),
});
/** The tokens of a grant, as they stand in the vault under its name. */
export type KeptTokens = z.infer<typeof KeptTokens>;

/** Milliseconds before its end that an access token is not used any more; of a short life a quarter. */
const MARGIN = 120_000;
const SAVE_TRIES = 3;
/** Milliseconds. */
const SAVE_AGAIN = 500;

/** @param before whose refresh token goes on where the provider gave no new one */
export function keptTokens(
  { accessToken, refreshToken, expiresIn }: GrantedTokens,
  before: KeptTokens | null,
  now: Date,
): KeptTokens {
  const life = expiresIn === null ? null : expiresIn * 1_000;
  return {
    accessToken,
    refreshToken: refreshToken ?? before?.refreshToken ?? null,
    obtainedAt: now.toISOString(),
    renewAt: life === null ? null : new Date(now.getTime() + life - Math.min(MARGIN, life / 4)).toISOString(),
  };
}

/** The tokens of grants in the vault. */
export class TokenVault {
  /** What a provider has given and the vault has not taken yet: a refresh token that was replaced is good no more. */
  private readonly unsaved = new Map<string, KeptTokens>();

  constructor(
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** None: the grant was revoked meanwhile. */
  async read(secret: string): Promise<KeptTokens | null> {
    const waiting = this.unsaved.get(secret);
    if (waiting) {
      await this.save(secret, waiting);
      return waiting;
    }
    const text = await this.vault.get(secret);
    return text === null ? null : KeptTokens.parse(JSON.parse(text));
  }

  /** @throws whatever the vault throws */
  async put(secret: string, tokens: KeptTokens): Promise<void> {
    await this.vault.put(secret, JSON.stringify(tokens));
  }

  /** As `put`, but a vault that is away loses nothing as long as this process lives. */
  async save(secret: string, tokens: KeptTokens): Promise<void> {
    this.unsaved.set(secret, tokens);
    for (let tries = 1; tries <= SAVE_TRIES; tries++) {
      try {
        await this.put(secret, tokens);
        if (this.unsaved.get(secret) === tokens) this.unsaved.delete(secret);
        return;
      } catch {
        await this.clock.pause(SAVE_AGAIN);
      }
    }
  }

  async remove(secret: string): Promise<void> {
    this.unsaved.delete(secret);
    await this.vault.remove(secret);
  }
}
