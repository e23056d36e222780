import { Injectable } from '@nestjs/common';
import type { EmailEvent } from '../../domain/email/events.js';
import { Unavailable } from '../../domain/errors.js';
import { type Position, START } from '../../domain/event.js';
import { type EmailId, type FolderId, streams, type UserId } from '../../domain/ids.js';
import { arrivalOf } from '../../domain/inbox/arrival.js';
import type { InboxEmailEvent } from '../../domain/inbox/events.js';
import { evolveStanding, type InboxEmail, moveEmail } from '../../domain/inbox/inbox-email.js';
import { INBOX } from '../../domain/inbox/places.js';
import { type InboxView, inboxCollection, inboxId } from '../../projections/inbox.js';
import { type Cause, EventLog } from '../log/event-log.js';
import { type Append, StoreUnavailable, WrongExpectedRevision } from '../ports/event-store.js';
import { ReadModels } from '../queries/read-models.js';

/** An e-mail in somebody's inbox. */
export interface Item {
  readonly userId: UserId;
  readonly emailId: EmailId;
}

/** `unchanged`: it was so already. `busy`: somebody else changes it all the time. */
export type Outcome = 'changed' | 'unchanged' | 'not-found' | 'busy';

export interface ChangedItems {
  /** One for each item, in the same order. */
  readonly outcomes: readonly Outcome[];
  /** Behind the last change; of the whole log where there was none. */
  readonly position: Position;
}

type Decide = (state: InboxEmail) => readonly InboxEmailEvent[];

interface Known {
  readonly state: InboxEmail;
  /** -1: nobody has touched it. */
  readonly revision: number;
}

/** How often an item is decided again when somebody else was faster. */
const TRIES = 5;
/** Items of one step of a longer work. */
const STEP = 500;
/** Streams that are read at the same time. */
const AT_ONCE = 32;

/**
 * Changes many e-mails in inboxes at once: decided by what the read model shows, appended at the revision that it shows,
 * and where that was out of date, decided once more by the streams themselves.
 */
@Injectable()
export class InboxEmails {
  constructor(
    private readonly log: EventLog,
    private readonly readModels: ReadModels,
  ) {}

  /** @throws Unavailable where the log takes nothing; whatever `decide` throws but NotFound */
  async change(items: readonly Item[], decide: Decide, by: Cause): Promise<ChangedItems> {
    const shown = await this.readModels.many<InboxView>(
      inboxCollection,
      items.map(({ userId, emailId }) => inboxId(userId, emailId)),
    );
    const outcomes: Outcome[] = items.map(() => 'unchanged');
    const again: number[] = [];
    const appends: { readonly place: number; readonly append: Append }[] = [];
    for (const [place, item] of items.entries()) {
      const view = shown.get(inboxId(item.userId, item.emailId));
      if (!view) {
        again.push(place);
        continue;
      }
      const append = this.appendOf(item, { state: view, revision: view.revision }, decide, by);
      if (append) appends.push({ place, append });
    }
    let position: Position = START;
    const results = await this.log.appendMany(appends.map(({ append }) => append));
    for (const [n, { place }] of appends.entries()) {
      const result = results[n];
      if (result?.ok) {
        outcomes[place] = 'changed';
        if (result.position > position) position = result.position;
      } else if (result?.error instanceof WrongExpectedRevision) again.push(place);
      else if (result) throw unavailable(result.error);
    }
    for (let n = 0; n < again.length; n += AT_ONCE) {
      await Promise.all(
        again.slice(n, n + AT_ONCE).map(async (place) => {
          const item = items[place];
          if (!item) return;
          const changed = await this.changeOne(item, decide, by);
          outcomes[place] = changed.outcome;
          if (changed.position > position) position = changed.position;
        }),
      );
    }
    // Whoever asks behind that sees what was decided from, also where nothing was to be done.
    return { outcomes, position: position === START ? await this.log.head() : position };
  }

  /** Where the items that are in the trash stood before, as far as the read model shows. */
  async foldersBefore(items: readonly Item[]): Promise<ReadonlySet<FolderId>> {
    const ids = items.map(({ userId, emailId }) => inboxId(userId, emailId));
    const shown = await this.readModels.many<InboxView>(inboxCollection, ids);
    return new Set([...shown.values()].flatMap(({ trashed, before }) => (trashed ? [before] : [])));
  }

  /** All that stands in a folder goes back to the inbox, step by step. */
  async empty(userId: UserId, folderId: FolderId, by: Cause): Promise<Position> {
    let position: Position = START;
    for (let step = 0; ; step++) {
      const { items } = await this.readModels.find<InboxView>(inboxCollection, {
        where: { userId, folderId },
        sort: { field: 'receivedAt', direction: 'desc' },
        limit: STEP,
      });
      if (items.length === 0) return position;
      const cause = { ...by, cause: `${by.cause} step ${step}` };
      const back: Decide = (state) => (state?.folderId === folderId ? moveEmail(state, INBOX) : []);
      // What others have moved meanwhile is shown as soon as the read model has seen that.
      ({ position } = await this.change(items, back, cause));
      await this.readModels.reached(position, inboxCollection);
    }
  }

  private async changeOne(item: Item, decide: Decide, by: Cause): Promise<{ outcome: Outcome; position: Position }> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const known = await this.load(item);
      if (known.state === null) return { outcome: 'not-found', position: START };
      const append = this.appendOf(item, known, decide, by);
      if (!append) return { outcome: 'unchanged', position: START };
      try {
        return { outcome: 'changed', position: (await this.log.write(append)).position };
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision)) throw unavailable(error);
      }
    }
    return { outcome: 'busy', position: START };
  }

  private appendOf({ userId, emailId }: Item, known: Known, decide: Decide, by: Cause): Append | null {
    const events = decide(known.state);
    if (events.length === 0) return null;
    const expectedRevision = known.revision < 0 ? 'no-stream' : known.revision;
    return this.log.prepare({ stream: streams.inboxEmail(emailId, userId), expectedRevision, events, by });
  }

  /** As the streams have it: how it came, then what was done with it. */
  private async load({ userId, emailId }: Item): Promise<Known> {
    const history: EmailEvent[] = [];
    // An e-mail's stream holds events of e-mails.
    for await (const event of this.log.readStream(streams.email(emailId))) history.push(event as unknown as EmailEvent);
    let state: InboxEmail = arrivalOf(history, userId);
    let revision = -1;
    if (state === null) return { state, revision };
    for await (const event of this.log.readStream(streams.inboxEmail(emailId, userId))) {
      // As above.
      state = evolveStanding(state, event as unknown as InboxEmailEvent);
      revision = event.revision;
    }
    return { state, revision };
  }
}

/** Whether it was written is open: whoever asks again finds out. */
function unavailable(error: unknown): unknown {
  if (!(error instanceof StoreUnavailable)) return error;
  return new Unavailable(error.message, `store-${error.code}`, { cause: error });
}
