import type { AccountId } from '../../domain/ids.js';
import { streams } from '../../domain/ids.js';
import { hasId } from '../../domain/mail-account/id-set.js';
import type { EventLog } from '../log/event-log.js';
import type { Clock } from '../ports/clock.js';
import { WrongExpectedRevision } from '../ports/event-store.js';
import type { MailboxMessage } from '../ports/mailbox-source.js';
import { inBatches, pipeline } from './batches.js';
import { IMPORTS, type Intake, nothing, type Origin, plus, type Quarantined, type Tally } from './intake.js';
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
        const { tally, quarantined } = await this.intake.takeIn(stored, knownBefore);
        const fresh = await this.quarantine(accountId ?? IMPORTS, quarantined);
        const again = quarantined.length - fresh;
        total = plus(total, { ...tally, quarantined: fresh, duplicates: tally.duplicates + again });
        onProgress(total);
      },
    );
    return total;
  }

  /** Notes what could not be taken, once, in appends that stay small whatever the files' names; returns how many were news. */
  private async quarantine(mailboxId: AccountId, quarantined: readonly Quarantined[]): Promise<number> {
    const stream = streams.mailbox(mailboxId);
    if (quarantined.length === 0) return 0;
    for (let noted = 0; ; ) {
      const { state, revision } = await this.mailboxes.load(mailboxId);
      const events = quarantined
        .filter(({ data }) => !hasId(state.quarantined, data.quarantineId))
        .slice(0, NOTED_AT_ONCE);
      if (events.length === 0) return noted;
      const by = { actor: 'system:import', cause: `${stream}@${revision} quarantine` };
      try {
        await this.log.append({ stream, expectedRevision: revision < 0 ? 'no-stream' : revision, events, by });
        noted += events.length;
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision)) throw error;
      }
    }
  }
}
