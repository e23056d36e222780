import type { z } from 'zod';
import { type CalendarView, calendarsCollection } from '../../../projections/calendars.js';
import { CaseServiceLevel, ReplayedLevels, ServiceLevelReport } from '../../http/schemas/service-levels.js';
import { UsageError } from '../exit.js';
import { accountByApi } from '../folder/accounts.js';
import { changing, reading } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';
import { day } from '../output/moments.js';
import { type AccountOptions, levelOf } from './account-settings.js';
import { daysOf } from './availability.js';
import { asObject } from './users.js';

interface Report {
  readonly account?: string;
  readonly from?: string;
  readonly to?: string;
}

export async function reportLevels(invocation: Invocation, { account, from, to }: Report): Promise<undefined> {
  const { terminal } = invocation;
  const { items } = await changing(invocation, 'levels report', async (api) => {
    const query = new URLSearchParams({
      ...(account === undefined ? {} : { account: await accountByApi(api, account) }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    });
    return ServiceLevelReport.parse(await api.send('GET', `service-levels?${query}`));
  });
  terminal.answer(items, () => {
    const rows = items.flatMap(({ accountId, emailAddress, outcomes }) =>
      outcomes.map((outcome) => ({ ...outcome, account: emailAddress ?? accountId })),
    );
    if (rows.length === 0) return 'Nothing was kept or missed yet.';
    return terminal.table(rows, [
      { title: 'ACCOUNT', value: ({ account }) => account, flexible: true },
      { title: 'TARGET', value: ({ target }) => target },
      { title: 'MET', value: ({ met }) => met, align: 'right' },
      { title: 'MISSED', value: ({ missed }) => missed, align: 'right' },
      { title: 'MEDIAN', value: ({ medianMinutes }) => inMinutes(medianMinutes), align: 'right' },
    ]);
  });
  return undefined;
}

type ReplayOptions = AccountOptions & { readonly account: string; readonly since?: string };

export async function replayLevel(
  invocation: Invocation,
  { account, since, ...options }: ReplayOptions,
): Promise<undefined> {
  const { terminal } = invocation;
  const answer = await changing(invocation, 'levels replay', async (api) => {
    const path = `accounts/${await accountByApi(api, account)}/service-level/replay`;
    const body = { serviceLevel: levelOf(options), ...(since === undefined ? {} : { since }) };
    return ReplayedLevels.parse(await api.send('POST', path, body));
  });
  terminal.answer(answer, () => {
    const table = terminal.table(answer.outcomes, [
      { title: 'TARGET', value: ({ target }) => target },
      { title: 'MET', value: ({ met }) => met, align: 'right' },
      { title: 'MISSED', value: ({ missed }) => missed, align: 'right' },
      { title: 'OPEN', value: ({ open }) => open, align: 'right' },
      { title: 'MEDIAN', value: ({ medianMinutes }) => inMinutes(medianMinutes), align: 'right' },
    ]);
    return `Cases of ${account}: ${answer.cases}. Had this been promised:\n${table}`;
  });
  return undefined;
}

const inMinutes = (minutes: number | null): string => (minutes === null ? '-' : `${minutes} min`);

/** `mailcase case levels 42`. */
export async function showCaseLevel(invocation: Invocation, name: string): Promise<undefined> {
  const { terminal } = invocation;
  const number = encodeURIComponent(name.replace(/^#/, ''));
  const shown = await changing(invocation, 'case levels', async (api) =>
    CaseServiceLevel.parse(await api.send('GET', `cases/${number}/service-level`)),
  );
  terminal.answer(shown, () => {
    if (shown.periods.length === 0) return shown.sentence;
    const periods = terminal.table(shown.periods, [
      { title: 'STATUS', value: ({ status }: Period) => status },
      { title: 'FROM', value: ({ from }: Period) => day(from) },
      { title: 'TO', value: ({ to }: Period) => (to === null ? 'now' : day(to)) },
      { title: 'MINUTES', value: ({ runs, minutes }: Period) => (runs ? minutes : 'stopped'), align: 'right' },
    ]);
    return `${shown.sentence}\n${periods}`;
  });
  return undefined;
}
type Period = z.infer<typeof CaseServiceLevel>['periods'][number];

interface Definition {
  readonly zone: string;
  readonly name?: string;
  readonly holiday?: readonly string[];
}

export async function defineCalendar(
  invocation: Invocation,
  calendarId: string,
  given: readonly string[],
  { zone, name = calendarId, holiday = [] }: Definition,
): Promise<undefined> {
  const body = { name, hours: { timeZone: zone, days: daysOf(given) }, holidays: holiday.map(holidayOf) };
  const answer = await changing(invocation, 'calendar define', (api) => api.send('PUT', pathOf(calendarId), body));
  invocation.terminal.answer({ calendarId, ...asObject(answer) }, () => `Calendar ${calendarId} has these hours now.`);
  return undefined;
}

function holidayOf(text: string): { date: string; name: string } {
  const [, date, name] = /^(\d{4}-\d{2}-\d{2})=(.+)$/.exec(text) ?? [];
  if (date === undefined || name === undefined)
    throw new UsageError(`A holiday is as 2026-12-25=Christmas, not ${text}.`);
  return { date, name };
}

export function listCalendars(invocation: Invocation): Promise<undefined> {
  const { terminal } = invocation;
  return reading(invocation, 'calendar list', async (readModels) => {
    const calendars = await readModels.all<CalendarView>(calendarsCollection);
    terminal.answer(calendars, () =>
      calendars.length === 0
        ? 'There are no calendars: service levels go by around the clock.'
        : terminal.table(calendars, [
            { title: 'CALENDAR', value: ({ calendarId }) => calendarId },
            { title: 'NAME', value: ({ name }) => name, flexible: true },
            { title: 'ZONE', value: ({ hours }) => hours.timeZone },
            { title: 'HOLIDAYS', value: ({ holidays }) => holidays.length, align: 'right' },
          ]),
    );
    return undefined;
  });
}

const WEEK = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

export function showCalendar(invocation: Invocation, calendarId: string): Promise<undefined> {
  const { terminal } = invocation;
  return reading(invocation, 'calendar show', async (readModels) => {
    const calendar = await readModels.mustGet<CalendarView>(calendarsCollection, calendarId, 'calendar');
    terminal.answer(calendar, () => {
      const { name, hours, holidays } = calendar;
      const days = hours.days.map((intervals, n) => {
        const times = intervals.map(({ from, to }) => `${from}-${to}`).join(', ') || 'none';
        return `${(WEEK[n] ?? '').padEnd(11)}${times}`;
      });
      return [`${name} (${hours.timeZone})`, ...days, ...holidays.map((one) => `${one.date} ${one.name}`)].join('\n');
    });
    return undefined;
  });
}

export async function removeCalendar(invocation: Invocation, calendarId: string): Promise<undefined> {
  const answer = await changing(invocation, 'calendar remove', (api) => api.send('DELETE', pathOf(calendarId)));
  invocation.terminal.answer({ calendarId, ...asObject(answer) }, () => `Calendar ${calendarId} is removed.`);
  return undefined;
}

const pathOf = (calendarId: string): string => `calendars/${encodeURIComponent(calendarId)}`;
