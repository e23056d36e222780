import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { LINKING, type LinkingView, linkingCollection } from '../../projections/linking.js';
import { ReadModels } from './read-models.js';

export interface Linking extends LinkingView {
  /** Messages are still looked at for changes of records that have come. */
  readonly state: 'working' | 'idle';
}

/** How far changes of records have reached the messages that were there before. */
export class GetLinking extends Query<Linking> {
  constructor(readonly after?: Position) {
    super();
  }
}

@QueryHandler(GetLinking)
export class GetLinkingHandler implements IQueryHandler<GetLinking> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ after }: GetLinking): Promise<Linking> {
    await this.readModels.reached(after, linkingCollection);
    const view = await this.readModels.get<LinkingView>(linkingCollection, LINKING);
    const { changes, done, emails, threads } = view ?? { changes: 0, done: 0, emails: 0, threads: 0 };
    return { state: done < changes ? 'working' : 'idle', changes, done, emails, threads };
  }
}
