import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Asker } from '../access/asker.js';
import { Presence, type Present } from '../presence/presence.js';
import { caseNamed } from './case-names.js';
import { ReadModels } from './read-models.js';

/** Who has a case on their screen. */
export class GetPresence extends Query<readonly Present[]> {
  constructor(
    /** Its number or its id. */
    readonly name: string,
    readonly asker?: Asker,
  ) {
    super();
  }
}

@QueryHandler(GetPresence)
export class GetPresenceHandler implements IQueryHandler<GetPresence> {
  constructor(
    private readonly readModels: ReadModels,
    private readonly presence: Presence,
  ) {}

  async execute({ name, asker }: GetPresence): Promise<readonly Present[]> {
    const { caseId } = await caseNamed(this.readModels, name, asker);
    return this.presence.of(caseId);
  }
}
