import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { streams } from '../../domain/ids.js';
import { mailAccount } from '../../domain/mail-account/mail-account.js';
import { caseSatisfaction, question } from '../../domain/satisfaction/satisfaction.js';
import { Aggregates } from '../log/aggregates.js';
import { CLOCK, VAULT } from '../parts.js';
import type { Clock } from '../ports/clock.js';
import type { Vault } from '../ports/vault.js';
import { caseOfLink } from '../satisfaction/case-of-link.js';

/** All that whoever has a link is told of a case. */
export interface SatisfactionQuestion {
  readonly caseNumber: number;
  /** Empty: the account is gone. */
  readonly accountName: string;
  readonly answered: boolean;
  /** ISO 8601; up to then it can be answered. */
  readonly until: string;
}

/** What a link asks. Nothing changes by it: programs that look through mail follow links as well. */
export class GetSatisfactionQuestion extends Query<SatisfactionQuestion> {
  constructor(
    /** Of the link. */
    readonly token: string,
  ) {
    super();
  }
}

@QueryHandler(GetSatisfactionQuestion)
export class GetSatisfactionQuestionHandler implements IQueryHandler<GetSatisfactionQuestion> {
  constructor(
    private readonly aggregates: Aggregates,
    @Inject(VAULT) private readonly vault: Vault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ token }: GetSatisfactionQuestion): Promise<SatisfactionQuestion> {
    const { state } = await this.aggregates.load(caseSatisfaction, streams.case(caseOfLink(this.vault, token)));
    const { number, given, requested } = question(state, this.clock.now().toISOString());
    const { state: account } = await this.aggregates.load(mailAccount, streams.mailAccount(requested.accountId));
    const accountName = account.status === 'absent' ? '' : account.name;
    return { caseNumber: number, accountName, answered: given !== null, until: requested.until };
  }
}
