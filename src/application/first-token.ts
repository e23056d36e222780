import type { CommandBus } from '@nestjs/cqrs';
import { user } from '../domain/access/user.js';
import { streams, UserId } from '../domain/ids.js';
import { apiTokensCollection, type TokenView, type UserView, usersCollection } from '../projections/people.js';
import { IssueApiToken, RegisterUser } from './commands/index.js';
import type { Mailcase } from './mailcase.js';
import { ReadModels } from './queries/index.js';

/** The way into a service that nobody could administer. */
export interface FirstToken {
  readonly userId: UserId;
  /** Shown this once. */
  readonly token: string;
}

/** Milliseconds. */
const PATIENCE = 10_000;
const NAME = 'admin';

/**
 * Where no active administrator has ever had a token, one gets it, and is registered if need be. None: somebody has had
 * one, or the read models that know are not there yet.
 * @param cause names this start for good
 * @param signal ends the wait for the read models
 */
export async function firstTokenOf(
  mailcase: Mailcase,
  commands: CommandBus,
  cause: string,
  signal?: AbortSignal,
): Promise<FirstToken | null> {
  const { projections, adapters } = mailcase;
  const readModels = new ReadModels(projections, adapters.documents);
  const models = [usersCollection.name, apiTokensCollection.name];
  // Whoever has had a token has had it, however far these have come.
  if (models.every((name) => projections.isReadable(name)) && (await withoutToken(readModels)) === null) return null;
  // Nodes may start together for the first time: one of them makes it.
  const alone = await adapters.leases.tryAcquire('first token');
  if (!alone) return null;
  try {
    return await makeToken(mailcase, readModels, models, commands, cause, signal);
  } finally {
    await alone.release();
  }
}

async function makeToken(
  mailcase: Mailcase,
  readModels: ReadModels,
  models: readonly string[],
  commands: CommandBus,
  cause: string,
  signal?: AbortSignal,
): Promise<FirstToken | null> {
  const { projections, log } = mailcase;
  // Read models that are being made anew do not know yet whom the log knows.
  const head = await log.head();
  const all = Promise.all(models.map((name) => projections.waitFor(name, head, PATIENCE)));
  const reached = await Promise.race([all, aborted(signal)]);
  const administrators = reached.includes(false) ? null : await withoutToken(readModels);
  if (administrators === null) return null;
  const by = { actor: 'system:start', cause };
  const userId = administrators[0] ?? (await freeName(mailcase));
  if (administrators.length === 0) {
    const registration = { userId, name: 'Administrator', administrator: true, emailAddresses: [] };
    await commands.execute(new RegisterUser(registration, by));
  }
  const { token } = await commands.execute(new IssueApiToken(userId, 'first start', by));
  return { userId, token };
}

/** As if they had not come so far. */
function aborted(signal: AbortSignal | undefined): Promise<readonly boolean[]> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve([false]);
    signal?.addEventListener('abort', () => resolve([false]), { once: true });
  });
}

/** The active administrators; none of it: one of them has had a token, revoked or not. */
async function withoutToken(readModels: ReadModels): Promise<readonly UserId[] | null> {
  const users = await readModels.all<UserView>(usersCollection, { where: { active: true } });
  const administrators = users.filter(({ administrator }) => administrator).map(({ userId }) => UserId.parse(userId));
  for (const userId of administrators) {
    const { items } = await readModels.find<TokenView>(apiTokensCollection, { where: { userId }, limit: 1 });
    if (items.length > 0) return null;
  }
  return administrators;
}

/** `admin`, or, where somebody else has that name, `admin-2`… */
async function freeName({ aggregates }: Mailcase): Promise<UserId> {
  for (let n = 1; ; n++) {
    const userId = UserId.parse(n === 1 ? NAME : `${NAME}-${n}`);
    const { state } = await aggregates.load(user, streams.user(userId));
    if (state.status === 'absent') return userId;
  }
}
