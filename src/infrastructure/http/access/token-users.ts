import { createHash } from 'node:crypto';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type Asker, byToken } from '../../../application/access/asker.js';
import { Askers } from '../../../application/access/askers.js';
import { TokenUses } from '../../../application/access/token-uses.js';
import { EventLog } from '../../../application/log/event-log.js';
import { CLOCK } from '../../../application/parts.js';
import type { Clock } from '../../../application/ports/clock.js';
import { ReadModels } from '../../../application/queries/index.js';
import { EVERYTHING } from '../../../domain/access/permissions.js';
import { Unavailable } from '../../../domain/errors.js';
import { UserId } from '../../../domain/ids.js';
import { ProjectionEngine } from '../../../projections/engine.js';
import { apiTokensCollection, rolesCollection, type TokenView, usersCollection } from '../../../projections/people.js';
import { Refused } from '../problems/problem.js';
import type { LetIn } from './oidc-users.js';

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

/**
 * In whose name these commands do something, where that is not their own: a header that nobody else may send. What is done
 * so says in its cause that it came from the command line.
 */
export const AS = 'x-mailcase-as';

/** A token that lets in. */
interface Known extends LetIn {
  readonly tokenId: string;
}

/** Whose a token is. Looked up by its SHA-256: how long that takes says nothing about the token. */
@Injectable()
export class TokenUsers implements OnModuleDestroy {
  private readonly known = new Map<string, Known>();
  /** Counts how often `known` was forgotten. */
  private changes = 0;
  private readonly localHash: string | null;
  private readonly unsubscribe: () => void;

  constructor(
    private readonly readModels: ReadModels,
    private readonly askers: Askers,
    private readonly projections: ProjectionEngine,
    private readonly log: EventLog,
    private readonly uses: TokenUses,
    @Inject(CLOCK) private readonly clock: Clock,
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
   * None: it is no token of an active user. `expired`: it was one.
   * @param patient also where it may just have been issued and the read models are behind
   * @param as the user in whose name a command asks; none: in its own
   * @throws Unavailable where they are so far behind that nobody knows; Refused: there is no such user, or it is no command
   */
  async of(token: string, patient: boolean, as: string | null): Promise<LetIn | 'expired' | null> {
    const hash = hashOf(token);
    if (hash === this.localHash) return { asker: as === null ? LOCAL : await this.named(as), until: null };
    if (as !== null)
      throw new Refused(403, 'not-allowed', 'Only the command line does something in the name of others.');
    const known = this.known.get(hash) ?? (await this.lookUp(hash, patient));
    if (!known) return null;
    if (this.isOver(known)) return 'expired';
    this.uses.note(known.tokenId);
    return known;
  }

  /** Whose a token is that was let in, as the read models stand at this moment; none: it is good no more. */
  async now(token: string): Promise<Asker | null> {
    const hash = hashOf(token);
    if (hash === this.localHash) return LOCAL;
    const known = await this.find(hash);
    return known && !this.isOver(known) ? known.asker : null;
  }

  /** @throws Refused */
  private async named(userId: string): Promise<Asker> {
    const asker = await this.askers.of(userId);
    if (!asker) throw new Refused(409, 'user-not-active', `There is no active user ${userId}.`);
    return asker;
  }

  private isOver({ until }: Known): boolean {
    return until !== null && until <= this.clock.now();
  }

  private async lookUp(hash: string, patient: boolean): Promise<Known | null> {
    const { changes } = this;
    const known = (await this.find(hash)) ?? (await this.findLater(hash, patient));
    // It may have been revoked since it was read, and that been forgotten already.
    if (!known || changes !== this.changes) return known;
    if (this.known.size >= MOST) this.known.clear();
    this.known.set(hash, known);
    return known;
  }

  private async find(hash: string): Promise<Known | null> {
    const { items } = await this.readModels.find<TokenView>(apiTokensCollection, { where: { hash }, limit: 1 });
    const [token] = items;
    if (!token || token.revoked) return null;
    const asker = await this.askers.of(token.userId);
    if (!asker) return null;
    const { tokenId, scopes, expiresAt } = token;
    const until = expiresAt === null ? null : new Date(expiresAt);
    return { tokenId, asker: byToken(asker, { scopes, expiresAt }), until };
  }

  private async findLater(hash: string, patient: boolean): Promise<Known | null> {
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
