import { CommandBus } from '@nestjs/cqrs';
import { expect, it } from 'vitest';
import { ConfigureAccount, OpenGroupAccount } from '../../src/application/commands/index.js';
import { Mailcase } from '../../src/application/mailcase.js';
import { createContext } from '../../src/infrastructure/http/context.js';
import { systemClock } from '../../src/infrastructure/process/system-clock.js';
import { freshAdapters } from '../support/ground.js';
import { ofType, wholeLog } from '../support/invariants.js';

it('fetches and makes cases from the moment of opening, unless it is told otherwise, and stays with that', async () => {
  let now = new Date('2026-03-02T10:00:00.700Z');
  const mailcase = new Mailcase(await freshAdapters({ clock: { ...systemClock, now: () => now } }));
  const context = await createContext(mailcase);
  const commands = context.get(CommandBus);
  const by = { actor: 'user:ana', cause: 'open' };
  const named = { name: 'Support', emailAddress: 'support@acme.example', caseCreation: {} };
  const { accountId } = await commands.execute(new OpenGroupAccount(named, by));
  // A minute before, in whole seconds: a server's clock may be behind, and tells no fractions.
  const opened = '2026-03-02T09:59:00.000Z';
  const configured = async () => {
    const log = await wholeLog(mailcase.adapters.events);
    return {
      since: ofType(log, 'FetchingConfigured').at(-1)?.data.since,
      casesSince: ofType(log, 'CaseCreationConfigured').at(-1)?.data.casesSince,
    };
  };
  expect(await configured()).toEqual({ since: opened, casesSince: opened });

  now = new Date('2026-04-01T00:00:00.000Z');
  const settings = { fetching: { maxSize: 1_000 }, caseCreation: { casesSince: '2020-01-01T00:00:00.000Z' } };
  await commands.execute(new ConfigureAccount(accountId, settings, { ...by, cause: 'configure' }));
  expect(await configured()).toEqual({ since: opened, casesSince: '2020-01-01T00:00:00.000Z' });
  await context.close();
});
