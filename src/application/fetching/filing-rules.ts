import { type Position, START } from '../../domain/event.js';
import { type FilingEvent, type FilingState, filing } from '../../domain/filter/filing-state.js';
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

  constructor(private readonly log: EventLog) {}

  /** With all that stood in the log when this was called. @throws StoreUnavailable */
  async now(): Promise<FilingState> {
    this.next ??= this.reading.then(() => this.readOn());
    await this.next;
    return this.state;
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
      this.position = checkpoint;
    }
  }
}
