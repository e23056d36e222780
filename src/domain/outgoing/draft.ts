import type { Decider } from '../decider.js';
import { Invalid, NotFound, Rejected } from '../errors.js';
import type { DraftId, EmailId, UserId } from '../ids.js';
import {
  type DraftContent,
  type DraftEvent,
  type DraftFile,
  MAX_FILE_BYTES,
  MAX_FILES,
  MAX_FILES_BYTES,
  MAX_RECIPIENTS,
  type Submission,
} from './draft-events.js';

interface Written {
  readonly draftId: DraftId;
  /** Who writes it: nobody else sees it. */
  readonly userId: UserId;
  readonly content: DraftContent;
  readonly files: readonly DraftFile[];
  /** How often it was submitted: each time it is another message. */
  readonly times: number;
}

/** Why what was submitted last could not become a message. */
interface Failure {
  readonly code: string;
  /** For people. */
  readonly error: string;
}

/** What somebody is writing. */
export type Draft =
  | { readonly status: 'absent' | 'discarded' }
  | (Written & { readonly status: 'open'; readonly failure: Failure | null })
  | (Written & {
      readonly status: 'submitted';
      readonly submission: Submission;
      /** When; its message has this date. ISO 8601; none: that is not in the log yet. */
      readonly at: string | null;
    })
  | (Written & { readonly status: 'queued'; readonly emailId: EmailId; readonly sendAt: string });

/** Recorded events have their time; a fold needs no more of them. */
type Timed = DraftEvent & { readonly metadata?: { readonly at: string } };

const OPEN = { status: 'open', failure: null } as const;

export const draft: Decider<Draft, Timed> = {
  initialState: () => ({ status: 'absent' }),
  evolve(state, event) {
    if (event.type === 'DraftDiscarded') return { status: 'discarded' };
    if (event.type === 'DraftWritten') {
      const { draftId, userId, content } = event.data;
      const { files, times } = isThere(state) ? state : { files: [], times: 0 };
      return { status: 'open', draftId, userId, content, files, times, failure: null };
    }
    if (!isThere(state)) return state;
    const written = writtenOf(state);
    switch (event.type) {
      case 'DraftFileAdded':
        return { ...written, ...OPEN, files: [...state.files, event.data.file] };
      case 'DraftFileRemoved':
        return { ...written, ...OPEN, files: state.files.filter(({ fileId }) => fileId !== event.data.fileId) };
      case 'DraftSubmitted': {
        const { content, files, submission } = event.data;
        const at = event.metadata?.at ?? null;
        return { ...written, status: 'submitted', content, files, submission, at, times: state.times + 1 };
      }
      case 'DraftQueued':
        if (state.status !== 'submitted') return state;
        return { ...written, status: 'queued', emailId: event.data.emailId, sendAt: state.submission.sendAt };
      case 'DraftFailed':
        return { ...written, ...OPEN, failure: { code: event.data.code, error: event.data.error } };
      case 'DraftReopened':
        return { ...written, ...OPEN };
      case 'DraftBlobsRemoved':
        return state;
    }
  },
};

/** Writes down all that stands in a draft; nothing, where that is there already. @throws NotFound, Rejected, Invalid */
export function writeDraft(
  state: Draft,
  { draftId, userId, content }: { readonly draftId: DraftId; readonly userId: UserId; readonly content: DraftContent },
): DraftEvent[] {
  if (state.status !== 'absent') mustBeOpen(state, userId);
  if (recipientsOf(content).length > MAX_RECIPIENTS) throw tooMany(recipientsOf(content).length);
  if (state.status === 'open' && JSON.stringify(state.content) === JSON.stringify(content)) return [];
  return [{ type: 'DraftWritten', data: { draftId, userId, content } }];
}

/** Bytes that one more file may have. @throws NotFound, Rejected, Invalid with `too-large` where there may be none */
export function roomFor(state: Draft, userId: UserId): number {
  const { files } = mustBeOpen(state, userId);
  if (files.length >= MAX_FILES) throw tooLarge(`${MAX_FILES} files are the most`);
  return Math.min(MAX_FILE_BYTES, MAX_FILES_BYTES - files.reduce((sum, { size }) => sum + size, 0));
}

/** @throws NotFound, Rejected, Invalid with `too-large` */
export function addFile(state: Draft, userId: UserId, file: DraftFile): DraftEvent[] {
  const { draftId, files } = mustBeOpen(state, userId);
  if (files.some(({ fileId }) => fileId === file.fileId)) return [];
  if (files.length >= MAX_FILES) throw tooLarge(`${MAX_FILES} files are the most`);
  if (file.size > MAX_FILE_BYTES) throw tooLarge(`the file has ${file.size} bytes, ${MAX_FILE_BYTES} are the most`);
  const size = files.reduce((sum, one) => sum + one.size, file.size);
  if (size > MAX_FILES_BYTES) throw tooLarge(`all files have ${size} bytes, ${MAX_FILES_BYTES} are the most`);
  return [{ type: 'DraftFileAdded', data: { draftId, userId, file } }];
}

/** @throws NotFound, Rejected */
export function removeFile(state: Draft, userId: UserId, fileId: string): DraftEvent[] {
  const { draftId, files } = mustBeOpen(state, userId);
  if (!files.some((file) => file.fileId === fileId)) throw new NotFound('file', fileId);
  return [{ type: 'DraftFileRemoved', data: { draftId, userId, fileId } }];
}

/** The key of the message that a draft becomes when it is submitted now. */
const keyOf = (state: Draft, draftId: DraftId): string => `draft ${draftId} ${isThere(state) ? state.times + 1 : 1}`;

/** From now on it is a message. @throws NotFound, Rejected, Invalid: nobody is written to */
export function submitDraft(state: Draft, userId: UserId, submission: Omit<Submission, 'key'>): DraftEvent[] {
  const { draftId, content, files } = mustBeOpen(state, userId);
  const count = recipientsOf(content).length;
  if (count === 0) throw new Invalid([{ path: 'to', message: 'nobody is written to' }]);
  if (count > MAX_RECIPIENTS) throw tooMany(count);
  const key = keyOf(state, draftId);
  return [
    {
      type: 'DraftSubmitted',
      data: { draftId, userId, content, files: [...files], submission: { ...submission, key } },
    },
  ];
}

/** What was submitted waits to be sent. Nothing: that is known, or it is a draft again. */
export function draftQueued(state: Draft, key: string, emailId: EmailId): DraftEvent[] {
  if (state.status !== 'submitted' || state.submission.key !== key) return [];
  return [{ type: 'DraftQueued', data: { draftId: state.draftId, userId: state.userId, emailId } }];
}

/** Characters of what is wrong that are kept. */
const MOST_WORDS = 1_000;

/** What was submitted cannot become a message, for good. Nothing: it is one, or it is a draft again. */
export function draftFailed(state: Draft, key: string, { code, error }: Failure): DraftEvent[] {
  if (state.status !== 'submitted' || state.submission.key !== key) return [];
  const { draftId, userId, content } = state;
  const recipients = recipientsOf(content).length;
  const words = error.slice(0, MOST_WORDS);
  const data = { draftId, userId, key, subject: content.subject, recipients, code, error: words };
  return [{ type: 'DraftFailed', data }];
}

/** Its message was taken back. Nothing: it is not that message any more. */
export function reopenDraft(state: Draft, emailId: EmailId): DraftEvent[] {
  if (state.status !== 'queued' || state.emailId !== emailId) return [];
  return [{ type: 'DraftReopened', data: { draftId: state.draftId, userId: state.userId, emailId } }];
}

/** Again is nothing new. @throws NotFound, Rejected: it is a message already */
export function discardDraft(state: Draft, draftId: DraftId, userId: UserId): DraftEvent[] {
  if (state.status === 'discarded') return [];
  mustBeOpen(state, userId);
  return [{ type: 'DraftDiscarded', data: { draftId, userId } }];
}

const isThere = (state: Draft): state is Exclude<Draft, { status: 'absent' | 'discarded' }> =>
  state.status !== 'absent' && state.status !== 'discarded';

const writtenOf = ({ draftId, userId, content, files, times }: Written): Written => ({
  draftId,
  userId,
  content,
  files,
  times,
});

const recipientsOf = ({ to, cc, bcc }: DraftContent): readonly string[] => [
  ...new Set([...to, ...cc, ...bcc].map(({ address }) => address)),
];

const tooMany = (count: number): Invalid =>
  new Invalid([{ path: 'to', message: `${count} recipients, ${MAX_RECIPIENTS} are the most` }]);
const tooLarge = (message: string): Invalid => new Invalid([{ path: 'files', message }], 'too-large');

/** @throws NotFound for somebody else's, which is as good as none; Rejected */
export function mustBeOpen(state: Draft, userId: UserId): Extract<Draft, { status: 'open' }> {
  if (!isThere(state) || state.userId !== userId) throw new NotFound('draft', 'of this id');
  if (state.status !== 'open') throw new Rejected('draft-sent', 'The draft was sent: take the message back first.');
  return state;
}
