import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { RebuildProgress } from '../../projections/engine.js';
import { ProjectionEngines } from '../../projections/engines.js';
import type { Asked } from './asked.js';

export interface Rebuilt {
  readonly names: readonly string[];
  /** Events that were read for it. */
  readonly events: number;
}

/** Builds read models anew beside the live ones and puts them in their place. */
export class RebuildReadModel extends Command<Rebuilt> {
  constructor(
    /** None: all of them. */
    readonly names: readonly string[] | null,
    readonly by: Asked,
    readonly onProgress: (progress: RebuildProgress) => void = () => undefined,
  ) {
    super();
  }
}

@CommandHandler(RebuildReadModel)
export class RebuildReadModelHandler implements ICommandHandler<RebuildReadModel> {
  constructor(private readonly projections: ProjectionEngines) {}

  async execute({ names, onProgress }: RebuildReadModel): Promise<Rebuilt> {
    const all = names ?? this.projections.status().map(({ name }) => name);
    return { names: all, events: await this.projections.rebuild(all, onProgress) };
  }
}
