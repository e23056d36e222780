import { createHash } from 'node:crypto';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Asker } from '../../../application/access/asker.js';
import { EventLog } from '../../../application/log/event-log.js';
import { ReadModels } from '../../../application/queries/index.js';
import { EVERYTHING } from '../../../domain/access/permissions.js';
import { Unavailable } from '../../../domain/errors.js';
import { UserId } from '../../../domain/ids.js';
import { ProjectionEngine } from '../../../projections/engine.js';
import { apiTokensCollection, rolesCollection, type TokenView, usersCollection } from '../../../projections/people.js';
import { Askers } from './askers.js';

/** Milliseconds that a token which nobody knows yet may need to come from the log. */
const PATIENCE = 1_000;
/** Those who know whose a token is, and what they may. */
const MODELS = [apiTokensCollection.name, usersCollection.name, rolesCollection.name];
/** Tokens that are kept between two changes of the read models. */
const MOST = 1_000;

/** The token of the commands that run beside this process in its data folder; none: there are none. */
export const LOCAL_TOKEN = Symbol('LocalToken');
/** What these commands do is done by an administrator of that name. */
const LOCAL: Asker = {
  userId: UserId.parse('command-line'),
  administrator: true,
  emailAddresses: [],
  teamIds: [],
  permissions: EVERYTHING,
};

/** Whose a token is. Looked up by its SHA-256: how long that takes says nothing about the token. */
@Injectable()
export class TokenUsers implements OnModuleDestroy {
  private readonly known = new Map<string, Asker>();
  /** Counts how often `known` was forgotten. */
  private changes = 0;
  private readonly localHash: string | null;
  private readonly unsubscribe: () => void;

  constructor(
    private readonly readModels: ReadModels,
    private readonly askers: Askers,
    private readonly projections: ProjectionEngine,
    private readonly log: EventLog,
    @Inject(LOCAL_TOKEN) localToken: string | null,
  ) {
    this.localHash = localToken === null ? null : hashOf(localToken);
    // Whatever changed, a token may have been revoked or a user deactivated.
    this.unsubscribe = projections.onProgress(() => {
      this.changes++;
      this.known.clear();
    });
  }

  onModuleDestroy(): void {
    this.unsubscribe();
  }

  /**
   * None: it is no token of an active user.
   * @param patient also where it may just have been issued and the read models are behind
   * @throws Unavailable where they are so far behind that nobody knows
   */
  async of(token: string, patient: boolean): Promise<Asker | null> {
    const hash = hashOf(token);
    if (hash === this.localHash) return LOCAL;
    const known = this.known.get(hash);
    if (known) return known;
    const { changes } = this;
    const asker = (await this.find(hash)) ?? (await this.findLater(hash, patient));
    if (!asker) return null;
    // It may have been revoked since it was read, and that been forgotten already.
    if (changes !== this.changes) return asker;
    if (this.known.size >= MOST) this.known.clear();
    this.known.set(hash, asker);
    return asker;
  }

  /** Whose a token is that was let in, as the read models stand at this moment; none: it is good no more. */
  async now(token: string): Promise<Asker | null> {
    const hash = hashOf(token);
    return hash === this.localHash ? LOCAL : this.find(hash);
  }

  private async find(hash: string): Promise<Asker | null> {
    const { items } = await this.readModels.find<TokenView>(apiTokensCollection, { where: { hash }, limit: 1 });
    const [token] = items;
    if (!token || token.revoked) return null;
    return this.askers.of(token.userId);
  }

  private async findLater(hash: string, patient: boolean): Promise<Asker | null> {
    const known = patient ? await this.caughtUp() : MODELS.every((name) => this.projections.isReadable(name));
    if (!known) throw new Unavailable('It is not known yet who may do what; try again.', 'not-yet');
    return patient ? this.find(hash) : null;
  }

  /** Whether the read models have come to where the log is now. */
  private async caughtUp(): Promise<boolean> {
    const head = await this.log.head();
    const reached = await Promise.all(MODELS.map((name) => this.projections.waitFor(name, head, PATIENCE)));
    return !reached.includes(false);
  }
}

/** What is kept of a token, as IssueApiToken keeps it: this is asked for with every request. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
