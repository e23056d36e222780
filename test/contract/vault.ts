import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Vault } from '../../src/application/ports/vault.js';

/** An engine under test: `open` gives an empty vault. */
export interface VaultEngine {
  readonly name: string;
  open(): Promise<{ readonly vault: Vault; remove(): Promise<void> }>;
}

/** What every Vault must do. */
export function vaultContract(engine: VaultEngine): void {
  describe(`Vault: ${engine.name}`, () => {
    let vault: Vault;
    let remove: () => Promise<void>;

    beforeEach(async () => {
      ({ vault, remove } = await engine.open());
    });
    afterEach(() => remove());

    it.each([
      ['a password', 'tajno geslo'],
      ['nothing', ''],
      ['any characters', 'čšž 🔑 "quoted"\nnew line\u0000nul'],
      ['a long one', 'x'.repeat(100_000)],
    ])('gives a secret back: %s', async (_, secret) => {
      await vault.put('imap:support', secret);
      expect(await vault.get('imap:support')).toBe(secret);
    });

    it('has none that was never put', async () => {
      expect(await vault.get('imap:support')).toBeNull();
    });

    it('replaces a secret', async () => {
      await vault.put('imap:support', 'first');
      await vault.put('imap:support', 'second');
      expect(await vault.get('imap:support')).toBe('second');
    });

    it('removes a secret, also one that it never had', async () => {
      await vault.put('imap:support', 'first');
      await vault.put('imap:sales', 'other');
      await vault.remove('imap:support');
      await vault.remove('imap:support');
      expect(await vault.get('imap:support')).toBeNull();
      expect(await vault.get('imap:sales')).toBe('other');
    });

    it('loses none of many that are changed at once', async () => {
      const names = Array.from({ length: 20 }, (_, n) => `secret ${n}`);
      await Promise.all(names.map((name) => vault.put(name, `of ${name}`)));
      for (const name of names) expect(await vault.get(name)).toBe(`of ${name}`);
    });

    it('signs for one purpose as for no other, and the same text the same', () => {
      const signed = vault.signer('message-id').sign('text');
      expect(signed).toMatch(/^[a-z0-9]{16}$/);
      expect(vault.signer('message-id').sign('text')).toBe(signed);
      expect(vault.signer('message-id').sign('other')).not.toBe(signed);
      expect(vault.signer('link').sign('text')).not.toBe(signed);
    });

    it.each(['__proto__', 'constructor', 'imap:čšž/../x'])('takes %s as a name like any other', async (name) => {
      expect(await vault.get(name)).toBeNull();
      await vault.put(name, 'secret');
      expect(await vault.get(name)).toBe('secret');
    });
  });
}
