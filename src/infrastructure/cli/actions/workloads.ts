import type { z } from 'zod';
import { Workloads } from '../../http/schemas/cases.js';
import { changing } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';
import { day } from '../output/moments.js';

type Team = z.infer<typeof Workloads>['items'][number];
type Row = Team['users'][number] & { readonly team: string };

export async function showWorkloads(invocation: Invocation): Promise<undefined> {
  const { terminal } = invocation;
  const { items } = Workloads.parse(await changing(invocation, 'workloads', (api) => api.send('GET', 'workloads')));
  terminal.answer(items, () => {
    if (items.length === 0) return 'There are no teams yet: `mailcase team add`.';
    const rows = items.flatMap(({ teamId, users }) => users.map((user) => ({ ...user, team: teamId })));
    const table = terminal.table(rows, [
      { title: 'TEAM', value: ({ team }) => team },
      { title: 'USER', value: ({ userId }) => userId },
      { title: 'OPEN', value: ({ open }) => open, align: 'right' },
      { title: 'GIVEN', value: ({ given }) => given, align: 'right' },
      { title: 'CAPACITY', value: capacityOf, align: 'right' },
      { title: 'THERE', value: presenceOf, flexible: true },
    ]);
    const waiting = items
      .filter(({ unassigned }) => unassigned > 0)
      .map(({ teamId, unassigned }) => `${unassigned} open cases of ${teamId} that nobody has.`);
    return [table, ...waiting].join('\n');
  });
}

function capacityOf({ availability }: Row): string {
  const { capacity } = availability ?? {};
  return capacity ? `${capacity.counted} of ${capacity.most}` : '-';
}

function presenceOf({ member, availability }: Row): string {
  if (!availability) return member ? '-' : 'has left the team';
  const { reasons, backAt } = availability;
  if (reasons.length === 0) return 'yes';
  const why = reasons.map((reason) => reason.replaceAll('-', ' ')).join(', ');
  return backAt === null ? `no: ${why}` : `no: ${why} until ${day(backAt)}`;
}
