import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams } from '../../domain/ids.js';
import type { Rating } from '../../domain/satisfaction/events.js';
import { caseSatisfaction, giveSatisfaction } from '../../domain/satisfaction/satisfaction.js';
import { ForAnybody } from '../access/need.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import { CLOCK, VAULT } from '../parts.js';
import type { Clock } from '../ports/clock.js';
import type { Vault } from '../ports/vault.js';
import { caseOfLink } from '../satisfaction/case-of-link.js';

/** What a customer says of their case. The link says whose it is: nobody needs a token for it. */
@ForAnybody()
export class GiveSatisfaction extends Command<Changed> {
  constructor(
    /** Of the link. */
    readonly token: string,
    readonly answer: { readonly rating: Rating; readonly comment: string | null },
    /** Names the request. */
    readonly cause: string,
  ) {
    super();
  }
}

@CommandHandler(GiveSatisfaction)
export class GiveSatisfactionHandler implements ICommandHandler<GiveSatisfaction> {
  constructor(
    private readonly aggregates: Aggregates,
    @Inject(VAULT) private readonly vault: Vault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ token, answer, cause }: GiveSatisfaction): Promise<Changed> {
    const stream = streams.case(caseOfLink(this.vault, token));
    const now = this.clock.now().toISOString();
    const by = { actor: 'system:satisfaction', cause };
    return this.aggregates.change(caseSatisfaction, stream, (state) => giveSatisfaction(state, answer, now), by);
  }
}
