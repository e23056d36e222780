import { createHmac, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, DOCUMENTS, LEASES, VAULT } from '../../../application/parts.js';
import type { Clock } from '../../../application/ports/clock.js';
import { type CollectionSpec, type DocumentStore, live } from '../../../application/ports/document-store.js';
import type { Leases } from '../../../application/ports/lease.js';
import type { Vault } from '../../../application/ports/vault.js';
import { Unavailable } from '../../../domain/errors.js';

/** What was answered to a request, for whoever sends it again. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

interface Entry {
  /** Of method, path and body, keyed: a body may hold a password. */
  readonly hash: string;
  readonly at: number;
  /** None: the request began here, and how it ended is not known. */
  readonly answer: KeptAnswer | null;
}

/** Milliseconds that an answer is kept. */
const KEPT = 24 * 3_600_000;
const PRUNE_EVERY = 600_000;
const PRUNE_AT_ONCE = 1_000;
const SECRET = 'idempotency-keys';
/** Milliseconds between two looks for a secret that another node makes. */
const LOOK_AGAIN = 100;
const ATTEMPTS = 50;

const spec: CollectionSpec = { name: 'idempotency-keys', version: 1, fields: ['at'], indexes: [['at']] };

/**
 * Answers by idempotency key. A cache over what the log itself guards: losing it doubles nothing, as long as the secret in
 * the vault stays, by which the log's causes name the requests.
 */
@Injectable()
export class IdempotencyStore {
  private prepared: Promise<void> | null = null;
  private secret: Promise<string> | null = null;
  private prunedAt = 0;

  constructor(
    @Inject(DOCUMENTS) private readonly documents: DocumentStore,
    @Inject(VAULT) private readonly vault: Vault,
    @Inject(LEASES) private readonly leases: Leases,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Tells requests apart without saying what was in them. */
  async hash(request: readonly unknown[]): Promise<string> {
    // One for all, also where two ask at the same time.
    this.secret ??= this.makeSecret().catch((error) => {
      this.secret = null;
      throw error;
    });
    return createHmac('sha256', await this.secret)
      .update(JSON.stringify(request))
      .digest('hex');
  }

  private async makeSecret(): Promise<string> {
    for (let attempt = 1; ; attempt++) {
      const kept = await this.vault.get(SECRET);
      if (kept !== null) return kept;
      // One for all nodes: the causes in the log are named by it.
      const alone = await this.leases.tryAcquire(`secret ${SECRET}`);
      if (alone) {
        try {
          return (await this.vault.get(SECRET)) ?? (await this.newSecret());
        } finally {
          await alone.release();
        }
      }
      if (attempt === ATTEMPTS) throw new Unavailable('Another node is just starting; try again.', 'starting');
      await this.clock.pause(LOOK_AGAIN);
    }
  }

  private async newSecret(): Promise<string> {
    const secret = randomBytes(32).toString('hex');
    await this.vault.put(SECRET, secret);
    return secret;
  }

  async get(key: string): Promise<Entry | null> {
    await this.open();
    const stored = (await this.documents.get(live(spec), [key])).get(key);
    // Written by `put` below, in this shape.
    const entry = stored ? (stored.document as unknown as Entry) : null;
    return entry && entry.at > this.now() - KEPT ? entry : null;
  }

  /** First without, then with its answer. */
  async put(key: string, hash: string, answer: KeptAnswer | null): Promise<void> {
    await this.open();
    const at = this.now();
    const document = { hash, at, answer };
    // Later writes replace earlier ones, as a document's position must rise.
    const position = `${String(at).padStart(16, '0')}${answer ? 'b' : 'a'}`;
    await this.documents.write(live(spec), [{ id: key, document, position }]);
    await this.prune(at);
  }

  private open(): Promise<void> {
    this.prepared ??= this.documents.prepare(spec).catch((error) => {
      this.prepared = null;
      throw error;
    });
    return this.prepared;
  }

  private async prune(now: number): Promise<void> {
    if (now - this.prunedAt < PRUNE_EVERY) return;
    this.prunedAt = now;
    const where = { at: { lt: now - KEPT } };
    const sort = { field: 'at', direction: 'asc' } as const;
    const { items } = await this.documents.find(live(spec), { where, sort, limit: PRUNE_AT_ONCE });
    const position = `${String(now).padStart(16, '0')}c`;
    await this.documents.write(
      live(spec),
      items.map(({ id }) => ({ id, document: null, position })),
    );
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}
