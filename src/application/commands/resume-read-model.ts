import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ProjectionEngines } from '../../projections/engines.js';
import type { Asked } from './asked.js';

/** Lets a read model that stopped try again, from where it stopped. */
export class ResumeReadModel extends Command<void> {
  constructor(
    readonly name: string,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(ResumeReadModel)
export class ResumeReadModelHandler implements ICommandHandler<ResumeReadModel> {
  constructor(private readonly projections: ProjectionEngines) {}

  execute({ name }: ResumeReadModel): Promise<void> {
    return this.projections.resume(name);
  }
}
