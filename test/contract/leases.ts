import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../src/application/ports/event-store.js';
import type { Held, Leases } from '../../src/application/ports/lease.js';

/** An engine under test: `open` gives leases that nobody holds. */
export interface LeasesEngine {
  readonly name: string;
  open(): Promise<Leases>;
}

/** One process of several that share leases, with a clock of its own. */
export interface LeasesNode {
  readonly leases: Leases;
  /** Time goes by here, in milliseconds, and all is done that is due. */
  pass(milliseconds: number): Promise<void>;
  /** Time goes by, but the process stands still: a SIGSTOP, a long collection of garbage. */
  stop(milliseconds: number): void;
  /** Its way to the store is cut. */
  sever(): void;
  mend(): void;
}

/** An engine of leases that several processes share. */
export interface SharedLeasesEngine {
  readonly name: string;
  /** Milliseconds of silence after which a lease may be taken over. */
  readonly length: number;
  /** A store that nobody holds anything in. @param clock where the node's clock stands, in ISO 8601 */
  open(): Promise<{ node(name: string, clock?: string): Promise<LeasesNode>; remove(): Promise<void> }>;
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

/** What Leases must do that several processes share. */
export function sharedLeasesContract(engine: SharedLeasesEngine): void {
  describe(`Leases of several nodes: ${engine.name}`, () => {
    const { length } = engine;
    let open: Awaited<ReturnType<typeof engine.open>>;
    let ana: LeasesNode;
    let bor: LeasesNode;

    beforeEach(async () => {
      open = await engine.open();
      [ana, bor] = [await open.node('ana'), await open.node('bor')];
    });
    afterEach(() => open.remove());

    /** For both of them, in small steps. */
    async function together(milliseconds: number): Promise<void> {
      for (let passed = 0; passed < milliseconds; passed += length / 15) {
        for (const node of [ana, bor]) await node.pass(length / 15);
      }
    }
    async function acquire({ leases }: LeasesNode, name = 'routing'): Promise<Held> {
      const held = await leases.tryAcquire(name);
      if (!held) throw new Error(`${name} is held by somebody else`);
      return held;
    }

    it('gives each run a name of its own', async () => {
      const again = await open.node('ana');
      expect(new Set([ana, bor, again].map(({ leases }) => leases.holder)).size).toBe(3);
      expect(ana.leases.holder).toMatch(/^ana\/[0-9a-f]{6}$/);
    });

    it('lets one of all nodes win, also where they race for it', async () => {
      const nodes = [ana, bor, ...(await Promise.all(['c', 'd', 'e'].map((name) => open.node(name))))];
      const outcomes = await Promise.all(nodes.map(({ leases }) => leases.tryAcquire('routing')));
      expect(outcomes.filter((held) => held !== null)).toHaveLength(1);
    });

    it('shows all of them who holds what', async () => {
      await acquire(ana);
      await acquire(bor, 'fetch support');
      for (const { leases } of [ana, bor]) {
        const listed = (await leases.list()).map(({ name, holder }) => `${name} ${holder}`).sort();
        expect(listed).toEqual([`fetch support ${bor.leases.holder}`, `routing ${ana.leases.holder}`]);
      }
    });

    it('leaves it to a holder that lives, however long', async () => {
      const held = await acquire(ana);
      for (let n = 0; n < 5; n++) {
        await together(length);
        expect(await bor.leases.tryAcquire('routing')).toBeNull();
      }
      expect(held.signal.aborted).toBe(false);
    });

    it('gives it to the next at once when it was released', async () => {
      const first = await acquire(ana);
      expect(await bor.leases.tryAcquire('routing')).toBeNull();
      await first.release();
      const second = await acquire(bor);
      expect(second.token).toBeGreaterThan(first.token);
      await first.release();
      expect(second.signal.aborted).toBe(false);
      expect(await ana.leases.tryAcquire('routing')).toBeNull();
    });

    it('gives it to another after the silence of its holder, and not before', async () => {
      const first = await acquire(ana);
      await bor.pass(length / 3);
      await bor.pass(length - 1);
      expect(await bor.leases.tryAcquire('routing')).toBeNull();
      await bor.pass(length / 3);
      const second = await acquire(bor);
      expect(second.token).toBeGreaterThan(first.token);
      expect((await bor.leases.list()).map(({ holder }) => holder)).toEqual([bor.leases.holder]);
      // By its own clock no time has passed: it releases what it believes to hold.
      await first.release();
      expect((await bor.leases.list()).map(({ token }) => token)).toEqual([second.token]);
      expect(await ana.leases.tryAcquire('routing')).toBeNull();
    });

    it('lets one win of those who take it over at the same moment', async () => {
      await acquire(ana);
      const others = [bor, ...(await Promise.all(['c', 'd', 'e'].map((name) => open.node(name))))];
      for (let n = 0; n < 5; n++) for (const other of others) await other.pass(length / 3);
      const outcomes = await Promise.all(others.map(({ leases }) => leases.tryAcquire('routing')));
      expect(outcomes.filter((held) => held !== null)).toHaveLength(1);
    });

    it('does not show what its holder has let go silently', async () => {
      await acquire(ana);
      await bor.pass(length / 3);
      expect(await bor.leases.list()).toHaveLength(1);
      for (let n = 0; n < 4; n++) await bor.pass(length / 3);
      expect(await bor.leases.list()).toEqual([]);
    });

    it('is lost to a holder that was stopped past its length, as soon as it wakes; its release harms nobody', async () => {
      const first = await acquire(ana);
      const { signal } = first;
      ana.stop(length * 2);
      for (let n = 0; n < 5; n++) await bor.pass(length / 3);
      const second = await acquire(bor);
      expect(first.signal.aborted).toBe(true);
      expect(signal.aborted).toBe(true);
      await first.release();
      await ana.pass(length / 3);
      expect(await ana.leases.tryAcquire('routing')).toBeNull();
      await together(length);
      expect(second.signal.aborted).toBe(false);
      expect((await ana.leases.list()).map(({ token }) => token)).toEqual([second.token]);
    });

    it('is lost to a stopped holder, and free, where nobody has taken it over', async () => {
      const first = await acquire(ana);
      ana.stop(length);
      await ana.pass(length / 3);
      expect(first.signal.aborted).toBe(true);
      expect((await acquire(bor)).token).toBeGreaterThan(first.token);
    });

    it('is lost to a holder that does not reach the store, before another can take it', async () => {
      const first = await acquire(ana);
      await together(length);
      ana.sever();
      let second: Held | null = null;
      let lostAfter: number | null = null;
      for (let passed = 0; second === null && passed < length * 3; passed += length / 15) {
        await together(length / 15);
        if (first.signal.aborted) lostAfter ??= passed;
        second = await bor.leases.tryAcquire('routing');
        if (second) expect(first.signal.aborted).toBe(true);
      }
      expect(second).not.toBeNull();
      expect(lostAfter).toBeLessThan(length);
      await expect(ana.leases.tryAcquire('routing')).rejects.toThrow(StoreUnavailable);
      ana.mend();
      await together(length);
      expect(await ana.leases.tryAcquire('routing')).toBeNull();
      expect(second?.signal.aborted).toBe(false);
    });

    it('is kept over an outage that is shorter', async () => {
      const held = await acquire(ana);
      await together(length);
      for (const node of [ana, bor]) node.sever();
      await together(length / 4);
      for (const node of [ana, bor]) node.mend();
      await together(length * 2);
      expect(held.signal.aborted).toBe(false);
      expect(await bor.leases.tryAcquire('routing')).toBeNull();
    });

    it('does not depend on what the clocks of the nodes say', async () => {
      const early = await open.node('early', '2020-01-01T00:00:00.000Z');
      const late = await open.node('late', '2030-01-01T00:00:00.000Z');
      const held = await acquire(early);
      for (let n = 0; n < 9; n++) for (const node of [early, late]) await node.pass(length / 3);
      expect(await late.leases.tryAcquire('routing')).toBeNull();
      expect(held.signal.aborted).toBe(false);
      for (let n = 0; n < 5; n++) await late.pass(length / 3);
      expect((await acquire(late)).token).toBeGreaterThan(held.token);
    });

    it('gives all that a node held to others at once when it is closed', async () => {
      const held = [await acquire(ana, 'a'), await acquire(ana, 'b')];
      await ana.leases.close();
      expect(held.map(({ signal }) => signal.aborted)).toEqual([true, true]);
      await acquire(bor, 'a');
      await acquire(bor, 'b');
      await expect(ana.leases.tryAcquire('c')).rejects.toMatchObject({ code: 'closed' });
    });

    it('never gives a token twice, whatever happens to the nodes', async () => {
      const given = new Map<string, string>();
      const now = new Map<string, Held>();
      const nodes = [ana, bor, await open.node('cene')];
      // A sequence that is the same each time (Park and Miller's).
      let state = 42;
      const random = (below: number) => {
        state = (state * 48_271) % 2_147_483_647;
        return state % below;
      };
      for (let step = 0; step < 250; step++) {
        const node = nodes[random(nodes.length)] ?? ana;
        switch (random(7)) {
          case 0:
            node.stop(random(length * 2));
            break;
          case 1:
            node.sever();
            break;
          case 2:
            node.mend();
            break;
          case 3:
            await now.get(node.leases.holder)?.release();
            break;
          default:
            await node.pass(random(length / 2));
        }
        const held = await node.leases.tryAcquire('routing').catch(() => null);
        if (!held) continue;
        expect(given.get(String(held.token)), `token ${held.token} at step ${step}`).toBeUndefined();
        expect(held.token).toBeGreaterThan(Math.max(0, ...[...given.keys()].map(Number)));
        given.set(String(held.token), node.leases.holder);
        now.set(node.leases.holder, held);
      }
      expect(given.size).toBeGreaterThan(3);
    });
  });
}
