import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Decider } from '../../domain/decider.js';
import type { EmailEvent } from '../../domain/email/events.js';
import { NotFound, Rejected } from '../../domain/errors.js';
import { AccountId, BlobHash, EmailId, streams } from '../../domain/ids.js';
import type { MailboxEvent } from '../../domain/mail-account/events.js';
import { hasId } from '../../domain/mail-account/id-set.js';
import { type Mailbox, mailbox } from '../../domain/mail-account/mailbox.js';
import { type QuarantineView, quarantineCollection } from '../../projections/quarantine.js';
import { IMPORTS, Intake } from '../fetching/intake.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import { BLOBS } from '../parts.js';
import type { BlobStore } from '../ports/blob-store.js';
import { Unparsable } from '../ports/mime-parser.js';
import { ReadModels } from '../queries/read-models.js';
import type { Asked } from './asked.js';

export interface Retried extends Changed {
  readonly emailId: EmailId;
}

/** Tries again what could not be parsed, was refused by its schema, or could not be routed. */
export class RetryQuarantined extends Command<Retried> {
  constructor(
    readonly id: string,
    readonly by: Asked,
  ) {
    super();
  }
}

/** All that has to be known of an e-mail here: whether it exists. */
const emailExists: Decider<boolean, EmailEvent> = { initialState: () => false, evolve: () => true };

@CommandHandler(RetryQuarantined)
export class RetryQuarantinedHandler implements ICommandHandler<RetryQuarantined> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly intake: Intake,
    private readonly readModels: ReadModels,
    @Inject(BLOBS) private readonly blobs: BlobStore,
  ) {}

  /** @throws Rejected where it still cannot be taken, with the reason */
  async execute({ id, by }: RetryQuarantined): Promise<Retried> {
    const view = await this.readModels.get<QuarantineView>(quarantineCollection, id);
    if (!view) throw new NotFound('quarantined message', id);
    return view.kind === 'parked' ? this.routeAgain(view, by) : this.takeIn(view, by);
  }

  private async routeAgain(view: QuarantineView, by: Asked): Promise<Retried> {
    const emailId = EmailId.parse(view.emailId);
    const decide = (exists: boolean): EmailEvent[] => {
      if (!exists) throw new NotFound('e-mail', emailId);
      return [{ type: 'EmailRoutingRequested', data: { emailId } }];
    };
    const changed = await this.aggregates.change(emailExists, streams.email(emailId), decide, by);
    return { ...changed, emailId };
  }

  /** Into its own stream first, then out of the quarantine: broken off in between, the next try finds it there. */
  private async takeIn(view: QuarantineView, by: Asked): Promise<Retried> {
    const mailboxId = AccountId.parse(view.accountId);
    const emailId = await this.store(view, mailboxId);
    const decide = (state: Mailbox): MailboxEvent[] => {
      if (!hasId(state.quarantined, view.id)) return [];
      return [{ type: 'QuarantineReleased', data: { accountId: mailboxId, quarantineId: view.id, emailId } }];
    };
    const changed = await this.aggregates.change(mailbox, streams.mailbox(mailboxId), decide, by);
    return { ...changed, emailId };
  }

  /** As it came the first time: an old message makes no case by being retried. */
  private async store(view: QuarantineView, mailboxId: AccountId) {
    const { id, blob, folder, uidValidity, uid, receivedAt, seen, headerOnly, size } = view;
    const content = blob === null ? null : await this.blobs.getStream(BlobHash.parse(blob));
    if (!content) throw new Rejected('bytes-gone', `The bytes of ${id} are not in the blob store.`);
    const message = {
      uid: 0,
      key: uid ?? '',
      receivedAt,
      seen: seen ?? false,
      size: size ?? 0,
      content,
      headerOnly: headerOnly ?? false,
    };
    const accountId = mailboxId === IMPORTS ? null : mailboxId;
    const stored = await this.intake.store(message, {
      accountId,
      folder: folder ?? '',
      uidValidity: uidValidity ?? '',
      isWanted: true,
      by: 'system:quarantine',
    });
    if (stored.parsed instanceof Unparsable) throw stillRefused(stored.parsed.message);
    const { quarantined } = await this.intake.takeIn([stored]);
    const [refused] = quarantined;
    if (refused) throw stillRefused(refused.data.error);
    return stored.parsed.emailId;
  }
}

const stillRefused = (reason: string): Rejected => new Rejected('still-refused', `It cannot be taken: ${reason}`);
