import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { WallTime } from '../../../domain/availability/events.js';
import { HandOverProgress } from '../../http/schemas/availability.js';
import { UsageError } from '../exit.js';
import { changing } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';
import { asObject } from './users.js';

/** Milliseconds between two looks at how far it is. */
const LOOK_AGAIN = 200;

interface AwayOptions {
  readonly from?: string;
  readonly to?: string;
  readonly reason?: string;
  readonly cancel?: string;
}

export async function planAway(invocation: Invocation, userId: string, options: AwayOptions): Promise<undefined> {
  const { from = new Date().toISOString(), to, reason = null, cancel } = options;
  const path = `users/${encodeURIComponent(userId)}`;
  const answer = await changing(invocation, 'user away', (api) => {
    if (cancel !== undefined) return api.send('DELETE', `${path}/away/${encodeURIComponent(cancel)}`);
    return to === undefined
      ? api.send('GET', `${path}/availability`)
      : api.send('POST', `${path}/away`, { from, to, reason });
  });
  invocation.terminal.answer({ userId, ...asObject(answer) }, () => {
    if (cancel !== undefined) return `User ${userId} is not away after all.`;
    return to === undefined ? JSON.stringify(answer, null, 2) : `User ${userId} is away until ${to}.`;
  });
}

export async function setHours(
  invocation: Invocation,
  userId: string,
  given: readonly string[],
  { zone }: { readonly zone: string },
): Promise<undefined> {
  const hours = given.length === 0 ? null : { timeZone: zone, days: daysOf(given) };
  const what = hours === null ? 'works as their teams do' : `works by these hours, in ${zone}`;
  await put(invocation, 'user hours', userId, 'availability', { hours }, what);
}

const Interval = z.tuple([WallTime.refine((from) => from !== '24:00'), WallTime]);

/** Of each day from Monday on. @throws UsageError */
export function daysOf(given: readonly string[]): { from: string; to: string }[][] {
  const [only = '-'] = given;
  const all = given.length === 1 ? [only, only, only, only, only, '-', '-'] : given;
  if (all.length !== 7) throw new UsageError('Give the hours of one day or of seven.');
  return all.map((day) =>
    day === '-'
      ? []
      : day.split('+').map((interval) => {
          const { data } = Interval.safeParse(interval.split('-'));
          if (!data) throw new UsageError(`${interval} are no hours: 08:00-12:00+13:00-17:00 are, or - for none.`);
          const [from, to] = data;
          return { from, to };
        }),
  );
}

interface CapacityOptions {
  readonly open?: number;
  readonly leaveOut?: readonly string[];
  readonly leaveOutTags?: readonly string[];
  readonly leaveOutAfter?: number;
  readonly rate?: number;
  readonly window?: number;
}

export async function setCapacity(
  invocation: Invocation,
  userId: string,
  options: CapacityOptions,
): Promise<undefined> {
  const { open, leaveOut = [], leaveOutTags = [], leaveOutAfter = null, rate, window = 60 } = options;
  const leavingOut = { statuses: leaveOut, tags: leaveOutTags, olderThanDays: leaveOutAfter };
  const body = {
    ...(open === undefined ? {} : { capacity: { maxOpenCases: open, leavingOut } }),
    ...(rate === undefined ? {} : { rate: { cases: rate, windowMinutes: window } }),
  };
  const most = [
    ...(open === undefined ? [] : [`at most ${open} open cases`]),
    ...(rate === undefined ? [] : [`at most ${rate} new ones in ${window} minutes`]),
  ];
  if (most.length === 0) throw new UsageError('Name a capacity by --open, or a rate by --rate.');
  await put(invocation, 'user capacity', userId, 'capacity', body, `gets ${most.join(', and ')}`);
}

export const setSkills = (invocation: Invocation, userId: string, skills: readonly string[]): Promise<undefined> =>
  put(
    invocation,
    'user skills',
    userId,
    'skills',
    { skills },
    skills.length === 0 ? 'has no skills' : `has the skills ${skills.join(', ')}`,
  );

export async function handOver(
  invocation: Invocation,
  userId: string,
  { to = null, reason }: { readonly to?: string | null; readonly reason: string },
): Promise<undefined> {
  const path = `users/${encodeURIComponent(userId)}/hand-over`;
  const answer = await changing(invocation, 'user hand-over', async (api) => {
    await api.send('POST', path, { to, reason });
    // Alone in the folder, nobody goes on with it when this has ended.
    for (;;) {
      const progress = HandOverProgress.parse(await api.send('GET', path));
      if (progress.finished) return progress;
      await pause(LOOK_AGAIN);
    }
  });
  const whom = to === null ? 'went through the distribution' : `went to ${to}`;
  invocation.terminal.answer({ userId, ...answer }, () => `${answer.cases} open cases of ${userId} ${whom}.`);
}

async function put(
  invocation: Invocation,
  what: string,
  userId: string,
  path: string,
  body: unknown,
  outcome: string,
): Promise<undefined> {
  const answer = await changing(invocation, what, (api) =>
    api.send('PUT', `users/${encodeURIComponent(userId)}/${path}`, body),
  );
  invocation.terminal.answer({ userId, ...asObject(answer) }, () => `User ${userId} ${outcome}.`);
}
