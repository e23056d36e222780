import { z } from 'zod';
import { type ImportApi, refusalOf } from './api.js';
import type { Broken, EntityType, EspoEntity, EspoSource } from './espo-source.js';
import { Names } from './names.js';
import { News } from './news.js';
import type { Outcome, Report } from './report.js';
import { nameOf } from './translate.js';

const Done = z.looseObject({ done: z.literal(true), position: z.string() });

/** One import under way: what it reads, where it brings that, and what is known of what it brought. */
export class Importing {
  readonly names = new Names();
  private news: News | null = null;

  constructor(
    readonly source: EspoSource,
    readonly api: ImportApi,
    readonly report: Report,
    readonly signal: AbortSignal,
  ) {}

  /** Learns where the log stands: what is behind that, this import has done. */
  async begin(): Promise<void> {
    const nothing = await this.api.sendLines('imports/cases?source=espocrm', []);
    this.news = new News(nothing.map((line) => Done.safeParse(line).data?.position ?? '').join(''));
  }

  /** What became of a thing that was there before. */
  changedBy(...answers: readonly unknown[]): Outcome {
    return this.news?.of(...answers) ?? 'changed';
  }

  /** None: another one has that name already, or it has none; that is told. */
  named(type: EntityType, entity: EspoEntity, name: string | null): string | null {
    const given = name === null ? null : this.names.give(type, entity.id, name);
    if (given === null) this.leave(type, entity, 'name-taken', 'It has no name, or that of another one.');
    return given;
  }

  /** The answer; none: it is there already. */
  async made(unless: string, path: string, body: unknown): Promise<unknown> {
    try {
      const answer = await this.api.send('POST', path, body);
      this.news?.isIn(answer);
      return answer ?? {};
    } catch (error) {
      if (refusalOf(error)?.code === unless) return null;
      throw error;
    }
  }

  /** What does not fit of it is told, and the rest goes on. */
  async partly(
    type: EntityType,
    entity: EspoEntity,
    method: 'POST' | 'PUT' | 'PATCH',
    path: string,
    body?: unknown,
  ): Promise<unknown> {
    try {
      return await this.api.send(method, path, body);
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) throw error;
      this.remark(type, entity, refusal.code, refusal.message);
      return null;
    }
  }

  /** Tells what cannot be read, and where it stands. */
  tellBroken(type: EntityType): (broken: Broken) => void {
    return ({ place, message }) => {
      this.report.read(type);
      this.report.left({ type, id: place, name: null, code: 'unreadable', message });
    };
  }

  leave(type: EntityType, entity: EspoEntity, code: string, message: string): void {
    this.report.left({ type, id: entity.id, name: nameOf(entity), code, message });
  }

  remark(type: EntityType, entity: EspoEntity, code: string, message: string): void {
    this.report.remark({ type, id: entity.id, name: nameOf(entity), code, message });
  }
}
