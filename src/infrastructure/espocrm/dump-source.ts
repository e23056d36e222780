import { createReadStream, existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { type EntityType, EspoEntity, type EspoSource, EspoUnreadable } from './espo-source.js';

/** Bytes of a JSON file, which is read as a whole; larger ones have to be NDJSON. */
const MOST_JSON = 256 * 1024 * 1024;
const MOST_FILE = 100 * 1024 * 1024;
const NAME = /^[\w-]{1,100}$/;

/**
 * A folder of what EspoCRM holds: `User.json` with an array (or `{ list }`, as its API answers), or `User.ndjson` with one a
 * line; messages as they came as `Email/ID.eml`, attachments as `Attachment/ID`. A kind without a file: there are none.
 */
export class DumpSource implements EspoSource {
  readonly label: string;

  constructor(private readonly folder: string) {
    this.label = `espocrm:${resolve(folder)}`;
  }

  async count(): Promise<null> {
    return null;
  }

  async *all(type: EntityType): AsyncGenerator<EspoEntity> {
    const json = join(this.folder, `${type}.json`);
    const ndjson = join(this.folder, `${type}.ndjson`);
    if (existsSync(ndjson)) {
      const input = createReadStream(ndjson);
      let line = 0;
      for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
        line++;
        if (text.trim() !== '') yield entityOf(parsed(text), `${ndjson}:${line}`);
      }
    } else if (existsSync(json)) {
      if ((await stat(json)).size > MOST_JSON) throw new EspoUnreadable(`${json} is too large: make it ${type}.ndjson`);
      const content = parsed(await readFile(json, 'utf8'));
      const list = typeof content === 'object' && content !== null && 'list' in content ? content.list : content;
      if (!Array.isArray(list)) throw new EspoUnreadable(`${json} holds no array`);
      for (const [n, one] of list.entries()) yield entityOf(one, `${json}, no. ${n + 1}`);
    }
  }

  sourceOf(emailId: string): Promise<Uint8Array | null> {
    return this.file('Email', emailId, '.eml');
  }

  attachment(id: string): Promise<Uint8Array | null> {
    return this.file('Attachment', id, '');
  }

  /** An id is a name and no path. */
  private async file(folder: string, id: string, ending: string): Promise<Uint8Array | null> {
    const path = join(this.folder, folder, `${id}${ending}`);
    if (!NAME.test(id) || !existsSync(path)) return null;
    if ((await stat(path)).size > MOST_FILE) throw new EspoUnreadable(`${path} is too large`);
    return readFile(path);
  }
}

function entityOf(value: unknown, place: string): EspoEntity {
  const entity = EspoEntity.safeParse(value);
  if (!entity.success) throw new EspoUnreadable(`${place} is nothing of EspoCRM's: it has no id`);
  return entity.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
