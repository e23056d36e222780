import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { registerUser, type UserRegistration, user } from '../../domain/access/user.js';
import { streams } from '../../domain/ids.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';

export class RegisterUser extends Command<Changed> {
  constructor(
    readonly registration: UserRegistration,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(RegisterUser)
export class RegisterUserHandler implements ICommandHandler<RegisterUser> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ registration, by }: RegisterUser): Promise<Changed> {
    const stream = streams.user(registration.userId);
    return this.aggregates.change(user, stream, (state) => registerUser(state, registration), by);
  }
}
