import { Injectable } from '@nestjs/common';
import type { Belonging } from '../../domain/access/audience.js';
import type { Action } from '../../domain/access/permissions.js';
import { NotFound } from '../../domain/errors.js';
import { type RecordRef, recordKey } from '../../domain/ids.js';
import { type Asker, levelOf } from './asker.js';
import { may, must } from './reading.js';
import { Subjects } from './subjects.js';

/** Records looked at together. */
const AT_ONCE = 50;

/** Who may read and change a record that is named: a case, or one that the CRM has registered. As the log has it at this moment. */
@Injectable()
export class RecordAccess {
  constructor(private readonly subjects: Subjects) {}

  /** @throws NotFound for what is not there or may not be read, Rejected (code `not-allowed`) */
  async must(asker: Asker | undefined, action: Action, record: RecordRef): Promise<void> {
    const what = record.type === 'Case' ? 'case' : 'record';
    const belongsTo = await this.belongingsOf(record);
    if (!belongsTo) throw new NotFound(what, record.id);
    must(asker, scopeOf(record), action, belongsTo, what, record.id);
  }

  /** Those of some records that somebody may read. */
  async readable(asker: Asker, records: readonly RecordRef[]): Promise<readonly RecordRef[]> {
    const found: RecordRef[] = [];
    for (let from = 0; from < records.length; from += AT_ONCE) {
      const some = records.slice(from, from + AT_ONCE);
      const readable = await Promise.all(some.map((record) => this.may(asker, 'read', record)));
      found.push(...some.filter((_, n) => readable[n]));
    }
    return found;
  }

  async may(asker: Asker, action: Action, record: RecordRef): Promise<boolean> {
    const level = levelOf(asker, scopeOf(record), action);
    if (level === 'all' || level === 'no') return level === 'all';
    return may(asker, scopeOf(record), action, (await this.belongingsOf(record)) ?? []);
  }

  private async belongingsOf(record: RecordRef): Promise<readonly Belonging[] | null> {
    const isCase = record.type === 'Case';
    const subject = isCase
      ? ({ kind: 'case', id: record.id } as const)
      : ({ kind: 'record', id: recordKey(record) } as const);
    const found = await this.subjects.find(subject).catch(none);
    return found?.belongsTo ?? null;
  }
}

const scopeOf = ({ type }: RecordRef) => (type === 'Case' ? 'cases' : 'records');

function none(error: unknown): null {
  if (error instanceof NotFound) return null;
  throw error;
}
