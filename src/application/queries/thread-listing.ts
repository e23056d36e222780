import { Injectable } from '@nestjs/common';
import { type CaseView, casesCollection } from '../../projections/cases.js';
import { type EmailView, emailsCollection } from '../../projections/emails.js';
import { type ThreadView, threadsCollection } from '../../projections/threads.js';
import { type CaseFilter, casesWhere } from './list-cases.js';
import { ReadModels } from './read-models.js';
import { rootsOf } from './thread-roots.js';

export interface ThreadLine {
  readonly threadId: string;
  /** As `<…>`; `sha256:HEX` for a message that has none. Oldest first. */
  readonly messageIds: readonly string[];
}

export interface CaseLine {
  readonly number: number;
  readonly subject: string;
  readonly status: string;
  readonly assignee: string | null;
  readonly team: string | null;
  readonly distribution: string | null;
  readonly threadId: string | null;
  readonly messageIds: readonly string[];
}

/** All threads and all cases with their messages, page by page, for whoever takes them elsewhere. */
@Injectable()
export class ThreadListing {
  constructor(private readonly readModels: ReadModels) {}

  async *threads(): AsyncGenerator<ThreadLine> {
    for await (const page of this.readModels.pages<ThreadView>(threadsCollection, { where: { mergedInto: null } })) {
      const roots = new Map(
        page.flatMap(({ threadId, aliases }) => [threadId, ...aliases].map((id) => [id, threadId] as const)),
      );
      const messages = await this.messages('threadId', [...roots.keys()], (id) => roots.get(id));
      for (const { threadId } of page) yield { threadId, messageIds: messages.get(threadId) ?? [] };
    }
  }

  /** By number; all of them, or those that are asked for. */
  async *cases(filter: CaseFilter = {}): AsyncGenerator<CaseLine> {
    const query = {
      where: casesWhere(filter),
      sort: { field: 'number', direction: 'asc' },
      ...(filter.text === undefined ? {} : { text: filter.text }),
    } as const;
    for await (const page of this.readModels.pages<CaseView>(casesCollection, query)) {
      // What was asked for by hand has no number for an instant.
      const numbered = page.filter(({ number }) => number > 0);
      const roots = await rootsOf(
        this.readModels,
        numbered.flatMap(({ threadId }) => threadId ?? []),
      );
      const ids = numbered.map(({ caseId }) => caseId);
      const messages = await this.messages('caseId', ids, (id) => id);
      for (const { caseId, number, subject, status, assignee, teamId: team, distribution, threadId } of numbered) {
        const root = threadId === null ? null : (roots.get(threadId)?.threadId ?? threadId);
        const messageIds = messages.get(caseId) ?? [];
        yield { number, subject, status, assignee, team, distribution, threadId: root, messageIds };
      }
    }
  }

  /** The ids of the messages of threads or cases, oldest first. */
  private async messages(
    field: 'threadId' | 'caseId',
    ids: readonly string[],
    groupOf: (id: string) => string | undefined,
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const groups = new Map<string, EmailView[]>();
    for (let n = 0; n < ids.length; n += IDS_AT_ONCE) {
      const where = { [field]: { in: ids.slice(n, n + IDS_AT_ONCE) } };
      const sort = { field: 'receivedAt', direction: 'asc' } as const;
      for await (const emails of this.readModels.pages<EmailView>(emailsCollection, { where, sort })) {
        for (const email of emails) {
          const group = groupOf(email[field] ?? '');
          if (group === undefined) continue;
          const members = groups.get(group);
          if (members) members.push(email);
          else groups.set(group, [email]);
        }
      }
    }
    return new Map([...groups].map(([group, emails]) => [group, emails.sort(byAge).map((email) => email.threadKey)]));
  }
}

/** Ids that one query names: so many that an engine still merges what it reads of each in its order. */
const IDS_AT_ONCE = 100;

function byAge(a: EmailView, b: EmailView): number {
  if (a.receivedAt !== b.receivedAt) return a.receivedAt < b.receivedAt ? -1 : 1;
  return a.emailId < b.emailId ? -1 : 1;
}
