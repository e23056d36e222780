import { type Position, START } from '../../domain/event.js';
import { type Filing, filingFor } from '../../domain/filter/file.js';
import { type FilingEvent, type FilingState, filing } from '../../domain/filter/filing-state.js';
import type { AccountId } from '../../domain/ids.js';
import type { EventLog } from '../log/event-log.js';

/** Everything that decides where a message is put. */
const filingTypes = [
  'UserRegistered',
  'UserActivated',
  'UserDeactivated',
  'TeamMemberAdded',
  'TeamMemberRemoved',
  'GroupAccountOpened',
  'PersonalAccountOpened',
  'TeamsSet',
  'FilingConfigured',
  'PersonalFilingConfigured',
  'FolderCreated',
  'FolderRemoved',
  'GroupFolderCreated',
  'GroupFolderRemoved',
  'FilterDefined',
  'FilterChanged',
  'FilterRemoved',
] as const satisfies readonly FilingEvent['type'][];

/** The rules by which messages are put into inboxes, as the log has them now: read on from where they were read before. */
export class FilingRules {
  private state: FilingState = filing.initialState();
  private position: Position = START;
  private reading: Promise<void> = Promise.resolve();
  /** A reading that has not begun yet: whoever asks meanwhile is served by it as well. */
  private next: Promise<void> | null = null;
  /** What was made ready since the state changed. */
  private readonly ready = new Map<AccountId | null, Filing>();

  constructor(private readonly log: EventLog) {}

  /** Those of an account, with all that stood in the log when this was called. @throws StoreUnavailable */
  async of(accountId: AccountId | null): Promise<Filing> {
    const { state } = await this.now();
    const ready = this.ready.get(accountId) ?? filingFor(state, accountId);
    this.ready.set(accountId, ready);
    return ready;
  }

  private async now(): Promise<{ readonly state: FilingState }> {
    this.next ??= this.reading.then(() => this.readOn());
    await this.next;
    return { state: this.state };
  }

  private readOn(): Promise<void> {
    this.next = null;
    const reading = this.read();
    this.reading = reading.catch(() => undefined);
    return reading;
  }

  private async read(): Promise<void> {
    for await (const { events, checkpoint } of this.log.readAll(this.position, filingTypes)) {
      for (const event of events) this.state = filing.evolve(this.state, event);
      if (events.length > 0) this.ready.clear();
      this.position = checkpoint;
    }
  }
}
