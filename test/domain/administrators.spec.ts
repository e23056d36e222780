import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { administrators, releaseAdministrator, type Standing } from '../../src/domain/access/administrators.js';
import type { AdministratorEvent, UserEvent } from '../../src/domain/access/events.js';
import { activateUser, deactivateUser, isActiveAdministrator, user } from '../../src/domain/access/user.js';
import { fold } from '../../src/domain/decider.js';
import { Rejected } from '../../src/domain/errors.js';
import type { UserId } from '../../src/domain/ids.js';
import { refused } from '../support/decisions.js';
import { userId } from '../support/domain-builders.js';

const registered = (id: UserId, administrator = true): UserEvent => ({
  type: 'UserRegistered',
  data: { userId: id, name: id, administrator },
});
const standing = (id: UserId, ...events: readonly UserEvent[]): Standing => {
  const history = [registered(id), ...events];
  return { userId: id, user: fold(user, history), revision: history.length - 1 };
};
const [ana, bor] = [userId('ana'), userId('bor')];
const leaving = { userId: ana, revision: 0 };

describe('an administrator may go', () => {
  test('while another is active', () => {
    const released = [{ type: 'AdministratorReleased', data: leaving }];
    expect(releaseAdministrator(new Map(), leaving, [standing(bor)])).toEqual(released);
    expect(releaseAdministrator(new Map([[ana, 0]]), leaving, [standing(bor)])).toEqual([]);
  });

  test.each([
    ['there is nobody else', []],
    ['there is only themselves', [standing(ana)]],
    ['the other is not active', [standing(bor, { type: 'UserDeactivated', data: { userId: bor } })]],
    ['the other is none any more', [standing(bor, { type: 'UserNoLongerAdministrator', data: { userId: bor } })]],
  ])('but not where %s', (_, others) => {
    expect(refused(() => releaseAdministrator(new Map(), leaving, others))).toBe('rejected last-administrator');
  });

  test('who was let go counts no more, unless something else came first', () => {
    const letGo = new Map([[bor, 0]]);
    expect(refused(() => releaseAdministrator(letGo, leaving, [standing(bor)]))).toBe('rejected last-administrator');
    const instead = standing(bor, { type: 'UserEmailAddressesSet', data: { userId: bor, emailAddresses: [] } });
    expect(releaseAdministrator(letGo, leaving, [instead])).toHaveLength(1);
  });
});

/** Several nodes that deactivate and activate at once, each stopped between any two of its reads and writes. */
test('however many do it at once, and wherever each of them is held up, one stays', async () => {
  const ids = [ana, bor, userId('cene')];
  const act = fc.record({ who: fc.constantFrom(...ids), what: fc.constantFrom('go', 'come', 'other') });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(act, { minLength: 2, maxLength: 8 }), async (scheduler, acts) => {
      const users = new Map(ids.map((id) => [id, [registered(id)]]));
      const decisions: AdministratorEvent[] = [];
      const streamOf = (id: UserId) => users.get(id) ?? [];
      const read = (id: UserId): Standing => ({
        userId: id,
        user: fold(user, streamOf(id)),
        revision: streamOf(id).length - 1,
      });
      const held = () => scheduler.schedule(Promise.resolve());
      /** Appends at an exact revision. */
      const append = <E>(stream: E[], revision: number, events: readonly E[]): boolean => {
        if (stream.length - 1 !== revision) return false;
        stream.push(...events);
        expect(ids.some((id) => isActiveAdministrator(read(id).user))).toBe(true);
        return true;
      };
      const go = async (who: UserId): Promise<boolean> => {
        const me = read(who);
        await held();
        if (isActiveAdministrator(me.user)) {
          for (;;) {
            const at = decisions.length - 1;
            const state = fold(administrators, decisions);
            const others: Standing[] = [];
            for (const id of ids) {
              await held();
              others.push(read(id));
            }
            const events = releaseAdministrator(state, { userId: who, revision: me.revision }, others);
            await held();
            if (append(decisions, at, events)) break;
          }
        }
        await held();
        return append(streamOf(who), me.revision, deactivateUser(me.user));
      };
      const come = async (who: UserId): Promise<boolean> => {
        const me = read(who);
        await held();
        return append(streamOf(who), me.revision, activateUser(me.user));
      };
      const other = async (who: UserId): Promise<boolean> => {
        const me = read(who);
        await held();
        return append(streamOf(who), me.revision, [
          { type: 'UserEmailAddressesSet', data: { userId: who, emailAddresses: [] } },
        ]);
      };
      const running = acts.map(async ({ who, what }) => {
        try {
          for (let n = 0; n < 3; n++) if (await { go, come, other }[what](who)) return;
        } catch (error) {
          if (!(error instanceof Rejected)) throw error;
        }
      });
      await scheduler.waitFor(Promise.all(running));
    }),
  );
});
