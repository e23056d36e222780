import { type AccountId, streams } from '../../domain/ids.js';
import type { MailboxEvent } from '../../domain/mail-account/events.js';
import { type Mailbox, mailbox } from '../../domain/mail-account/mailbox.js';
import type { EventLog } from '../log/event-log.js';

interface MailboxNow {
  readonly state: Mailbox;
  /** Of the last event; -1: there is none. */
  readonly revision: number;
}

/** The mailboxes' states, each read on from where it was read before: their streams grow with every fetch, for years. */
export class Mailboxes {
  private readonly known = new Map<AccountId, MailboxNow>();

  constructor(private readonly log: EventLog) {}

  /** As the log has it now. */
  async load(accountId: AccountId): Promise<MailboxNow> {
    let now = this.known.get(accountId) ?? { state: mailbox.initialState(), revision: -1 };
    for await (const event of this.log.readStream(streams.mailbox(accountId), { from: now.revision + 1 })) {
      // A mailbox's stream holds a mailbox's events.
      now = { state: mailbox.evolve(now.state, event as unknown as MailboxEvent), revision: event.revision };
    }
    this.known.set(accountId, now);
    return now;
  }
}
