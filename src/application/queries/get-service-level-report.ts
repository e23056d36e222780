import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { Target } from '../../domain/service-level/level.js';
import { medianOf } from '../../domain/service-level/median.js';
import { type MailboxView, mailboxesCollection } from '../../projections/mailboxes.js';
import { type ServiceLevelResult, serviceLevelResultsCollection } from '../../projections/service-level-results.js';
import { type Asker, levelOf } from '../access/asker.js';
import { ReadModels } from './read-models.js';

export interface LevelsOfAccount {
  readonly accountId: string;
  /** None: the account is gone. */
  readonly emailAddress: string | null;
  readonly outcomes: readonly {
    readonly target: Target;
    readonly met: number;
    readonly missed: number;
    readonly medianMinutes: number | null;
  }[];
}

export interface ReportFilter {
  readonly account?: string | undefined;
  /** As `2026-03`; both are within. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** What accounts have kept and missed, by month of UTC: all of them to whoever may read all cases, else those of their teams. */
export class GetServiceLevelReport extends Query<readonly LevelsOfAccount[]> {
  constructor(
    readonly filter: ReportFilter = {},
    readonly after?: Position,
    readonly asker?: Asker,
  ) {
    super();
  }
}

@QueryHandler(GetServiceLevelReport)
export class GetServiceLevelReportHandler implements IQueryHandler<GetServiceLevelReport> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ filter, after, asker }: GetServiceLevelReport): Promise<readonly LevelsOfAccount[]> {
    await this.readModels.reached(after, serviceLevelResultsCollection, mailboxesCollection);
    const { account, from = '', to = '9999-12' } = filter;
    const where = account === undefined ? {} : { where: { accountId: account } };
    const all = await this.readModels.all<ServiceLevelResult>(serviceLevelResultsCollection, where);
    const within = all.filter(({ month }) => from <= month && month <= to);
    const ids = [...new Set(within.map(({ accountId }) => accountId))].sort();
    const accounts = await this.readModels.many<MailboxView>(mailboxesCollection, ids);
    const shown = ids.filter((accountId) => isShown(asker, accounts.get(accountId)));
    return shown.map((accountId) => ({
      accountId,
      emailAddress: accounts.get(accountId)?.emailAddress ?? null,
      outcomes: Target.options.map((target) =>
        summed(
          target,
          within.filter((one) => one.accountId === accountId && one.target === target),
        ),
      ),
    }));
  }
}

function isShown(asker: Asker | undefined, account: MailboxView | undefined): boolean {
  const level = asker ? levelOf(asker, 'cases', 'read') : 'all';
  if (level === 'all') return true;
  const mine: ReadonlySet<string> = new Set(asker?.teamIds);
  return level === 'team' && (account?.teamIds.some((teamId) => mine.has(teamId)) ?? false);
}

function summed(target: Target, results: readonly ServiceLevelResult[]) {
  const counts: Record<string, number> = {};
  for (const { minutes } of results) {
    for (const [number, count] of Object.entries(minutes)) counts[number] = (counts[number] ?? 0) + count;
  }
  const sum = (count: (one: ServiceLevelResult) => number) => results.reduce((all, one) => all + count(one), 0);
  return { target, met: sum(({ met }) => met), missed: sum(({ missed }) => missed), medianMinutes: medianOf(counts) };
}
