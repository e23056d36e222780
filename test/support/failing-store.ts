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

/** The same store, but for what it says of the whole log. */
export function reading(store: EventStore, readAll: EventStore['readAll']): EventStore {
  return new Proxy(store, {
    get(target, name) {
      const value: unknown = name === 'readAll' ? readAll : Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
