import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type SignedIn, signIn, userIdOf } from '../../domain/access/sign-in.js';
import { user } from '../../domain/access/user.js';
import { Rejected } from '../../domain/errors.js';
import { identityIdOf, streams, UserId } from '../../domain/ids.js';
import { type IdentityView, identitiesCollection, type UserView, usersCollection } from '../../projections/people.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import { ReadModels } from '../queries/read-models.js';
import type { Asked } from './asked.js';

/** Who somebody is here. */
export interface SignedInUser extends Changed {
  readonly userId: UserId;
}

/** Somebody for whom a sign-in provider vouches is a user from now on, if they were none, with what their groups give. */
export class SignIn extends Command<SignedInUser> {
  constructor(
    readonly who: SignedIn,
    /** The user whose name they have there; none: who has their address. */
    readonly named: UserId | null,
    /** Whether a user who does not exist yet is made. */
    readonly register: boolean,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(SignIn)
export class SignInHandler implements ICommandHandler<SignIn> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  /** @throws Rejected: there is no such user, or not for them, or not active */
  async execute({ who, named, register, by }: SignIn): Promise<SignedInUser> {
    const { issuer, subject } = who.identity;
    const known = await this.readModels.get<IdentityView>(identitiesCollection, identityIdOf(issuer, subject));
    const userId = known ? UserId.parse(known.userId) : (named ?? (await this.byAddress(who.emailAddresses)));
    const decide = (state: Parameters<typeof signIn>[0]) => signIn(state, userId, who, register);
    return { userId, ...(await this.aggregates.change(user, streams.user(userId), decide, by)) };
  }

  /** Asked once for each person: from then on they are known by what never changes. */
  private async byAddress([address = '']: readonly string[]): Promise<UserId> {
    const users = await this.readModels.all<UserView>(usersCollection);
    const [first, second] = users.filter(({ emailAddresses }) => emailAddresses.includes(address));
    if (second) throw new Rejected('address-of-several', 'Several users have this address; one of them must lose it.');
    return first ? UserId.parse(first.userId) : userIdOf(address);
  }
}
