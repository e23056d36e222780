import { SatisfactionReport } from '../../http/schemas/satisfaction.js';
import { accountByApi } from '../folder/accounts.js';
import { changing } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';
import { defined } from './account-settings.js';

interface Report {
  readonly account?: string;
  readonly team?: string;
  readonly user?: string;
  readonly from?: string;
  readonly to?: string;
}

export async function reportSatisfaction(invocation: Invocation, { account, ...given }: Report): Promise<undefined> {
  const { terminal } = invocation;
  const report = await changing(invocation, 'satisfaction', async (api) => {
    const { team, user, from, to } = given;
    // Of nobody nothing is known; it would look as if nobody had been asked.
    if (team !== undefined) await api.send('GET', `teams/${encodeURIComponent(team)}`);
    if (user !== undefined) await api.send('GET', `users/${encodeURIComponent(user)}`);
    const accountId = account === undefined ? undefined : await accountByApi(api, account);
    const query = new URLSearchParams(defined({ account: accountId, team, user, from, to }));
    return SatisfactionReport.parse(await api.send('GET', `satisfaction?${query}`));
  });
  terminal.answer(report, () => {
    const { total, teams } = report;
    if (total.asked === 0) return 'Nobody was asked.';
    const rows = [
      ...teams.flatMap(({ teamId, users, ...team }) => [
        { team: teamId ?? '-', user: '', ...team },
        ...users.map(({ userId, ...its }) => ({ team: teamId ?? '-', user: userId ?? '-', ...its })),
      ]),
      { team: 'all', user: '', ...total },
    ];
    return terminal.table(rows, [
      { title: 'TEAM', value: ({ team }) => team, flexible: true },
      { title: 'USER', value: ({ user }) => user },
      { title: 'ASKED', value: ({ asked }) => asked, align: 'right' },
      { title: 'ANSWERED', value: ({ answered }) => answered, align: 'right' },
      { title: 'MEAN', value: ({ mean }) => mean?.toFixed(2) ?? '-', align: 'right' },
      ...([5, 4, 3, 2, 1] as const).map((rating) => ({
        title: String(rating),
        value: ({ ratings }: (typeof rows)[number]) => ratings[rating],
        align: 'right' as const,
      })),
    ]);
  });
  return undefined;
}
