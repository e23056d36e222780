import { randomBytes } from 'node:crypto';
import type { Collection, Db } from 'mongodb';
import type { CollectionRef, CollectionSpec, CollectionVersion } from '../../application/ports/document-store.js';
import { live } from '../../application/ports/document-store.js';
import { StoreUnavailable } from '../../application/ports/event-store.js';
import { building, describe, mustFit } from '../documents/collection.js';
import type { Swap } from './document-checkpoints.js';
import { mendIndexes } from './document-indexes.js';
import { MARKER, type Marker, type Row } from './document-row.js';
import type { MongoConnection } from './mongo-connection.js';
import { isDuplicate, isMissing } from './store-errors.js';

/** A collection of the database, and how its documents are read. */
export interface Known {
  readonly rows: Collection<Row>;
  readonly spec: CollectionSpec;
  readonly build: string;
}

const liveName = ({ name, version }: CollectionVersion): string => `${name}_v${version}`;
const buildingPrefix = (version: CollectionVersion): string => `${liveName(version)}_building_`;

/**
 * Which collection of the database holds which read model. `cases_v1` is live; what is built beside it has a name of its
 * own each time, so that nobody who comes late takes one for another. A collection says by a marker in itself how it was
 * declared, and moves with it; one without a marker is none of ours yet.
 */
export class DocumentCollections {
  readonly #known = new Map<string, Known>();
  /** Names of what this process builds. */
  readonly #building = new Map<string, string>();

  constructor(
    private readonly connection: MongoConnection,
    private readonly database: Db = connection.database,
  ) {}

  /** @throws StoreUnavailable: nobody has prepared it yet, or it was dropped */
  async get(ref: CollectionRef): Promise<Known> {
    const known = this.#known.get(describe(ref));
    if (known) return known;
    const name = ref.building ? this.#building.get(describe(ref)) : liveName(ref);
    const marker = name === undefined ? null : await this.#marker(name);
    if (name === undefined || marker === null)
      throw new StoreUnavailable(`documents: there is no ${describe(ref)}`, 'away');
    return this.#keep(ref, name, marker);
  }

  /** Where nothing was found: whether that is because the collection has gone. @throws StoreUnavailable */
  async mustStillBe(ref: CollectionRef): Promise<void> {
    this.forget(ref);
    await this.get(ref);
  }

  forget(ref: CollectionRef): void {
    this.#known.delete(describe(ref));
  }

  /** @throws Error where it was declared otherwise under the same version */
  async prepare(spec: CollectionSpec): Promise<void> {
    const name = liveName(spec);
    const isNew = await this.#mark(name, spec);
    const { rows } = await this.#fitting(name, spec);
    await mendIndexes(rows, spec, isNew ? (work) => work(this.database) : (work) => this.connection.patiently(work));
  }

  async startBuilding(spec: CollectionSpec): Promise<CollectionRef> {
    const built = building(spec);
    await this.#dropBuilding(spec);
    const name = `${buildingPrefix(spec)}${randomBytes(6).toString('hex')}`;
    await this.#mark(name, spec);
    this.#building.set(describe(built), name);
    if (spec.askedWhileBuilt)
      await mendIndexes(this.database.collection<Row>(name), spec, (work) => work(this.database));
    return built;
  }

  /** What is to be put in place, its indexes made. @throws StoreUnavailable: another has begun to build it anew */
  async finishBuilding(spec: CollectionSpec): Promise<Pick<Swap, 'build' | 'built' | 'live'>> {
    const { rows, build } = await this.get(building(spec));
    await mendIndexes(rows, spec, (work) => this.connection.patiently(work));
    await this.mustStillBe(building(spec));
    return { build, built: rows.collectionName, live: liveName(spec) };
  }

  /** In one step for all readers. False: it was dropped before. */
  async putInPlace({ build, built, live: name }: Swap): Promise<boolean> {
    try {
      await this.database.renameCollection(built, name, { dropTarget: true });
      return true;
    } catch (error) {
      if (!isMissing(error)) throw error;
      // Somebody else was quicker, or it is gone.
      return (await this.#marker(name))?.build === build;
    } finally {
      for (const [ref, { rows }] of this.#known) {
        if (rows.collectionName === built || rows.collectionName === name) this.#known.delete(ref);
      }
      for (const [ref, one] of this.#building) if (one === built) this.#building.delete(ref);
    }
  }

  async versions(name: string): Promise<readonly number[]> {
    const found = await this.#names(`${name}_v`);
    const versions = found.flatMap((one) => {
      const digits = /^\d+$/.exec(one.slice(name.length + 2));
      return digits ? Number(digits[0]) : [];
    });
    const markers = await Promise.all(versions.map((version) => this.#marker(liveName({ name, version }))));
    return versions.filter((_, n) => markers[n] !== null).sort((a, b) => a - b);
  }

  async drop(version: CollectionVersion): Promise<void> {
    await this.#dropBuilding(version);
    await this.database.dropCollection(liveName(version)).catch(unlessMissing);
    this.forget(live(version));
  }

  liveName(version: CollectionVersion): string {
    return liveName(version);
  }

  async #dropBuilding(version: CollectionVersion): Promise<void> {
    for (const name of await this.#names(buildingPrefix(version))) {
      await this.database.dropCollection(name).catch(unlessMissing);
    }
    this.forget(building(version));
    this.#building.delete(describe(building(version)));
  }

  async #names(prefix: string): Promise<readonly string[]> {
    const all = await this.database.listCollections({}, { nameOnly: true }).toArray();
    return all.map(({ name }) => name).filter((name) => name.startsWith(prefix));
  }

  /** Makes the collection, and the marker where there is none. Whether it is new. */
  async #mark(name: string, { fields, text = [], arrays = [], fullText }: CollectionSpec): Promise<boolean> {
    const marker = {
      build: randomBytes(6).toString('hex'),
      fields: [...fields],
      text: [...text],
      arrays: [...arrays],
      ...(fullText && { fullText: { fields: [...fullText.fields], order: fullText.order } }),
    };
    try {
      const { upsertedCount } = await this.database
        .collection<Marker>(name)
        .updateOne({ _id: MARKER }, { $setOnInsert: marker }, { upsert: true });
      return upsertedCount === 1;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  async #fitting(name: string, spec: CollectionSpec): Promise<Known> {
    const marker = await this.#marker(name);
    if (marker === null) throw new StoreUnavailable(`documents: ${describe(live(spec))} was dropped`, 'away');
    const { fields, text, arrays = [], fullText } = marker;
    const { name: readModel, version, indexes } = spec;
    mustFit({ name: readModel, version, indexes, fields, text, arrays, ...(fullText && { fullText }) }, spec);
    return this.#keep(live(spec), name, marker, spec);
  }

  #marker(name: string): Promise<Marker | null> {
    return this.database.collection<Marker>(name).findOne({ _id: MARKER });
  }

  #keep(
    ref: CollectionRef,
    name: string,
    { fields, text, arrays = [], fullText, build }: Marker,
    declared?: CollectionSpec,
  ): Known {
    const { name: readModel, version } = ref;
    const spec = declared ?? {
      name: readModel,
      version,
      fields,
      text,
      arrays,
      indexes: [],
      ...(fullText && { fullText }),
    };
    const known = { rows: this.database.collection<Row>(name), spec, build };
    this.#known.set(describe(ref), known);
    return known;
  }
}

/** Dropped by somebody else meanwhile, or never made. */
function unlessMissing(error: unknown): boolean {
  if (isMissing(error)) return false;
  throw error;
}
