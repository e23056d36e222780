import { z } from 'zod';
import { MAX_BROUGHT_NUMBER } from '../../domain/case/imported.js';
import { CasePriority, CaseStatus } from '../../domain/case/status.js';
import { RecordId } from '../../domain/ids.js';
import { Bulk } from './bulk.js';
import { type EspoEntity, EspoUnreadable } from './espo-source.js';
import { instant, text, texts, whole } from './fields.js';
import type { Importing } from './importing.js';
import { nameOf } from './translate.js';

/** Of one case, as the API takes them. */
const MOST_NOTES = 500;
const MOST_NOTES_LENGTH = 200_000;
const MOST_NOTE = 20_000;
const MOST_DESCRIPTION = 20_000;
const SOURCE = 'espocrm';

const WITHOUT: Readonly<Record<string, string>> = {
  'user-not-active': 'Whoever has it there is not active here: nobody has it.',
  'team-not-found': 'Its team is not here.',
  'account-not-found': 'The group account that it came to is not here.',
};

/** Cases with their numbers, users and notes. */
export class TakeCases {
  private highest = 0;
  private readsNotes = true;
  private bulk: Bulk | null = null;

  constructor(private readonly importing: Importing) {}

  async take(entity: EspoEntity): Promise<void> {
    this.bulk ??= await this.begin();
    await this.bulk.add(entity, await this.lineOf(entity));
  }

  async end(): Promise<void> {
    await this.bulk?.send();
    if (this.bulk) await this.tellOtherNumbers();
  }

  private async begin(): Promise<Bulk> {
    const { importing } = this;
    this.highest = Math.min(MAX_BROUGHT_NUMBER, await importing.source.highestCaseNumber());
    const path = `imports/cases?source=${SOURCE}&numbersUpTo=${this.highest}`;
    return new Bulk(importing, 'Case', path, (entity, without) => {
      for (const what of without) importing.remark('Case', entity, what, WITHOUT[what] ?? what);
    });
  }

  private async lineOf(entity: EspoEntity): Promise<object> {
    const { names } = this.importing;
    const description = text(entity, 'description') ?? '';
    if (description.length > MOST_DESCRIPTION)
      this.importing.remark('Case', entity, 'cut', `Its description is cut to ${MOST_DESCRIPTION} characters.`);
    const teams = texts(entity, 'teamsIds').flatMap((id) => names.of('Team', id) ?? []);
    if (teams.length > 1)
      this.importing.remark('Case', entity, 'no-place', `It is in several teams; here it is in ${teams[0]}.`);
    const contactId = text(entity, 'contactId') ?? texts(entity, 'contactsIds')[0] ?? null;
    return {
      foreignId: entity.id,
      number: whole(entity, 'number'),
      subject: (nameOf(entity) ?? '(no subject)').slice(0, 500),
      description: description.slice(0, MOST_DESCRIPTION),
      status: this.known(entity, 'status', CaseStatus, 'New'),
      priority: this.known(entity, 'priority', CasePriority, 'Normal'),
      userId: names.of('User', text(entity, 'assignedUserId')),
      teamId: teams[0] ?? null,
      accountId: names.of('InboundEmail', text(entity, 'inboundEmailId')),
      links: {
        accountId: recordId(text(entity, 'accountId')),
        contactId: recordId(contactId),
        leadId: recordId(text(entity, 'leadId')),
      },
      createdAt: instant(entity, 'createdAt'),
      notes: await this.notesOf(entity),
    };
  }

  /** What this company has made of it is told, where we have no such word. */
  private known<T extends string>(entity: EspoEntity, field: string, words: z.ZodType<T>, otherwise: T): T {
    const there = text(entity, field);
    const { success, data } = words.safeParse(there);
    if (success) return data;
    if (there !== null)
      this.importing.remark('Case', entity, 'no-place', `Its ${field} is ${there} there; here it is ${otherwise}.`);
    return otherwise;
  }

  private async notesOf(entity: EspoEntity) {
    let room = MOST_NOTES_LENGTH;
    const notes = [];
    for (const note of await this.readNotes(entity)) {
      const written = text(note, 'post')?.slice(0, MOST_NOTE) ?? null;
      if (written === null || (text(note, 'type') ?? 'Post') !== 'Post') continue;
      room -= written.length;
      if (room < 0) {
        this.importing.remark('Case', entity, 'cut', 'It has more notes than are taken over.');
        break;
      }
      const by = text(note, 'createdByName')?.slice(0, 200) ?? null;
      notes.push({ noteId: note.id, text: written, by, writtenAt: instant(note, 'createdAt') });
    }
    return notes;
  }

  /** Whoever may read cases may not always read what was written on them. */
  private async readNotes(entity: EspoEntity): Promise<readonly EspoEntity[]> {
    if (!this.readsNotes) return [];
    try {
      return await this.importing.source.notesOf(entity.id, MOST_NOTES);
    } catch (error) {
      if (!(error instanceof EspoUnreadable) || error.code !== 'forbidden') throw error;
      this.readsNotes = false;
      this.importing.remark('Case', entity, 'notes-forbidden', `No notes are taken over: ${error.message}.`);
      return [];
    }
  }

  /** Those that have another number here have one above all of theirs: the newest here are looked at. */
  private async tellOtherNumbers(): Promise<void> {
    const { api, signal, report } = this.importing;
    for (let cursor: string | null = ''; cursor !== null && !signal.aborted; ) {
      const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = Cases.parse(await api.send('GET', `cases?limit=200&sort=number${from}`));
      for (const { number, subject, importedFrom } of page.items) {
        if (number <= this.highest) return;
        if (importedFrom?.source !== SOURCE || importedFrom.number === null || number === importedFrom.number) continue;
        const message = `There is a case ${importedFrom.number} here already: it is case ${number}.`;
        report.remark({ type: 'Case', id: importedFrom.id, name: subject, code: 'other-number', message });
      }
      cursor = page.next;
    }
  }
}

const Cases = z.looseObject({
  items: z.array(
    z.looseObject({
      number: z.int(),
      subject: z.string(),
      importedFrom: z.looseObject({ source: z.string(), id: z.string(), number: z.int().nullable() }).nullable(),
    }),
  ),
  next: z.string().nullable(),
});

/** What can be no id of a record here is none. */
const recordId = (id: string | null): string | null => (RecordId.safeParse(id).success ? id : null);
