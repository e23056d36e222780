import { CommanderError } from 'commander';
import { StoreUnavailable } from '../../application/ports/event-store.js';
import { MailboxError } from '../../application/ports/mailbox-source.js';
import { DomainError, Invalid } from '../../domain/errors.js';
import { plain } from './output/text.js';

/** How the process ends. */
export const EXIT = { ok: 0, failure: 1, usage: 2, interrupted: 130 } as const;

/** The command line itself was wrong, in a way that commander could not see. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Something failed, in words that whoever typed the command can act on. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  return error instanceof UsageError ? EXIT.usage : EXIT.failure;
}

/** What is told on standard error; none: it was told already. Words of servers and files may be among them. */
export function wordsOf(error: unknown): string | null {
  if (error instanceof CommanderError) return null;
  if (error instanceof Invalid && error.code === 'configuration') {
    const wrong = error.fields.map(({ path, message }) => `  ${plain(`${path}: ${message}`)}`);
    return ['The configuration is wrong:', ...wrong].join('\n');
  }
  if (error instanceof DomainError || error instanceof StoreUnavailable) return `error: ${plain(error.message)}`;
  if (error instanceof MailboxError) return `error: ${plain(error.message)}`;
  if (error instanceof UsageError || error instanceof CommandFailure) return `error: ${plain(error.message)}`;
  // A mistake of ours: whoever reports it needs the place.
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `error: ${stack.split('\n').map(plain).join('\n    ')}`;
}
