import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, DOCUMENTS } from '../parts.js';
import type { Clock } from '../ports/clock.js';
import { type CollectionSpec, type DocumentStore, live } from '../ports/document-store.js';

export type Activity = 'viewing' | 'writing';

/** Somebody who has a case on their screen. */
export interface Present {
  readonly userId: string;
  readonly activity: Activity;
  /** Since when they do that. ISO 8601. */
  readonly since: string;
}

/** Milliseconds after the last sign of life. */
export const EXPIRES = 30_000;
/** Milliseconds: signs of life that say nothing new are not written more often. */
const WRITE_EVERY = 10_000;
/** Milliseconds that one look serves all who ask on this node. */
const LOOK_EVERY = 1_000;
/** Of one user at a time; the one of which nothing was heard for longest gives way. */
const MOST_CASES = 20;
const MOST_PEOPLE = 200;

interface Place {
  readonly caseId: string;
  readonly activity: Activity;
  readonly since: number;
  readonly at: number;
}

/** One document of each user, so that there are never more: nothing has to be tidied up. */
const spec: CollectionSpec = {
  name: 'presence',
  version: 1,
  fields: [],
  arrays: ['caseIds'],
  indexes: [['caseIds']],
};

/** Who has which case on their screen. Only a hint, so that two do not answer at once: it is in no log, and may be lost. */
@Injectable()
export class Presence {
  private prepared: Promise<void> | null = null;
  private last = 0;
  private readonly looks = new Map<string, { readonly at: number; readonly people: Promise<readonly Present[]> }>();

  constructor(
    @Inject(DOCUMENTS) private readonly documents: DocumentStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A sign of life. @throws StoreUnavailable */
  async show(caseId: string, userId: string, activity: Activity): Promise<void> {
    const now = this.now();
    const places = await this.placesOf(userId);
    const before = places.find((place) => place.caseId === caseId && isFresh(place, now));
    const isSame = before?.activity === activity;
    if (isSame && now - before.at < WRITE_EVERY) return;
    const others = places.filter((place) => place.caseId !== caseId && isFresh(place, now));
    const place = { caseId, activity, since: isSame ? before.since : now, at: now };
    await this.write(userId, [place, ...others].slice(0, MOST_CASES));
    this.looks.delete(caseId);
  }

  /** Nothing, where they were not there. @throws StoreUnavailable */
  async end(caseId: string, userId: string): Promise<void> {
    const places = await this.placesOf(userId);
    if (!places.some((place) => place.caseId === caseId)) return;
    await this.write(
      userId,
      places.filter((place) => place.caseId !== caseId),
    );
    this.looks.delete(caseId);
  }

  /** Those who are there, by name; what happens on other nodes shows within a second. @throws StoreUnavailable */
  of(caseId: string): Promise<readonly Present[]> {
    const now = this.now();
    for (const [id, { at }] of this.looks) if (now - at >= LOOK_EVERY) this.looks.delete(id);
    const look = this.looks.get(caseId) ?? { at: now, people: this.look(caseId, now) };
    this.looks.set(caseId, look);
    return look.people;
  }

  private async look(caseId: string, now: number): Promise<readonly Present[]> {
    await this.open();
    const { items } = await this.documents.find(live(spec), { where: { caseIds: caseId }, limit: MOST_PEOPLE });
    return items.flatMap(({ id: userId, document }) =>
      placesIn(document)
        .filter((place) => place.caseId === caseId && isFresh(place, now))
        .map(({ activity, since }) => ({ userId, activity, since: new Date(since).toISOString() })),
    );
  }

  private async placesOf(userId: string): Promise<readonly Place[]> {
    await this.open();
    const stored = (await this.documents.get(live(spec), [userId])).get(userId);
    return stored ? placesIn(stored.document) : [];
  }

  private async write(userId: string, places: readonly Place[]): Promise<void> {
    // A document's position must rise.
    this.last = Math.max(this.last + 1, this.now() * 1_000);
    const document = { places, caseIds: places.map(({ caseId }) => caseId) };
    await this.documents.write(live(spec), [{ id: userId, document, position: String(this.last).padStart(17, '0') }]);
  }

  private open(): Promise<void> {
    this.prepared ??= this.documents.prepare(spec).catch((error) => {
      this.prepared = null;
      throw error;
    });
    return this.prepared;
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

const isFresh = ({ at }: Place, now: number): boolean => now - at < EXPIRES;
// Written by `write` above, in this shape.
const placesIn = (document: unknown): readonly Place[] => (document as { readonly places: readonly Place[] }).places;
