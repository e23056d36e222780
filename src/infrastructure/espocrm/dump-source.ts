import { createReadStream, existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { type Broken, type EntityType, EspoEntity, type EspoSource, EspoUnreadable } from './espo-source.js';
import { text, whole } from './fields.js';

/** Bytes of a JSON file, which is read as a whole; larger ones have to be NDJSON. */
const MOST_JSON = 256 * 1024 * 1024;
const MOST_FILE = 100 * 1024 * 1024;
/** Characters of the notes of all cases, which are read before these. */
const MOST_NOTES = 64 * 1024 * 1024;
const NAME = /^[\w-]{1,100}$/;

/**
 * A folder of what EspoCRM holds: `User.json` with an array (or `{ list }`, as its API answers), or `User.ndjson` with one a
 * line; notes of cases in `Note.json`; messages as they came as `Email/ID.eml`, attachments as `Attachment/ID`. A kind
 * without a file: there are none.
 */
export class DumpSource implements EspoSource {
  readonly label: string;
  private notes: Promise<ReadonlyMap<string, readonly EspoEntity[]>> | null = null;

  /** @throws EspoUnreadable where there is no such folder */
  constructor(private readonly folder: string) {
    if (!existsSync(folder)) throw new EspoUnreadable(`there is no folder ${folder}`);
    this.label = `espocrm:${resolve(folder)}`;
  }

  async *all(type: EntityType | 'Note', tell: (broken: Broken) => void = () => undefined): AsyncGenerator<EspoEntity> {
    for await (const { value, place } of this.values(type)) {
      const entity = EspoEntity.safeParse(value);
      if (entity.success) yield entity.data;
      else tell({ place, message: value === undefined ? 'It is no JSON.' : 'It has no id.' });
    }
  }

  async highestCaseNumber(): Promise<number> {
    let highest = 0;
    for await (const one of this.all('Case')) highest = Math.max(highest, whole(one, 'number') ?? 0);
    return highest;
  }

  async notesOf(caseId: string, most: number): Promise<readonly EspoEntity[]> {
    this.notes ??= this.readNotes();
    return ((await this.notes).get(caseId) ?? []).slice(0, most);
  }

  sourceOf(emailId: string): Promise<Uint8Array | null> {
    return this.file('Email', emailId, '.eml');
  }

  attachment(id: string): Promise<Uint8Array | null> {
    return this.file('Attachment', id, '');
  }

  private async *values(type: string): AsyncGenerator<{ readonly value: unknown; readonly place: string }> {
    const json = join(this.folder, `${type}.json`);
    const ndjson = join(this.folder, `${type}.ndjson`);
    if (existsSync(ndjson)) {
      const input = createReadStream(ndjson);
      let line = 0;
      for await (const row of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
        line++;
        if (row.trim() !== '') yield { value: parsed(row), place: `${type}.ndjson:${line}` };
      }
    } else if (existsSync(json)) {
      if ((await stat(json)).size > MOST_JSON) throw new EspoUnreadable(`${json} is too large: make it ${type}.ndjson`);
      const content = parsed(await readFile(json, 'utf8'));
      const list = typeof content === 'object' && content !== null && 'list' in content ? content.list : content;
      if (!Array.isArray(list)) throw new EspoUnreadable(`${json} holds no array`);
      for (const [n, value] of list.entries()) yield { value, place: `${type}.json, no. ${n + 1}` };
    }
  }

  private async readNotes(): Promise<ReadonlyMap<string, readonly EspoEntity[]>> {
    const notes = new Map<string, EspoEntity[]>();
    let room = MOST_NOTES;
    for await (const note of this.all('Note')) {
      const caseId = text(note, 'parentId');
      if (caseId === null || text(note, 'parentType') !== 'Case') continue;
      room -= text(note, 'post')?.length ?? 0;
      if (room < 0) throw new EspoUnreadable('the notes of cases are more than can be held: leave some out');
      const { id, type, post, createdAt, createdByName } = note;
      const known = notes.get(caseId);
      const one = { id, type, post, createdAt, createdByName };
      if (known) known.push(one);
      else notes.set(caseId, [one]);
    }
    return notes;
  }

  /** An id is a name and no path. */
  private async file(folder: string, id: string, ending: string): Promise<Uint8Array | null> {
    const path = join(this.folder, folder, `${id}${ending}`);
    if (!NAME.test(id) || !existsSync(path)) return null;
    if ((await stat(path)).size > MOST_FILE) throw new EspoUnreadable(`${path} is too large`);
    return readFile(path);
  }
}

/** Undefined: it is none. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
