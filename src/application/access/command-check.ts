import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { AccessControl } from './access-control.js';

/** Stands in front of all handlers of commands. The bus of @nestjs/cqrs has no place for that, so its one entrance is replaced. */
@Injectable()
export class CommandCheck implements OnModuleInit {
  constructor(
    private readonly bus: CommandBus,
    private readonly access: AccessControl,
  ) {}

  onModuleInit(): void {
    const execute = this.bus.execute.bind(this.bus);
    // Takes and gives what `execute` does.
    this.bus.execute = (async (command: object, ...rest: never[]) => {
      await this.access.check(command);
      return execute(command, ...rest);
    }) as CommandBus['execute'];
  }
}
