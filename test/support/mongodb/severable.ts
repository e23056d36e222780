import { type Collection, type Db, MongoNetworkError } from 'mongodb';
import type { MongoConnection } from '../../../src/infrastructure/mongodb/mongo-connection.js';

/** A connection that can be cut between one process and the server. */
export function severable(connection: MongoConnection) {
  let severed = false;
  const wrapped = <T extends Db | Collection>(target: T): T =>
    new Proxy(target, {
      get(_, property) {
        const value: unknown = Reflect.get(target, property, target);
        if (typeof value !== 'function') return value;
        // A function of this name is one of a database.
        if (property === 'collection') return (name: string) => wrapped((target as Db).collection(name));
        return (...args: unknown[]) => {
          if (severed) throw new MongoNetworkError('the network is cut');
          return value.apply(target, args);
        };
      },
    });
  const database = wrapped(connection.database);
  const proxy = new Proxy(connection, {
    get(target, property) {
      if (property === 'database') return database;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return {
    connection: proxy,
    sever: () => {
      severed = true;
    },
    mend: () => {
      severed = false;
    },
  };
}
