import { randomBytes } from 'node:crypto';
import type { Collection } from 'mongodb';
import type { Clock } from '../../application/ports/clock.js';
import type { Held, LeaseCount, LeaseStatus, Leases } from '../../application/ports/lease.js';
import { type Logger, silent } from '../../application/ports/logger.js';
import { systemClock } from '../process/system-clock.js';
import { Gate } from './gate.js';
import { LeaseChanges } from './lease-changes.js';
import { LeaseSilence } from './lease-silence.js';
import type { MongoConnection } from './mongo-connection.js';
import { isDuplicate } from './store-errors.js';

/** Milliseconds of silence after which somebody else may take over. */
const LENGTH = 15_000;
/** Parts of a lease's length: between two signs of life; after one that failed; until it is lost to its holder. */
const BEAT = 1 / 3;
const AGAIN = 1 / 15;
const LOST = 2 / 3;
/** Milliseconds that closing waits for the store. */
const FAREWELL = 3_000;
/** Milliseconds without a sign of life after which nobody will ask for a name any more. */
const FORGOTTEN = 24 * 3_600_000;

const TOO_LATE = 'it could not be renewed in time';

interface LeaseDocument {
  readonly _id: string;
  /** Who has it; none: released. */
  readonly owner: string | null;
  /** Rises with every owner. */
  readonly token: number;
  /** Rises with every sign of life of the owner, and never falls. */
  readonly beat: number;
  readonly since: string;
  readonly note: string;
}

/** The highest token of those that were forgotten. */
interface LastToken {
  readonly _id: typeof LAST_TOKEN;
  readonly token: number;
}

/** `_id` of the one document that is no lease; those of leases are text. */
const LAST_TOKEN = 0;

interface Mine {
  readonly token: number;
  readonly ended: AbortController;
  /** When what proved it last was begun, by this process's clock. */
  provenAt: number;
}

export interface MongoLeasesOptions {
  /** Of this node. */
  readonly name: string;
  /** Milliseconds; the same on all nodes. */
  readonly length?: number;
  readonly logger?: Logger;
  /** Pauses, and the time that is shown. */
  readonly clock?: Clock;
  /** Milliseconds since some moment, by a clock that nobody sets. */
  readonly elapsed?: () => number;
}

/**
 * Leases as documents `{owner, token, beat}`. The owner raises the beat of all that it holds every third of a lease's
 * length; whoever has seen a beat stand still for the whole length, by its own monotonic clock, takes over by
 * compare-and-set. A holder that could not raise it for two thirds of the length has lost it, so that a third lies
 * between its end and the next one's beginning. No two clocks are compared.
 */
export class MongoLeases implements Leases {
  readonly isShared = true;
  readonly holder: string;
  readonly #documents: Collection<LeaseDocument>;
  readonly #lastToken: Collection<LastToken>;
  readonly #gate = new Gate('leases');
  readonly #mine = new Map<string, Mine>();
  readonly #acquiring = new Set<string>();
  readonly #stopping = new AbortController();
  readonly #silence = new LeaseSilence();
  readonly #changes: LeaseChanges;
  readonly #length: number;
  readonly #clock: Clock;
  readonly #elapsed: () => number;
  readonly #logger: Logger;

  private constructor(connection: MongoConnection, options: MongoLeasesOptions) {
    const { name, length = LENGTH, logger = silent, clock = systemClock, elapsed = () => performance.now() } = options;
    this.holder = `${name}/${randomBytes(3).toString('hex')}`;
    this.#documents = connection.database.collection<LeaseDocument>('leases');
    this.#lastToken = connection.database.collection<LastToken>('leases');
    this.#length = length;
    this.#logger = logger;
    this.#clock = clock;
    this.#elapsed = elapsed;
    this.#changes = new LeaseChanges(logger);
  }

  /** Begins to give signs of life; the connection stays open when this is closed. @throws StoreUnavailable */
  static async open(connection: MongoConnection, options: MongoLeasesOptions): Promise<MongoLeases> {
    const leases = new MongoLeases(connection, options);
    await leases.#gate.pass(() => leases.#look());
    void leases.#beat();
    void leases.#watch();
    return leases;
  }

  async tryAcquire(name: string, note = ''): Promise<Held | null> {
    this.#expire();
    if (this.#mine.has(name) || this.#acquiring.has(name)) return this.#denied(name, this.holder);
    this.#acquiring.add(name);
    try {
      return await this.#gate.pass(() => this.#acquire(name, note));
    } finally {
      this.#acquiring.delete(name);
    }
  }

  async list(): Promise<readonly LeaseStatus[]> {
    this.#expire();
    const { documents, asked } = await this.#gate.pass(() => this.#look());
    return documents.flatMap(({ _id: name, owner, token, beat, since, note }) => {
      const isHeld =
        owner === this.holder
          ? this.#mine.get(name)?.token === token
          : owner !== null && !this.#silence.isLong(name, { token, beat }, asked, this.#length);
      return owner !== null && isHeld ? [{ name, holder: owner, token, since, note }] : [];
    });
  }

  /** What has happened with leases here, for metrics. */
  changes(): readonly LeaseCount[] {
    return this.#changes.counts();
  }

  /** Never waits long: what cannot be released is taken over after its silence. */
  async close(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    this.#stopping.abort();
    for (const { ended } of this.#mine.values()) ended.abort();
    this.#mine.clear();
    const released = this.#gate
      .pass(() => this.#documents.updateMany({ owner: this.holder }, { $set: { owner: null } }))
      .catch((error: unknown) => this.#logger.warn({ error: String(error) }, 'the leases cannot be released'));
    const closed = this.#gate.close();
    const enough = new AbortController();
    await Promise.race([Promise.all([released, closed]), systemClock.pause(FAREWELL, enough.signal)]);
    enough.abort();
  }

  async #acquire(name: string, note: string): Promise<Held | null> {
    const asked = this.#elapsed();
    const found = await this.#documents.findOne({ _id: name });
    if (found) this.#silence.saw(name, found, this.#elapsed());
    const isFree =
      !found ||
      found.owner === null ||
      found.owner === this.holder || // of an answer that was lost, or of a time that is over
      this.#silence.isLong(name, found, asked, this.#length);
    if (!isFree) return this.#denied(name, found.owner);

    const provenAt = this.#elapsed();
    const token = found ? await this.#take(found, note) : await this.#make(name, note);
    if (token === null) return this.#denied(name, null);
    // It may have taken so long that others will soon take it for given up.
    if (this.#isOver({ provenAt }) || this.#stopping.signal.aborted) {
      await this.#giveBack({ _id: name, token });
      return null;
    }
    const mine: Mine = { token, provenAt, ended: new AbortController() };
    this.#mine.set(name, mine);
    this.#changes.acquired(name);
    return this.#held(name, mine);
  }

  /** None: somebody was quicker. */
  async #take({ _id, owner, token, beat }: LeaseDocument, note: string): Promise<number | null> {
    const since = this.#clock.now().toISOString();
    const { matchedCount } = await this.#documents.updateOne(
      { _id, owner, token, beat },
      { $set: { owner: this.holder, since, note }, $inc: { token: 1, beat: 1 } },
    );
    return matchedCount === 1 ? token + 1 : null;
  }

  /** As above. */
  async #make(_id: string, note: string): Promise<number | null> {
    // Read after it was seen that there is no document: where there was one, its token is in here.
    const token = ((await this.#lastToken.findOne({ _id: LAST_TOKEN }))?.token ?? 0) + 1;
    const since = this.#clock.now().toISOString();
    try {
      await this.#documents.insertOne({ _id, owner: this.holder, token, beat: 1, since, note });
      return token;
    } catch (error) {
      if (isDuplicate(error)) return null;
      throw error;
    }
  }

  #held(name: string, mine: Mine): Held {
    const { token, ended } = mine;
    const expire = () => {
      if (this.#mine.get(name) === mine && this.#isOver(mine)) this.#lose(name, mine, TOO_LATE);
    };
    return {
      token,
      get signal() {
        // After a pause of the whole process nothing else may have noticed yet.
        expire();
        return ended.signal;
      },
      release: async () => {
        if (this.#mine.get(name) !== mine) return;
        this.#mine.delete(name);
        ended.abort();
        await this.#release({ _id: name, token });
      },
    };
  }

  /** In the next beat again, where it fails. */
  async #release(lease: Pick<LeaseDocument, '_id' | 'token'>): Promise<void> {
    await this.#gate
      .pass(() => this.#giveBack(lease))
      .catch((error: unknown) =>
        this.#logger.warn({ lease: lease._id, error: String(error) }, 'a lease cannot be released'),
      );
  }

  /** Unless it has another owner by now. */
  async #giveBack({ _id, token }: Pick<LeaseDocument, '_id' | 'token'>): Promise<void> {
    await this.#documents.updateOne({ _id, owner: this.holder, token }, { $set: { owner: null } });
  }

  async #beat(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      let pause = this.#length * BEAT;
      try {
        await this.#gate.pass(() => this.#renew());
      } catch (error) {
        pause = this.#length * AGAIN;
        if (!signal.aborted) this.#logger.warn({ error: String(error) }, 'the leases cannot be renewed; trying again');
      }
      await this.#clock.pause(pause, signal);
    }
  }

  /** Loses in time what could not be renewed, also while an answer is waited for. */
  async #watch(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      this.#expire();
      const oldest = Math.min(...[...this.#mine.values()].map(({ provenAt }) => provenAt), this.#elapsed());
      const left = oldest + this.#length * LOST - this.#elapsed();
      await this.#clock.pause(Math.max(1, Math.min(left, this.#length * AGAIN)), signal);
    }
  }

  /** In two round trips, however many it holds. */
  async #renew(): Promise<void> {
    const before = new Map(this.#mine);
    const begun = this.#elapsed();
    await this.#documents.updateMany({ owner: this.holder }, { $inc: { beat: 1 } });
    const { documents } = await this.#look();
    this.#expire();
    const owned = new Map(documents.filter(({ owner }) => owner === this.holder).map((one) => [one._id, one]));
    for (const [name, mine] of before) {
      if (this.#mine.get(name) !== mine) continue;
      if (owned.get(name)?.token === mine.token) mine.provenAt = Math.max(mine.provenAt, begun);
      else this.#lose(name, mine, 'it has another owner');
    }
    for (const one of owned.values()) {
      // Nobody here knows of it: an answer was lost, or it was lost here and nobody has taken it over.
      if (!this.#mine.has(one._id) && !this.#acquiring.has(one._id)) await this.#release(one);
    }
    await this.#forget();
  }

  /** All leases, and when they were asked for; what is seen of each is remembered. */
  async #look(): Promise<{ readonly documents: readonly LeaseDocument[]; readonly asked: number }> {
    const asked = this.#elapsed();
    const documents = await this.#documents.find({ _id: { $type: 'string' } }).toArray();
    const seen = this.#elapsed();
    for (const one of documents) this.#silence.saw(one._id, one, seen);
    this.#silence.keep(new Set(documents.map(({ _id }) => _id)));
    return { documents, asked };
  }

  /** Names that are made for one run of one node are never asked for again. */
  async #forget(): Promise<void> {
    for (const [_id, { token, beat }] of this.#silence.longerThan(FORGOTTEN, this.#elapsed())) {
      await this.#lastToken.updateOne({ _id: LAST_TOKEN }, { $max: { token } }, { upsert: true });
      await this.#documents.deleteOne({ _id, token, beat });
    }
  }

  /** Before anything else that is done with leases: the process may have been paused. */
  #expire(): void {
    for (const [name, mine] of this.#mine) if (this.#isOver(mine)) this.#lose(name, mine, TOO_LATE);
  }

  #isOver({ provenAt }: Pick<Mine, 'provenAt'>): boolean {
    return this.#elapsed() - provenAt >= this.#length * LOST;
  }

  #lose(name: string, { ended }: Mine, why: string): void {
    this.#mine.delete(name);
    ended.abort();
    this.#changes.lost(name, why);
  }

  #denied(name: string, owner: string | null): null {
    this.#changes.denied(name, owner);
    return null;
  }
}
