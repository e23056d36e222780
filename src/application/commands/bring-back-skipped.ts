import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { NotFound, Rejected } from '../../domain/errors.js';
import { type EmailId, streams } from '../../domain/ids.js';
import type { MailboxEvent } from '../../domain/mail-account/events.js';
import { hasId } from '../../domain/mail-account/id-set.js';
import { type Mailbox, mailbox } from '../../domain/mail-account/mailbox.js';
import { type SkippedView, skippedCollection } from '../../projections/skipped.js';
import { OfOwn } from '../access/need.js';
import { Intake } from '../fetching/intake.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import { BLOBS, CLOCK } from '../parts.js';
import type { BlobStore } from '../ports/blob-store.js';
import type { Clock } from '../ports/clock.js';
import { Unparsable } from '../ports/mime-parser.js';
import { ReadModels } from '../queries/read-models.js';
import type { Asked } from './asked.js';

export interface BroughtBack extends Changed {
  readonly emailId: EmailId;
}

/** Takes in what a filter kept out, as if it had come just now; other filters do what they do. */
@OfOwn()
export class BringBackSkipped extends Command<BroughtBack> {
  constructor(
    readonly id: string,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(BringBackSkipped)
export class BringBackSkippedHandler implements ICommandHandler<BringBackSkipped> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly intake: Intake,
    private readonly readModels: ReadModels,
    @Inject(BLOBS) private readonly blobs: BlobStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Into its own stream first, then out of what was skipped: broken off in between, the next try finds it there. */
  async execute({ id, by }: BringBackSkipped): Promise<BroughtBack> {
    const view = await this.readModels.mustGet<SkippedView>(skippedCollection, id, 'skipped message');
    // What came to a group is the administrators' to see, what came to a user's own account also that user's.
    if (by.asker && !by.asker.administrator && view.owner !== by.asker.userId)
      throw new NotFound('skipped message', id);
    const emailId = await this.takeIn(view);
    const { accountId } = view;
    const decide = (state: Mailbox): MailboxEvent[] =>
      hasId(state.skipped, id) ? [{ type: 'SkippedBroughtBack', data: { accountId, skippedId: id, emailId } }] : [];
    const changed = await this.aggregates.change(mailbox, streams.mailbox(accountId), decide, by);
    return { ...changed, emailId };
  }

  private async takeIn(view: SkippedView): Promise<EmailId> {
    const now = this.clock.now().toISOString();
    if (view.until <= now) throw gone();
    const content = await this.blobs.getStream(view.blob);
    if (!content) throw gone();
    const { accountId, folder, uidValidity, uid, seen, headerOnly, size } = view;
    const message = { uid: 0, key: uid, receivedAt: now, seen, size, headerOnly, content };
    const origin = { accountId, folder, uidValidity, receivedAt: now, isWanted: true, by: 'system:filters' };
    const stored = await this.intake.store(message, origin);
    if (stored.parsed instanceof Unparsable) throw refused(stored.parsed.message);
    const [quarantined] = (await this.intake.takeIn([stored])).quarantined;
    if (quarantined) throw refused(quarantined.data.error);
    return stored.parsed.emailId;
  }
}

const gone = (): Rejected => new Rejected('bytes-gone', 'Its time is over: its bytes are gone.');
const refused = (reason: string): Rejected => new Rejected('still-refused', `It cannot be taken: ${reason}`);
