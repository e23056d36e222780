import { DomainError } from '../../domain/errors.js';
import { DraftId, streams } from '../../domain/ids.js';
import { type Draft, draft, draftQueued } from '../../domain/outgoing/draft.js';
import type { DraftFile } from '../../domain/outgoing/draft-events.js';
import { type DraftView, draftsCollection } from '../../projections/drafts.js';
import type { Aggregates } from '../log/aggregates.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { ComposedAttachment } from '../ports/mail-composer.js';
import { type ReadModels, whenBuilt } from '../queries/read-models.js';
import type { AloneWork } from '../reactions/alone.js';
import type { Bodies } from './bodies.js';
import type { Queued, QueueEmail } from './queue-email.js';
import { withImagesBeside } from './texts.js';

/** Makes messages of drafts that were submitted. The same again makes the same message, and nothing more. */
export class QueueDrafts {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly bodies: Bodies,
    private readonly outgoing: QueueEmail,
  ) {}

  /** Nothing, where it was not submitted, or is a message already. @throws as QueueEmail */
  async queue(draftId: DraftId): Promise<Queued | null> {
    const stream = streams.draft(draftId);
    const { state } = await this.aggregates.load(draft, stream);
    if (state.status !== 'submitted' || state.at === null) return null;
    const { content, submission, userId, at } = state;
    const { key, sendAt, from, replyTo, owner, teamIds, inReplyTo, references } = submission;
    const { to, cc, bcc, subject, accountId, answers, forwards, case: inCase, about } = content;
    const { text, html: whole } = await this.bodies.load(content);
    const { html, images } = withImagesBeside(whole);
    const by = { actor: `user:${userId}`, cause: key };
    const queued = await this.outgoing.queue(
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
      by,
    );
    const decide = (now: Draft) => draftQueued(now, key, queued.emailId);
    const { revision } = await this.aggregates.change(draft, stream, decide, { ...by, cause: `${key} queued` });
    return { ...queued, revision };
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

/** Milliseconds that whoever submits a draft has to make a message of it themselves. */
const PATIENCE = 10_000;
/** Drafts that are looked at together. */
const BATCH = 100;

/** Makes messages of what was submitted by a process that ended before it had. */
export class SubmittedDrafts implements AloneWork {
  readonly name = 'drafts';
  /** What was there when this node came is nobody's any more. */
  private isFirst = true;

  constructor(
    private readonly queueing: QueueDrafts,
    private readonly readModels: ReadModels,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  forget(): void {
    this.isFirst = true;
  }

  async run(signal: AbortSignal): Promise<Date | null> {
    const waiting = { where: { status: 'submitted' }, limit: BATCH } as const;
    const page = await whenBuilt(this.readModels.find<DraftView>(draftsCollection, waiting));
    const patience = this.isFirst ? 0 : PATIENCE;
    const now = this.clock.now().getTime();
    let next: number | null = null;
    for (const { draftId, submittedAt } of page?.items ?? []) {
      if (signal.aborted) return null;
      const due = Date.parse(submittedAt ?? '') + patience;
      if (due <= now) await this.queue(draftId);
      else next = Math.min(next ?? due, due);
    }
    this.isFirst = false;
    return next === null ? null : new Date(next);
  }

  /** One that cannot become a message holds up no other. */
  private async queue(draftId: string): Promise<void> {
    try {
      await this.queueing.queue(DraftId.parse(draftId));
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind === 'unavailable') throw error;
      this.logger.error({ draftId, code: error.code }, 'a draft that was submitted cannot become a message');
    }
  }
}
