import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Asker } from '../../../application/access/asker.js';
import { Askers } from '../../../application/access/askers.js';
import { SignIn } from '../../../application/commands/index.js';
import { ReadModels } from '../../../application/queries/index.js';
import type { GroupRoles } from '../../../domain/access/identity.js';
import { Rejected } from '../../../domain/errors.js';
import { identityIdOf } from '../../../domain/ids.js';
import {
  type IdentityView,
  identitiesCollection,
  type UserView,
  usersCollection,
} from '../../../projections/people.js';
import type { Person, SignInProvider } from '../../oidc/index.js';
import { Refused } from '../problems/problem.js';

/** The provider that people sign in at; none: there is none. */
export const SIGN_IN = Symbol('SignInProvider');

/** Somebody who was let in, and until when. */
export interface LetIn {
  readonly asker: Asker;
  /** None: until it is taken from them. */
  readonly until: Date | null;
}

/** The users for whom the provider vouches: registered, bound and given what their groups give when that is new. */
@Injectable()
export class OidcUsers {
  constructor(
    @Inject(SIGN_IN) readonly provider: SignInProvider | null,
    private readonly commands: CommandBus,
    private readonly readModels: ReadModels,
    private readonly askers: Askers,
  ) {}

  /** Whether a token has the form of the provider's: three parts (RFC 7515, section 7.1). */
  takes(token: string): boolean {
    return this.provider !== null && token.split('.').length === 3;
  }

  /**
   * Whose a token is.
   * @throws TokenRefused; Refused (403) where the provider vouches for somebody who is no user here; Unavailable
   */
  async of(provider: SignInProvider, token: string): Promise<LetIn> {
    const person = await provider.personOf(token);
    return this.letIn(provider, person);
  }

  /** @throws Refused, Unavailable */
  async letIn(provider: SignInProvider, person: Person): Promise<LetIn> {
    const userId = (await this.unchanged(person)) ?? (await this.signIn(provider, person));
    const asker = await this.askers.of(userId);
    if (!asker) throw new Refused(403, 'user-not-active', 'This user is not active.');
    return { asker, until: person.until };
  }

  /** The user of somebody of whom all is known already: that is so with almost every request. */
  private async unchanged({ who }: Person): Promise<string | null> {
    const { issuer, subject } = who.identity;
    const known = await this.readModels.get<IdentityView>(identitiesCollection, identityIdOf(issuer, subject));
    const user = known && (await this.readModels.get<UserView>(usersCollection, known.userId));
    return user?.active && isSame(user.fromGroups, who.fromGroups) ? user.userId : null;
  }

  private async signIn(provider: SignInProvider, { who, userId: named }: Person): Promise<string> {
    const by = { actor: 'system:sign-in', cause: `sign-in:${crypto.randomUUID()}` };
    try {
      const { userId, position } = await this.commands.execute(new SignIn(who, named, provider.registers, by));
      await this.readModels.reached(position, usersCollection);
      return userId;
    } catch (error) {
      // Another token will not help: this is no matter of the token.
      if (error instanceof Rejected) throw new Refused(403, error.code, error.message);
      throw error;
    }
  }
}

const isSame = (held: UserView['fromGroups'], now: GroupRoles): boolean =>
  held.administrator === now.administrator && held.roleIds.join() === [...new Set(now.roleIds)].sort().join();
