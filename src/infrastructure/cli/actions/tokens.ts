import { z } from 'zod';
import { TokenUses } from '../../../application/access/token-uses.js';
import { type ListedToken, ListTokens, ListTokensHandler } from '../../../application/queries/list-tokens.js';
import { UsageError } from '../exit.js';
import { changing, reading } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';
import { day } from '../output/moments.js';
import { asObject } from './users.js';

const PAGE = 200;
const Issued = z.object({ tokenId: z.string(), token: z.string() });

export interface NewToken {
  readonly user: string;
  readonly name: string;
  readonly scope?: readonly string[];
  readonly expires?: string;
  readonly expiresIn?: number;
}

export async function issueToken(invocation: Invocation, options: NewToken): Promise<undefined> {
  const { user: userId, name, scope: scopes, expires: expiresAt, expiresIn: expiresInDays } = options;
  if (expiresAt !== undefined && expiresInDays !== undefined)
    throw new UsageError('Either --expires or --expires-in: not both.');
  const body = { userId, name, scopes, expiresAt, expiresInDays };
  const answer = await changing(invocation, 'token add', (api) => api.send('POST', 'tokens', body));
  const { tokenId, token } = Issued.parse(answer);
  invocation.terminal.remark('This is shown once and kept nowhere:');
  invocation.terminal.answer({ tokenId, userId, token }, () => token);
}

export async function revokeToken(invocation: Invocation, tokenId: string): Promise<undefined> {
  const path = `tokens/${encodeURIComponent(tokenId)}`;
  const answer = await changing(invocation, 'token revoke', (api) => api.send('DELETE', path));
  invocation.terminal.answer({ tokenId, ...asObject(answer) }, () => `Token ${tokenId} is revoked.`);
}

export function listTokens(
  invocation: Invocation,
  { user = null }: { readonly user?: string | null },
): Promise<undefined> {
  const { terminal } = invocation;
  return reading(invocation, 'token list', async (readModels, { mailcase: { adapters } }) => {
    const { documents, clock } = adapters;
    const handler = new ListTokensHandler(readModels, new TokenUses(documents, clock));
    const now = clock.now().toISOString();
    const tokens: ListedToken[] = [];
    let cursor: string | null = null;
    do {
      const paging = { limit: PAGE, ...(cursor === null ? {} : { cursor }) };
      const page = await handler.execute(new ListTokens(user, paging));
      tokens.push(...page.items);
      cursor = page.next;
    } while (cursor !== null);
    terminal.answer(tokens, () =>
      tokens.length === 0
        ? 'There are no tokens.'
        : terminal.table(tokens, [
            { title: 'TOKEN', value: ({ tokenId }) => tokenId },
            { title: 'USER', value: ({ userId }) => userId },
            { title: 'NAME', value: ({ name }) => name, flexible: true },
            { title: 'ISSUED', value: ({ issuedAt }) => day(issuedAt) },
            { title: 'LAST USED', value: ({ lastUsedAt }) => (lastUsedAt === null ? 'never' : day(lastUsedAt)) },
            { title: 'EXPIRES', value: ({ expiresAt }) => (expiresAt === null ? '' : day(expiresAt)) },
            { title: 'MAY', value: ({ scopes }) => scopes?.join(', ') ?? 'all that its user may', flexible: true },
            { title: 'STATE', value: (token) => stateOf(token, now) },
          ]),
    );
    return undefined;
  });
}

function stateOf({ revoked, expiresAt }: ListedToken, now: string): string {
  if (revoked) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'valid';
}
