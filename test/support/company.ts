import type { Mailcase } from '../../src/application/mailcase.js';
import { setEmailAddresses } from '../../src/domain/access/user.js';
import { PLAIN } from '../../src/domain/assignment/rule.js';
import { type AccountId, accountIdOf, streams, TeamId, UserId } from '../../src/domain/ids.js';
import type { Distribution } from '../../src/domain/mail-account/events.js';

const by = { actor: 'test', cause: 'company' };

/** Registers users and puts them into a team. */
export async function team(mailcase: Mailcase, id: string, members: readonly string[]): Promise<TeamId> {
  const teamId = TeamId.parse(id);
  for (const name of members) {
    const userId = UserId.parse(name);
    const registered = { userId, name, administrator: false };
    const user = { ...registered, status: 'active' as const, emailAddresses: [], roleIds: [] };
    const stream = streams.user(userId);
    if (await isThere(mailcase, stream)) continue;
    const addresses = setEmailAddresses(user, [`${name}@acme.example`]);
    const events = [{ type: 'UserRegistered' as const, data: registered }, ...addresses];
    await mailcase.log.append({ stream, expectedRevision: 'no-stream', by, events });
  }
  const joining = members.map((name) => ({
    type: 'TeamMemberAdded' as const,
    data: { teamId, userId: UserId.parse(name), position: null },
  }));
  const events = [{ type: 'TeamCreated' as const, data: { teamId, name: id } }, ...joining];
  await mailcase.log.append({ stream: streams.team(teamId), expectedRevision: 'no-stream', by, events });
  return teamId;
}

async function isThere(mailcase: Mailcase, stream: string): Promise<boolean> {
  for await (const _ of mailcase.log.readStream(stream, { limit: 1 })) return true;
  return false;
}

export interface AccountSettings {
  readonly distribution?: Distribution;
  readonly casesSince?: string;
}

/** Opens a group account whose messages make cases for a team. */
export async function account(
  mailcase: Mailcase,
  emailAddress: string,
  teamId: TeamId,
  { distribution = 'round-robin', casesSince = '2020-01-01T00:00:00.000Z' }: AccountSettings = {},
): Promise<AccountId> {
  const accountId = accountIdOf(emailAddress);
  const creation = { accountId, distribution, teamId, userId: null, position: null, ...PLAIN, casesSince };
  await mailcase.log.append({
    stream: streams.mailAccount(accountId),
    expectedRevision: 'no-stream',
    by,
    events: [
      { type: 'GroupAccountOpened', data: { accountId, name: emailAddress, emailAddress } },
      { type: 'CaseCreationConfigured', data: creation },
    ],
  });
  return accountId;
}
