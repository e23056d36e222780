import { type Case, caseDecider, type PresentCase } from '../../domain/case/case.js';
import { type CaseName, isOpen } from '../../domain/case/events.js';
import { absorbCase, caseNameOf, releaseCase, unmergeCase } from '../../domain/case/merge.js';
import { bringBack, emailCase, followCase, hasCome, hasGoneOn, type Standing } from '../../domain/email/case.js';
import { type Position, START } from '../../domain/event.js';
import type { RecordedAs } from '../../domain/events.js';
import type { FollowReason } from '../../domain/follow/events.js';
import { type Followers, followers, followRecord, unfollowRecord } from '../../domain/follow/followers.js';
import { type CaseId, type EmailId, type RecordRef, streams, type UserId } from '../../domain/ids.js';
import type { Aggregates } from '../log/aggregates.js';
import type { Cause, EventLog } from '../log/event-log.js';
import type { Clock } from '../ports/clock.js';
import type { AloneWork } from './alone.js';

const ACTOR = 'system:merges';
/** Milliseconds until what routing has decided is looked for again. */
const AGAIN = 250;
/** Milliseconds. */
const LONG_AGO = 3_600_000;

const types = ['CaseMerged', 'CaseUnmerged', 'CaseAbsorbed', 'CaseReleased'] as const;
type Told = RecordedAs<(typeof types)[number]>;
type Ended = RecordedAs<'CaseMerged' | 'CaseUnmerged'>;

/** What merging asks the read models. */
export interface CaseFollowers {
  of(caseId: CaseId): Promise<readonly { readonly userId: UserId; readonly because: FollowReason }[]>;
}

/** What the stream of a case says of a message. */
interface Noted extends Standing {
  /** When; ISO 8601. */
  readonly since: string;
}

/** What it says of one that was meant for it, or for one that is merged into it. */
interface GoneOn extends Noted {
  readonly via: CaseName | null;
}

/** Routing has decided about a message, and that does not stand in its stream yet. */
class NotYet extends Error {}

/**
 * The other side of a merge: messages, tags and followers of the merged case are those of the other one too, and go back
 * when it is undone. Each step is done once for one event; the event in the other case's stream is the last of them, and
 * says that all is done.
 */
export class Merges implements AloneWork {
  readonly name = 'merges';
  /** What is left to do, in the order of the log: what was undone meanwhile has left something behind, too. */
  private open: readonly Ended[] = [];
  /** Which case is merged into which. */
  private readonly into = new Map<CaseId, CaseName>();
  private position: Position = START;

  constructor(
    private readonly log: EventLog,
    private readonly aggregates: Aggregates,
    private readonly followersOf: CaseFollowers,
    private readonly clock: Clock,
  ) {}

  forget(): void {
    this.open = [];
    this.into.clear();
    this.position = START;
  }

  async run(signal: AbortSignal): Promise<Date | null> {
    for await (const { events, checkpoint } of this.log.readAll(this.position, types)) {
      for (const event of events) this.take(event);
      this.position = checkpoint;
    }
    const waiting = new Set<CaseId>();
    for (const event of this.open) {
      const { caseId } = event.data;
      if (waiting.has(caseId)) continue;
      if (signal.aborted) return null;
      try {
        await (event.type === 'CaseMerged' ? this.absorb(event) : this.release(event));
        this.open = this.open.filter((one) => one !== event);
      } catch (error) {
        if (!(error instanceof NotYet)) throw error;
        waiting.add(caseId);
      }
    }
    return waiting.size > 0 ? new Date(this.clock.now().getTime() + AGAIN) : null;
  }

  private take(event: Told): void {
    const { type, data } = event;
    if (type === 'CaseAbsorbed' || type === 'CaseReleased') {
      // By its cause: it may be said late, when the two were taken apart and merged again meanwhile.
      const last = this.open.findIndex((one) => causeOf(one).cause === event.metadata.$causationId);
      // With those before it, in the same case, that had nothing to say.
      this.open = this.open.filter((one, n) => n > last || one.data.caseId !== data.other.id);
      return;
    }
    if (type === 'CaseMerged') this.into.set(data.caseId, data.into);
    else this.into.delete(data.caseId);
    this.open = [...this.open, event];
  }

  private async absorb(event: RecordedAs<'CaseMerged'>): Promise<void> {
    const { caseId, into, before } = event.data;
    const by = causeOf(event);
    const merged = await this.present(caseId);
    // It was undone meanwhile: that comes next.
    if (merged?.merged?.revision !== event.revision) return;
    if (this.leadsTo(into, caseId)) {
      // Two were merged into each other at once: neither would be left.
      const undo = (state: Case) => (isMerged(state) ? unmergeCase(state, null, true, 'ring') : []);
      await this.aggregates.change(caseDecider, streams.case(caseId), undo, by);
      // Before that is read: the other one leads to it no more, and stays merged.
      this.into.delete(caseId);
      return;
    }
    await this.moveEmails(caseId, by);
    const joining = await this.follow(caseId, into.id, by);
    const other = caseNameOf(merged);
    const brings = { tags: merged.tags, followers: joining, wasOpen: isOpen(before.status) };
    await this.change(into.id, (state) => absorbCase(state, other, brings), by);
  }

  private async release(event: RecordedAs<'CaseUnmerged'>): Promise<void> {
    const { caseId, from, emails } = event.data;
    const by = causeOf(event);
    const merged = await this.present(caseId);
    if (!merged) return;
    const own = caseNameOf(merged);
    await this.moveEmails(caseId, by);
    const gone = await this.goneOn(caseId, event.revision);
    for (const emailId of emails) {
      const noted = gone.get(emailId);
      // What was meant for a case that is merged into this one comes by way of that again, and goes back with it.
      if (noted) await this.bringBack(emailId, noted.via ?? own, noted, by);
    }
    const record: RecordRef = { type: 'Case', id: from.id };
    const joined = (await this.present(from.id))?.absorbed[caseId]?.followers ?? [];
    const leave = (state: Followers) => joined.flatMap((userId) => unfollowRecord(state, record, userId, false));
    await this.aggregates.change(followers, streams.followers(record), leave, by);
    await this.change(from.id, (state) => releaseCase(state, own), by);
  }

  /** All messages of a case, and of those that are merged into it, belong to what it is part of. */
  private async moveEmails(caseId: CaseId, by: Cause): Promise<void> {
    for (const id of this.treeOf(caseId)) {
      let whole = await this.wholeOf(id);
      // Another node may have been at it meanwhile, and know more: what has moved by less is moved again.
      for (let before: CaseId | null = null; whole && whole.id !== before; whole = await this.wholeOf(id)) {
        before = whole.id;
        // Its own cause: it may be done once more, and what comes back has moved before.
        await this.moveInto(whole, id, { ...by, cause: `${by.cause} into ${whole.number}` });
      }
    }
  }

  private async moveInto(whole: CaseName, id: CaseId, by: Cause): Promise<void> {
    for (const [emailId, { since, ...standing }] of await this.emailsOf(id)) {
      const stream = streams.email(emailId);
      const { state } = await this.aggregates.load(emailCase, stream);
      if (!hasCome(state, standing) && this.isRecent(since)) throw new NotYet();
      await this.aggregates.change(emailCase, stream, (now) => followCase(now, emailId, standing, whole), by);
    }
  }

  /** What a case is part of, as the cases say at this moment. A ring ends where it began. */
  private async wholeOf(caseId: CaseId): Promise<CaseName | null> {
    const seen = new Set<CaseId>();
    let at = await this.present(caseId);
    while (at?.merged && !seen.has(at.caseId)) {
      seen.add(at.caseId);
      at = await this.present(at.merged.into.id);
    }
    return at && caseNameOf(at);
  }

  /** What came for a case while it was merged comes back. */
  private async bringBack(emailId: EmailId, to: CaseName, gone: GoneOn, by: Cause): Promise<void> {
    const stream = streams.email(emailId);
    const { state } = await this.aggregates.load(emailCase, stream);
    if (!hasGoneOn(state, gone) && this.isRecent(gone.since)) throw new NotYet();
    await this.aggregates.change(emailCase, stream, (now) => bringBack(now, emailId, to, gone.decision), by);
  }

  /** Earlier versions did not write in every stream of a message that it was passed on: that is not waited for. */
  private isRecent(since: string): boolean {
    return this.clock.now().getTime() - Date.parse(since) < LONG_AGO;
  }

  /** Who follows the one follows the other too. Returns those who did not. */
  private async follow(caseId: CaseId, into: CaseId, by: Cause): Promise<readonly UserId[]> {
    const record: RecordRef = { type: 'Case', id: into };
    const [those, there] = await Promise.all([this.followersOf.of(caseId), this.followersOf.of(into)]);
    const known = new Set(there.map(({ userId }) => userId));
    const joining = those.filter(({ userId }) => !known.has(userId)).map(({ userId }) => userId);
    const join = (state: Followers) => joining.flatMap((userId) => followRecord(state, record, userId, there.length));
    await this.aggregates.change(followers, streams.followers(record), join, by);
    return joining;
  }

  private async emailsOf(caseId: CaseId): Promise<ReadonlyMap<EmailId, Noted>> {
    const emails = new Map<EmailId, Noted>();
    for await (const { type, data, metadata } of this.log.readStream(streams.case(caseId))) {
      if (type === 'CaseEmailAdded' && data.decision)
        emails.set(data.emailId, { caseId, decision: data.decision.revision, since: metadata.at });
      if (type === 'CaseEmailRemoved') emails.delete(data.emailId);
    }
    return emails;
  }

  /** What was passed on, the last time before something happened. */
  private async goneOn(caseId: CaseId, before: number): Promise<ReadonlyMap<EmailId, GoneOn>> {
    const gone = new Map<EmailId, GoneOn>();
    for await (const { type, data, metadata, revision } of this.log.readStream(streams.case(caseId))) {
      if (revision > before) break;
      if (type !== 'CaseEmailPassedOn') continue;
      gone.set(data.emailId, { caseId, decision: data.decision.revision, via: data.via, since: metadata.at });
    }
    return gone;
  }

  private async present(caseId: CaseId): Promise<PresentCase | null> {
    const { state } = await this.aggregates.load(caseDecider, streams.case(caseId));
    return state.phase === 'created' ? state : null;
  }

  private change(caseId: CaseId, decide: (state: PresentCase) => ReturnType<typeof absorbCase>, by: Cause) {
    const onPresent = (state: Case) => (state.phase === 'created' ? decide(state) : []);
    return this.aggregates.change(caseDecider, streams.case(caseId), onPresent, by);
  }

  private leadsTo(name: CaseName, caseId: CaseId): boolean {
    const seen = new Set<CaseId>();
    for (let at: CaseName | undefined = name; at && !seen.has(at.id); at = this.into.get(at.id)) {
      if (at.id === caseId) return true;
      seen.add(at.id);
    }
    return false;
  }

  /** A case and all that are merged into it, by way of others too. */
  private treeOf(caseId: CaseId): readonly CaseId[] {
    const tree = new Set([caseId]);
    for (const one of tree) for (const [id, { id: into }] of this.into) if (into === one) tree.add(id);
    return [...tree];
  }
}

const isMerged = (state: Case): boolean => state.phase === 'created' && state.merged !== null;

const causeOf = ({ stream, revision, metadata }: Ended): Cause => ({
  actor: ACTOR,
  cause: `${stream}@${revision}`,
  correlationId: metadata.$correlationId,
});
