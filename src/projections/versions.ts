import {
  type CollectionRef,
  type CollectionVersion,
  type DocumentStore,
  live,
} from '../application/ports/document-store.js';
import { type Position, START } from '../domain/event.js';
import type { Projection } from './projection.js';

/** The checkpoint of a version: a new one begins where the log does. */
export const checkpointOf = ({ name, version }: CollectionVersion): string => `projection ${name}_v${version}`;
/** The checkpoint of its rebuild. */
export const rebuildCheckpointOf = (version: CollectionVersion): string => `${checkpointOf(version)} building`;
/** There once it has caught up: a crash on the way must not make half a read model look like a whole one. */
export const builtCheckpointOf = (version: CollectionVersion): string => `${checkpointOf(version)} built`;

/** One read model's versions in the document store: its own, and those before it that it takes the place of. */
export class Versions {
  private constructor(
    private readonly documents: DocumentStore,
    private readonly own: CollectionVersion,
    private older: readonly CollectionVersion[],
    private built: boolean,
    /** It was built once, and a program of another version has gone on since. */
    private readonly isBehind: boolean,
    /** What is read until its own is built; none: nothing that today's readers understand. */
    readonly standIn: CollectionRef | null,
  ) {}

  /** Writes nothing. */
  static async open(documents: DocumentStore, { spec, readsFrom }: Projection): Promise<Versions> {
    const { name, version: own } = spec;
    const isBuilt = async (one: CollectionVersion) => (await documents.checkpoint(builtCheckpointOf(one))) !== null;
    const placeOf = async (one: CollectionVersion) => (await documents.checkpoint(checkpointOf(one))) ?? START;
    const versions = await documents.versions(name);
    const older = versions.filter((version) => version < own).map((version) => ({ name, version }));
    let standIn: CollectionRef | null = null;
    for (const one of older) if (one.version >= readsFrom && (await isBuilt(one))) standIn = live(one);
    // A program of another version was here meanwhile: what this one left is as old as that.
    const place = await placeOf(spec);
    let isBehind = false;
    for (const version of versions) isBehind ||= version !== own && (await placeOf({ name, version })) > place;
    return new Versions(documents, spec, older, !isBehind && (await isBuilt(spec)), isBehind, standIn);
  }

  /** Whether it has caught up with the log once, in this process or before. */
  get isBuilt(): boolean {
    return this.built;
  }

  /** Whether versions before it are kept for those who read them. */
  get hasOlder(): boolean {
    return this.older.length > 0;
  }

  /** Somebody else has built it; or removed it, taking all who read it for gone. */
  seen(built: boolean): void {
    // Nothing says whether it was built before it was left behind, or after.
    this.built = built && !this.isBehind;
  }

  /**
   * It has caught up: that is kept, and the versions before it go, as soon as nobody reads them. Does nothing when
   * nothing is left to do.
   */
  async complete(at: Position, isReadElsewhere: (version: CollectionVersion) => Promise<boolean>): Promise<void> {
    if (!this.built) await this.keepBuilt(at);
    if (this.older.length === 0) return;
    const kept: CollectionVersion[] = [];
    for (const one of this.older) {
      if (await isReadElsewhere(one)) kept.push(one);
      else await this.documents.drop(one, [checkpointOf(one), rebuildCheckpointOf(one), builtCheckpointOf(one)]);
    }
    this.older = kept;
  }

  private async keepBuilt(at: Position): Promise<void> {
    const key = builtCheckpointOf(this.own);
    // It may be kept already: by another writer, or by a call whose answer was lost.
    const kept = await this.documents.checkpoint(key);
    if (kept === null) await this.documents.write(live(this.own), [], { key, from: null, to: at });
    this.built = true;
  }
}
