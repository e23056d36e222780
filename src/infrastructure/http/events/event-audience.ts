import { Injectable } from '@nestjs/common';
import type { Asker } from '../../../application/access/asker.js';
import { may, visible } from '../../../application/access/reading.js';
import type { CollectionRef } from '../../../application/ports/document-store.js';
import type { StoredEvent } from '../../../application/ports/event-store.js';
import { ReadModels } from '../../../application/queries/index.js';
import { casesCollection } from '../../../projections/cases.js';
import { emailsCollection } from '../../../projections/emails.js';
import { threadsCollection } from '../../../projections/threads.js';
import { ofScope } from './event-types.js';

type Told = Pick<StoredEvent, 'type' | 'data'>;
type Belonging = { readonly belongsTo: readonly string[] };

/** Where it stands whose the thing is that an event tells of. */
const PLACES = [
  { scope: 'emails', field: 'emailId', collection: emailsCollection },
  { scope: 'emails', field: 'threadId', collection: threadsCollection },
  { scope: 'cases', field: 'caseId', collection: casesCollection },
] as const;

/** Who may hear of which events: of what they may not read they do not hear, as the read models show it at this moment. */
@Injectable()
export class EventAudience {
  constructor(private readonly readModels: ReadModels) {}

  /** Looks once for a batch of events. */
  async of(asker: Asker, events: readonly Told[]): Promise<(event: Told) => boolean> {
    const views = new Map<CollectionRef, ReadonlyMap<string, Belonging>>();
    for (const { scope, field, collection } of PLACES) {
      // To whom nothing of it is hidden.
      if (Object.keys(visible(asker, scope)).length === 0) continue;
      const ids = events.flatMap((event) => (placeOf(event)?.collection === collection ? idIn(event, field) : []));
      views.set(collection, await this.readModels.many<Belonging>(collection, [...new Set(ids)]));
    }
    return (event) => {
      const place = placeOf(event);
      // Of other types hear those alone who may hear all of them (`typesFor`).
      if (!place) return true;
      const known = views.get(place.collection);
      const [id] = idIn(event, place.field);
      return !known || (id !== undefined && may(asker, place.scope, 'read', known.get(id)?.belongsTo ?? []));
    };
  }
}

/** None: it tells of nothing that is anybody's. */
function placeOf({ type, data }: Told) {
  const of = (types: ReadonlySet<string>) => types.has(type);
  return PLACES.find(({ scope, field }) => of(ofScope[scope]) && typeof data[field] === 'string');
}

const idIn = ({ data }: Told, field: string): readonly string[] => {
  const id = data[field];
  return typeof id === 'string' ? [id] : [];
};
