import type { Collection, Db } from 'mongodb';
import { CheckpointConflict, type CheckpointMove } from '../../application/ports/document-store.js';
import type { Position } from '../../domain/event.js';
import { isDuplicate } from './store-errors.js';

/** A swap that was decided: whoever finds it completes it. */
export interface Swap {
  /** Of what is put in place. */
  readonly build: string;
  /** Names of collections. */
  readonly built: string;
  readonly live: string;
  readonly to: Position;
  readonly buildingKey: string;
  /** Where the checkpoint of the building stood; a later one is of another building. */
  readonly buildingAt: Position | null;
}

interface Checkpoint {
  readonly _id: string;
  /** None: there is none yet, but a swap was decided that will make it. */
  readonly position: Position | null;
  readonly swap?: Swap;
}

/** How far each writer has come, one document each. All is moved by compare-and-set: nobody overwrites what they have not seen. */
export class DocumentCheckpoints {
  readonly #collection: Collection<Checkpoint>;

  /** @param complete puts the collection of a swap in place; false: what was built is gone */
  constructor(
    database: Db,
    private readonly complete: (swap: Swap) => Promise<boolean>,
  ) {
    this.#collection = database.collection<Checkpoint>('checkpoints');
  }

  async read(keys: readonly string[]): Promise<ReadonlyMap<string, Position>> {
    const found = new Map<string, Position>();
    for (const checkpoint of await this.#collection.find({ _id: { $in: [...keys] } }).toArray()) {
      const { _id: key, swap } = checkpoint;
      if (swap) await this.#finish(key, swap);
      const position = swap ? await this.#positionOf(key) : checkpoint.position;
      if (position !== null) found.set(key, position);
    }
    return found;
  }

  async readOne(key: string): Promise<Position | null> {
    return (await this.read([key])).get(key) ?? null;
  }

  /** @throws CheckpointConflict */
  async move({ key, from, to }: CheckpointMove): Promise<void> {
    await this.#compareAndSet(key, from, { _id: key, position: to });
  }

  /**
   * Moves a checkpoint and puts a collection in place, in steps that each leave the whole readable: the decision, which
   * stops every other writer; the collection; the checkpoint.
   * @throws CheckpointConflict; Error where what was built is gone
   */
  async swap({ key, from }: CheckpointMove, swap: Swap): Promise<void> {
    await this.#compareAndSet(key, from, { _id: key, position: from, swap });
    if (!(await this.#finish(key, swap))) throw new Error(`${swap.live} is being built anew by another`);
  }

  /** Completes what another began to put in place of a collection. */
  async finishSwaps(live: string): Promise<void> {
    for (const { _id: key, swap } of await this.#collection.find({ 'swap.live': live }).toArray()) {
      if (swap) await this.#finish(key, swap);
    }
  }

  async remove(keys: readonly string[]): Promise<void> {
    if (keys.length > 0) await this.#collection.deleteMany({ _id: { $in: [...keys] } });
  }

  /**
   * Whoever else completes it does the same steps, and each step of a swap that is over changes nothing. Whether what
   * was built is in place.
   */
  async #finish(key: string, swap: Swap): Promise<boolean> {
    const { build, to, buildingKey, buildingAt } = swap;
    const isInPlace = await this.complete(swap);
    if (isInPlace) {
      if (buildingAt !== null) await this.#collection.deleteOne({ _id: buildingKey, position: buildingAt });
      await this.#collection.updateOne(
        { _id: key, 'swap.build': build },
        { $set: { position: to }, $unset: { swap: '' } },
      );
    } else {
      // The live collection and its checkpoint stay what they were.
      await this.#collection.deleteOne({ _id: key, position: null, 'swap.build': build });
      await this.#collection.updateOne({ _id: key, 'swap.build': build }, { $unset: { swap: '' } });
    }
    return isInPlace;
  }

  async #positionOf(key: string): Promise<Position | null> {
    return (await this.#collection.findOne({ _id: key }))?.position ?? null;
  }

  async #compareAndSet(key: string, from: Position | null, checkpoint: Checkpoint): Promise<void> {
    if (await this.#replaced(key, from, checkpoint)) return;
    // Completes a swap that stood in the way, for whoever comes next.
    await this.read([key]);
    throw new CheckpointConflict(`the checkpoint ${key} is not at ${from ?? 'nothing'}`);
  }

  async #replaced(key: string, from: Position | null, checkpoint: Checkpoint): Promise<boolean> {
    if (from !== null) {
      const { _id, ...fields } = checkpoint;
      const { matchedCount } = await this.#collection.updateOne(
        { _id: key, position: from, swap: { $exists: false } },
        { $set: fields },
      );
      return matchedCount === 1;
    }
    try {
      await this.#collection.insertOne(checkpoint);
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }
}
