import type { AccountId } from '../../domain/ids.js';
import { streams } from '../../domain/ids.js';
import type { EventLog } from '../log/event-log.js';
import type { Clock } from '../ports/clock.js';
import { WrongExpectedRevision } from '../ports/event-store.js';
import type { MailboxMessage } from '../ports/mailbox-source.js';
import { inBatches, pipeline } from './batches.js';
import {
  IMPORTS,
  type Intake,
  type KeptOut,
  nothing,
  type Origin,
  plus,
  type Quarantined,
  type Tally,
} from './intake.js';
import { notNotedYet } from './kept-apart.js';
import type { Mailboxes } from './mailboxes.js';

const LIMITS = { messages: 250, bytes: 8_000_000 };
const NOTED_AT_ONCE = 50;

/** Takes messages in from files: as if they had just come to an account, or, without one, as history that makes no cases. */
export class ImportMessages {
  constructor(
    private readonly log: EventLog,
    private readonly mailboxes: Mailboxes,
    private readonly intake: Intake,
    private readonly clock: Clock,
  ) {}

  /** @param onProgress called after each batch with what was done so far */
  async run(
    messages: AsyncIterable<MailboxMessage>,
    accountId: AccountId | null,
    label: string,
    onProgress: (tally: Tally) => void = () => undefined,
  ): Promise<Tally> {
    const knownBefore = await this.log.head();
    const origin: Origin = {
      accountId,
      folder: label,
      uidValidity: 'files',
      ...(accountId === null ? {} : { receivedAt: this.clock.now().toISOString() }),
    };
    let total = nothing;
    await pipeline(
      inBatches(messages, LIMITS),
      (batch) => Promise.all(batch.map((message) => this.intake.store(message, origin))),
      async (stored) => {
        const { tally, ...apart } = await this.intake.takeIn(stored, knownBefore);
        const fresh = await this.note(accountId ?? IMPORTS, [...apart.quarantined, ...apart.skipped]);
        const again = tally.quarantined + tally.skipped - fresh.quarantined - fresh.skipped;
        total = plus(total, { ...tally, ...fresh, duplicates: tally.duplicates + again });
        onProgress(total);
      },
    );
    return total;
  }

  /** Notes what did not come in, once, in appends that stay small whatever the files' names; returns how many were news. */
  private async note(
    mailboxId: AccountId,
    apart: readonly (Quarantined | KeptOut)[],
  ): Promise<Pick<Tally, 'quarantined' | 'skipped'>> {
    const stream = streams.mailbox(mailboxId);
    const noted = { quarantined: 0, skipped: 0 };
    while (apart.length > 0) {
      const { state, revision } = await this.mailboxes.load(mailboxId);
      const events = notNotedYet(state, apart).slice(0, NOTED_AT_ONCE);
      if (events.length === 0) break;
      const by = { actor: 'system:import', cause: `${stream}@${revision} quarantine` };
      try {
        await this.log.append({ stream, expectedRevision: revision < 0 ? 'no-stream' : revision, events, by });
        for (const { type } of events) noted[type === 'EmailSkipped' ? 'skipped' : 'quarantined']++;
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision)) throw error;
      }
    }
    return noted;
  }
}
