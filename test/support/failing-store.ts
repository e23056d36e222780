import type { EventStore } from '../../src/application/ports/event-store.js';

/** Goes away after so many appends, with or without having written the last. */
export function failing(store: EventStore, appends: number, writes: boolean): EventStore {
  let left = appends;
  return new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name !== 'append') return typeof value === 'function' ? value.bind(target) : value;
      return async (...args: Parameters<EventStore['append']>) => {
        if (left-- > 0) return target.append(...args);
        if (writes) await target.append(...args);
        throw new Error('the process ends here');
      };
    },
  });
}
