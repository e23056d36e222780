import type { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { Rejected } from '../../domain/errors.js';

/** EventStoreDB 22.10 is the oldest that is served. */
const OLDEST = [22, 10] as const;
/** From here on a server says when a subscription has caught up. */
const TELLS_OF_CATCHING_UP = [23, 10] as const;

export interface ServerVersion {
  readonly text: string;
  readonly tellsOfCatchingUp: boolean;
}

/** Asks the server what it is. @throws what the client throws */
export async function serverVersion(client: KurrentDBClient): Promise<ServerVersion> {
  // Safe: `capabilities` is there, and protected; the client has no other way to ask. What it gives is looked at.
  const { capabilities } = client as unknown as { readonly capabilities?: Promise<unknown> };
  const answer = await capabilities;
  const text = typeof answer === 'object' && answer && 'serverVersion' in answer ? String(answer.serverVersion) : '';
  return { text, tellsOfCatchingUp: isAtLeast(text, TELLS_OF_CATCHING_UP) };
}

/** @throws Rejected */
export function requireVersion({ text }: ServerVersion): void {
  if (isAtLeast(text, OLDEST)) return;
  const found = /\d/.test(text) ? `is of version ${text}` : 'does not say its version, as old ones do';
  throw new Rejected(
    'log-server-too-old',
    `The server of the log ${found}. EventStoreDB ${OLDEST.join('.')} or later is needed, or any KurrentDB.`,
  );
}

function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [, foundMajor, foundMinor] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  if (foundMajor === undefined) return false;
  return Number(foundMajor) > major || (Number(foundMajor) === major && Number(foundMinor) >= minor);
}
