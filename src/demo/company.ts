import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandBus } from '@nestjs/cqrs';
import { parse } from 'yaml';
import { z } from 'zod';
import { CreateTeam, OpenGroupAccount, RegisterUser, SetTeamMember } from '../application/commands/index.js';
import { TeamId, UserId } from '../domain/ids.js';
import { Distribution } from '../domain/mail-account/events.js';

const Company = z.object({
  company: z.string(),
  users: z.array(z.object({ id: UserId, name: z.string(), emailAddresses: z.array(z.string()) })),
  teams: z.array(
    z.object({
      id: TeamId,
      name: z.string(),
      members: z.array(z.object({ userId: UserId, position: z.string().optional() })),
    }),
  ),
  accounts: z.array(
    z.object({
      name: z.string(),
      emailAddress: z.string(),
      teamId: TeamId,
      distribution: Distribution,
      position: z.string().optional(),
      userId: UserId.optional(),
    }),
  ),
});
export type Company = z.infer<typeof Company>;

/** The made-up company of the demo. */
export async function readCompany(folder: string): Promise<Company> {
  return Company.parse(parse(await readFile(join(folder, 'company.yaml'), 'utf8')));
}

/** Where a mailbox of the company is reached over IMAP. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  passwordOf(emailAddress: string): string;
}

/** The demo's mail is of spring 2026: all of it makes cases. */
const CASES_SINCE = '2026-01-01T00:00:00.000Z';

/** Registers the company by the same commands that everybody uses. */
export async function founded(commands: CommandBus, company: Company, server: MailServer | null): Promise<void> {
  let n = 0;
  const by = () => ({ actor: 'system:demo', cause: `demo ${n++}` });
  for (const { id: userId, name, emailAddresses } of company.users) {
    const registration = { userId, name, administrator: userId === 'dora', emailAddresses };
    await commands.execute(new RegisterUser(registration, by()));
  }
  for (const { id, name, members } of company.teams) {
    await commands.execute(new CreateTeam(id, name, by()));
    for (const { userId, position } of members) {
      await commands.execute(new SetTeamMember(id, userId, position ?? null, by()));
    }
  }
  for (const { name, emailAddress, teamId, distribution, position = null, userId = null } of company.accounts) {
    const imap = server && {
      host: server.host,
      port: server.port,
      security: 'none' as const,
      userName: emailAddress,
      password: server.passwordOf(emailAddress),
    };
    const caseCreation = { distribution, teamId, position, userId, casesSince: CASES_SINCE };
    const fetching = { since: '2000-01-01T00:00:00.000Z' };
    const account = { name, emailAddress, imap, fetching, teamIds: [teamId], caseCreation };
    await commands.execute(new OpenGroupAccount(account, by()));
  }
}
