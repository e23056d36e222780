import { CheckpointConflict, type DocumentStore } from '../../application/ports/document-store.js';
import { StoreUnavailable } from '../../application/ports/event-store.js';
import { Invalid, type InvalidField } from '../../domain/errors.js';

/** What a thread is asked to do: the calls that write. */
export type Writing = 'prepare' | 'startBuilding' | 'swap' | 'drop' | 'write' | 'close';

export interface Call {
  readonly id: number;
  readonly method: Writing;
  /** The arguments as JSON: one string is handed over faster than what it describes. */
  readonly args: string;
}

export type Answer =
  | { readonly id: number; readonly ok: true; readonly result: unknown }
  | { readonly id: number; readonly ok: false; readonly error: SentError };

interface SentError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly fields?: readonly InvalidField[];
}

/** The thread's one message that answers no call: the file is open, or why not. */
export type Opened = { readonly opened: true } | { readonly opened: false; readonly error: SentError };

export type WritingStore = Pick<DocumentStore, Writing>;

/** An error as it can be handed from thread to thread. */
export function sent(error: unknown): SentError {
  if (error instanceof StoreUnavailable) return { name: error.name, message: error.message, code: error.code };
  if (error instanceof Invalid)
    return { name: error.name, message: error.message, code: error.code, fields: error.fields };
  if (error instanceof Error) return { name: error.name, message: error.message };
  return { name: 'Error', message: String(error) };
}

/** The error that it was. */
export function received({ name, message, code = 'io', fields = [] }: SentError): Error {
  switch (name) {
    case 'StoreUnavailable':
      return new StoreUnavailable(message, code);
    case 'CheckpointConflict':
      return new CheckpointConflict(message);
    case 'Invalid':
      return new Invalid(fields, code);
    case 'TypeError':
      return new TypeError(message);
    default:
      return new Error(message);
  }
}
