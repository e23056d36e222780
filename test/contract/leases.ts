import { beforeEach, describe, expect, it } from 'vitest';
import type { Held, Leases } from '../../src/application/ports/lease.js';

/** An engine under test: `open` gives leases that nobody holds. */
export interface LeasesEngine {
  readonly name: string;
  open(): Promise<Leases>;
}

/** What all Leases must do. */
export function leasesContract(engine: LeasesEngine): void {
  describe(`Leases: ${engine.name}`, () => {
    let leases: Leases;
    beforeEach(async () => {
      leases = await engine.open();
    });

    async function acquire(name: string, note?: string): Promise<Held> {
      const held = await leases.tryAcquire(name, note);
      if (!held) throw new Error(`${name} is held by somebody else`);
      return held;
    }

    it('gives one to the first and refuses it to the second', async () => {
      const held = await acquire('fetch:support');
      expect(held.signal.aborted).toBe(false);
      expect(await leases.tryAcquire('fetch:support')).toBeNull();
    });

    it('lets only one of many win', async () => {
      const outcomes = await Promise.all(Array.from({ length: 10 }, () => leases.tryAcquire('routing')));
      expect(outcomes.filter((held) => held !== null)).toHaveLength(1);
    });

    it('keeps names apart', async () => {
      await acquire('fetch:support');
      await acquire('fetch:sales');
    });

    it('gives it to the next when it was released, with a higher token', async () => {
      const first = await acquire('routing');
      await first.release();
      expect(first.signal.aborted).toBe(true);
      const second = await acquire('routing');
      expect(second.token).toBeGreaterThan(first.token);
      expect(second.signal.aborted).toBe(false);
    });

    it('says who holds what', async () => {
      const routing = await acquire('routing', 'version 1');
      const fetching = await acquire('fetch:support');
      const { holder } = leases;
      const since = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
      const listed = [...(await leases.list())].sort((a, b) => (a.name < b.name ? -1 : 1));
      expect(listed).toEqual([
        { name: 'fetch:support', holder, token: fetching.token, since, note: '' },
        { name: 'routing', holder, token: routing.token, since, note: 'version 1' },
      ]);
      await routing.release();
      expect((await leases.list()).map(({ name }) => name)).toEqual(['fetch:support']);
    });

    it('releases all when it is closed', async () => {
      const held = [await acquire('routing'), await acquire('fetch:support')];
      await leases.close();
      expect(held.map(({ signal }) => signal.aborted)).toEqual([true, true]);
    });

    it('does not take it from the next owner when the last one releases it again', async () => {
      const first = await acquire('routing');
      await first.release();
      const second = await acquire('routing');
      await first.release();
      expect(second.signal.aborted).toBe(false);
      expect(await leases.tryAcquire('routing')).toBeNull();
    });
  });
}
