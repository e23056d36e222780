import type { Clock } from '../ports/clock.js';
import type { CollectionVersion } from '../ports/document-store.js';
import type { LeaseStatus, Leases } from '../ports/lease.js';
import type { Logger } from '../ports/logger.js';
import { Hold } from './hold.js';

const NODE = 'node ';
/**
 * Milliseconds that a version of a read model is kept after the last node that reads it was seen: one whose leases were
 * lost while their store was away still lives, and is back a moment later.
 */
const KEPT = 20_000;

export interface NodeStatus {
  /** Its name, and what tells this run of it from others. */
  readonly node: string;
  /** Of the program. */
  readonly version: string;
  /** By its own clock. ISO 8601. */
  readonly since: string;
  /** This is the one that was asked. */
  readonly isThis: boolean;
  /** What it alone does at present. */
  readonly holds: readonly Pick<LeaseStatus, 'name' | 'token' | 'since'>[];
}

const nameOf = ({ name, version }: CollectionVersion): string => `${name}_v${version}`;

/** The nodes that live: each holds a lease that says so, with its version and the read models that it reads. */
export class Nodes {
  private readonly presence: Hold;
  /** Versions of read models that nobody seems to read, and whether that has been so for long. */
  private readonly unread = new Map<string, { isOver: boolean }>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly leases: Leases,
    private readonly clock: Clock,
    logger: Logger,
    version: string,
    reads: readonly CollectionVersion[],
  ) {
    const note = [version, ...reads.map(nameOf)].join(' ');
    this.presence = new Hold(leases, clock, logger, { name: NODE + leases.holder, note });
  }

  /** From now on the others know of this one. */
  start(): Promise<void> {
    return this.presence.start();
  }

  stop(): Promise<void> {
    this.stopping.abort();
    return this.presence.stop();
  }

  /** @throws StoreUnavailable */
  list(): Promise<NodeStatus[]> {
    return Nodes.list(this.leases);
  }

  /** As seen by one that is no node itself. @throws StoreUnavailable */
  static async list(all: Leases): Promise<NodeStatus[]> {
    const leases = await all.list();
    return leases
      .filter(({ name }) => name.startsWith(NODE))
      .map(({ holder, since, note }) => ({
        node: holder,
        version: note.split(' ')[0] ?? '',
        since,
        isThis: holder === all.holder,
        holds: leases
          .filter((lease) => lease.holder === holder && !lease.name.startsWith(NODE))
          .map(({ name, token, since }) => ({ name, token, since }))
          .sort((a, b) => (a.name < b.name ? -1 : 1)),
      }))
      .sort((a, b) => (a.node < b.node ? -1 : 1));
  }

  /** Whether another node lives. @throws StoreUnavailable */
  async hasOthers(): Promise<boolean> {
    return (await this.others()).length > 0;
  }

  /** Whether another node reads this version of a read model, or did a moment ago. @throws StoreUnavailable */
  async isReadElsewhere(version: CollectionVersion): Promise<boolean> {
    if (!this.leases.isShared) return false;
    const name = nameOf(version);
    if ((await this.others()).some(({ note }) => note.split(' ').includes(name))) {
      this.unread.delete(name);
      return true;
    }
    const unread = this.unread.get(name) ?? this.beginsUnread(name);
    return !unread.isOver;
  }

  private beginsUnread(name: string): { readonly isOver: boolean } {
    const unread = { isOver: false };
    this.unread.set(name, unread);
    void this.clock.pause(KEPT, this.stopping.signal).then(() => {
      unread.isOver = !this.stopping.signal.aborted;
    });
    return unread;
  }

  private async others(): Promise<readonly LeaseStatus[]> {
    if (!this.leases.isShared) return [];
    const leases = await this.leases.list();
    return leases.filter(({ name, holder }) => name.startsWith(NODE) && holder !== this.leases.holder);
  }
}
