import { type Collection, type Db, MongoNetworkError } from 'mongodb';
import type { MongoConnection } from '../../../src/infrastructure/mongodb/mongo-connection.js';

const WRITING = new Set<PropertyKey>([
  ...['insertOne', 'insertMany', 'updateOne', 'updateMany', 'replaceOne', 'deleteOne', 'deleteMany', 'bulkWrite'],
  ...['createIndexes', 'dropIndex', 'renameCollection', 'dropCollection'],
]);

/** A process that dies at a write: from there on nothing of it reaches the server. */
export interface Death {
  /** The write that it dies at, counted from 1; more than there are: it lives. */
  readonly at: number;
  /** Whether the server had done it already. */
  readonly done: boolean;
}

/** A connection of a process that dies; `died` says whether it has. */
export function crashing(connection: MongoConnection, { at, done }: Death) {
  let writes = 0;
  let dead = false;

  const mortal =
    (work: (...args: unknown[]) => unknown, isWrite: boolean) =>
    (...args: unknown[]) => {
      if (dead) throw new MongoNetworkError('the process has died');
      if (!isWrite || ++writes !== at) return work(...args);
      dead = true;
      const result = done ? Promise.resolve(work(...args)) : Promise.resolve();
      return result.then(() => Promise.reject(new MongoNetworkError('the process has died')));
    };

  const wrapped = <T extends Db | Collection>(target: T): T =>
    new Proxy(target, {
      get(_, property) {
        const value: unknown = Reflect.get(target, property, target);
        if (typeof value !== 'function') return value;
        if (property === 'collection') return (name: string) => wrapped((target as Db).collection(name));
        return mortal(value.bind(target), WRITING.has(property));
      },
    });

  const database = wrapped(connection.database);
  const proxy = new Proxy(connection, {
    get(target, property) {
      if (property === 'database') return database;
      if (property === 'patiently') return (work: (database: Db) => unknown) => work(database);
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { connection: proxy, died: () => dead };
}
