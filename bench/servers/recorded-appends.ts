import type {
  Append,
  Appended,
  AppendManyOptions,
  AppendOutcome,
  EventStore,
} from '../../src/application/ports/event-store.js';

/** A log that notes what is appended, so that the bare client can write the same. */
export class RecordedAppends implements EventStore {
  readonly instanceId: string;
  readonly readStream: EventStore['readStream'];
  readonly readAll: EventStore['readAll'];
  readonly subscribe: EventStore['subscribe'];
  private appends: Append[] = [];

  constructor(private readonly store: EventStore) {
    this.instanceId = store.instanceId;
    this.readStream = (...asked) => store.readStream(...asked);
    this.readAll = (...asked) => store.readAll(...asked);
    this.subscribe = (...asked) => store.subscribe(...asked);
  }

  append(append: Append): Promise<Appended> {
    this.appends.push(append);
    return this.store.append(append);
  }

  appendMany(appends: readonly Append[], options?: AppendManyOptions): Promise<readonly AppendOutcome[]> {
    this.appends.push(...appends);
    return this.store.appendMany(appends, options);
  }

  head(): ReturnType<EventStore['head']> {
    return this.store.head();
  }

  close(): Promise<void> {
    return this.store.close();
  }

  /** What has come since the last time. */
  take(): readonly Append[] {
    const { appends } = this;
    this.appends = [];
    return appends;
  }
}
