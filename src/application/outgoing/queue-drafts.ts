import { DomainError } from '../../domain/errors.js';
import { DraftId, EmailId, streams } from '../../domain/ids.js';
import { type Draft, draft, draftFailed, draftQueued } from '../../domain/outgoing/draft.js';
import type { DraftFile } from '../../domain/outgoing/draft-events.js';
import { type DraftView, draftsCollection } from '../../projections/drafts.js';
import { type SentView, sentCollection } from '../../projections/sent.js';
import type { Aggregates } from '../log/aggregates.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { ComposedAttachment } from '../ports/mail-composer.js';
import { type ReadModels, whenBuilt } from '../queries/read-models.js';
import type { AloneWork } from '../reactions/alone.js';
import type { Bodies } from './bodies.js';
import type { Queued, QueueEmail } from './queue-email.js';
import { giveBack } from './take-back.js';
import { withImagesBeside } from './texts.js';

/** Makes messages of drafts that were submitted. The same again makes the same message, and nothing more. */
export class QueueDrafts {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly bodies: Bodies,
    private readonly outgoing: QueueEmail,
  ) {}

  /**
   * Nothing, where it was not submitted, or is a message already. What can never become one is a draft again.
   * @throws as QueueEmail
   */
  async queue(draftId: DraftId): Promise<Queued | null> {
    const stream = streams.draft(draftId);
    const { state } = await this.aggregates.load(draft, stream);
    if (state.status !== 'submitted' || state.at === null) return null;
    const { key } = state.submission;
    const by = { actor: `user:${state.userId}`, cause: key };
    let queued: Queued;
    try {
      queued = await this.compose(draftId, { ...state, at: state.at });
    } catch (error) {
      const failure = failureOf(error);
      if (failure !== null) {
        const fail = (now: Draft) => draftFailed(now, key, failure);
        await this.aggregates.change(draft, stream, fail, { ...by, cause: `${key} failed` });
      }
      throw error;
    }
    const decide = (now: Draft) => draftQueued(now, key, queued.emailId);
    const { revision } = await this.aggregates.change(draft, stream, decide, { ...by, cause: `${key} queued` });
    return { ...queued, revision };
  }

  private async compose(draftId: DraftId, state: Submitted): Promise<Queued> {
    const { content, submission, userId, at } = state;
    const { key, sendAt, from, replyTo, owner, teamIds, inReplyTo, references } = submission;
    const { to, cc, bcc, subject, accountId, answers, forwards, case: inCase, about } = content;
    const { text, html: whole } = await this.bodies.load(content);
    const { html, images } = withImagesBeside(whole);
    return this.outgoing.queue(
      {
        ...{ key, date: at, from, replyTo, to, cc, bcc, subject, text, inReplyTo, references, headers: [] },
        html: html === '' ? null : html,
        attachments: [...images, ...(await this.filesOf(state))],
        dispatch: {
          ...{ accountId, userId, owner, teamIds, kind: 'message', answers, forwards, case: inCase, about },
          sendAt,
          draftId,
        },
      },
      { actor: `user:${userId}`, cause: key },
    );
  }

  private filesOf({ files }: { readonly files: readonly DraftFile[] }): Promise<ComposedAttachment[]> {
    return Promise.all(
      files.map(async ({ name, contentType, contentId, blob }) => ({
        ...{ name, contentType, contentId },
        content: await this.bodies.bytes(blob),
      })),
    );
  }
}

type Submitted = Extract<Draft, { status: 'submitted' }> & { readonly at: string };

/** Of bytes that are in no store any more, and come back from no other. */
const LOST = ['blob-gone', 'blob-damaged'];

/** What is wrong for good; none: the same may go well another time. */
function failureOf(error: unknown): { readonly code: string; readonly error: string } | null {
  if (!(error instanceof DomainError)) return null;
  const passes = error.kind === 'unavailable' || error.kind === 'conflict';
  return passes && !LOST.includes(error.code) ? null : { code: error.code, error: error.message };
}

/** Milliseconds that whoever submits a draft has to make a message of it themselves. */
const PATIENCE = 10_000;

/** Ends what a process began that ended before: what was submitted becomes a message, what was taken back a draft. */
export class SubmittedDrafts implements AloneWork {
  readonly name = 'drafts';
  /** What was there when this node came is nobody's any more. */
  private isFirst = true;

  constructor(
    private readonly queueing: QueueDrafts,
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  forget(): void {
    this.isFirst = true;
  }

  async run(signal: AbortSignal): Promise<Date | null> {
    const patience = this.isFirst ? 0 : PATIENCE;
    const now = this.clock.now().getTime();
    let next: number | null = null;
    const faults: unknown[] = [];
    const submitted = this.readModels.all<DraftView>(draftsCollection, { where: { status: 'submitted' } });
    for (const { draftId, submittedAt } of (await whenBuilt(submitted)) ?? []) {
      if (signal.aborted) return null;
      const due = Date.parse(submittedAt ?? '') + patience;
      if (due <= now) await this.queue(draftId).catch((error: unknown) => faults.push(error));
      else next = Math.min(next ?? due, due);
    }
    const returning = this.readModels.all<SentView>(sentCollection, { where: { draftDue: true } });
    for (const { emailId } of (await whenBuilt(returning)) ?? []) {
      if (signal.aborted) return null;
      const by = { actor: 'system:drafts', cause: `${emailId} taken back` };
      await giveBack(this.aggregates, EmailId.parse(emailId), by);
    }
    // One that went wrong held up no other, and is tried again.
    if (faults.length > 0) throw faults[0];
    this.isFirst = false;
    return next === null ? null : new Date(next);
  }

  /** One that can never become a message is a draft again, and its writer is told. */
  private async queue(draftId: string): Promise<void> {
    try {
      await this.queueing.queue(DraftId.parse(draftId));
    } catch (error) {
      const failure = failureOf(error);
      if (failure === null) throw error;
      this.logger.warn(
        { draftId, code: failure.code },
        'what was submitted cannot become a message: it is a draft again',
      );
    }
  }
}
