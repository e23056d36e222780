import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { tellsOfEmails } from '../../domain/audit/audited.js';
import { shownData } from '../../domain/audit/shown-data.js';
import type { EventMetadata, Position } from '../../domain/event.js';
import type { RecordedEvent } from '../../domain/events.js';
import { type AuditEntry, auditCollection, mark } from '../../projections/audit.js';
import { type Asker, levelOf } from '../access/asker.js';
import { visible } from '../access/reading.js';
import { EventLog } from '../log/event-log.js';
import type { Filter } from '../ports/document-store.js';
import { caseItself } from './case-names.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';

export interface AuditFilter extends Paging {
  readonly stream?: string;
  /** What the stream is of: `case`, `role`. */
  readonly category?: string;
  readonly type?: string;
  /** `user:ana`, `system:start`. */
  readonly actor?: string;
  readonly correlationId?: string;
  /** The number of a case, or its id. */
  readonly case?: string;
  readonly emailId?: string;
  /** `Contact/17`, `User/ana`. */
  readonly about?: string;
  /** ISO 8601; the first is included, the last is not. */
  readonly from?: string;
  readonly to?: string;
  /** Default `desc`: the latest first. */
  readonly direction?: 'asc' | 'desc';
}

/** An event as whoever looks through the history sees it. */
export interface AuditedEvent {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: EventMetadata;
}

/** What was done, by whom, when and to what. */
export class ListAuditEvents extends Query<PageOf<AuditedEvent>> {
  constructor(
    readonly filter: AuditFilter = {},
    readonly asker?: Asker,
    readonly after?: Position,
  ) {
    super();
  }
}

/** The end of time, as texts compare. */
const NEVER = '9999';

@QueryHandler(ListAuditEvents)
export class ListAuditEventsHandler implements IQueryHandler<ListAuditEvents> {
  constructor(
    private readonly readModels: ReadModels,
    private readonly log: EventLog,
  ) {}

  async execute({ filter, asker, after }: ListAuditEvents): Promise<PageOf<AuditedEvent>> {
    await this.readModels.reached(after, auditCollection);
    const { from = '', to = NEVER, direction = 'desc' } = filter;
    const marks = await this.marksOf(filter);
    const { items, next } = await this.readModels.find<AuditEntry>(auditCollection, {
      where: { ...visible(asker, 'audit'), ...marks, at: { gte: from, lt: to } },
      sort: { field: 'at', direction },
      ...pageOf(filter),
    });
    const events = await Promise.all(items.map((entry) => this.log.eventAt(entry)));
    return { items: events.flatMap((event) => (event ? [audited(event, asker)] : [])), next };
  }

  private async marksOf(filter: AuditFilter): Promise<Filter> {
    const { stream, category, type, actor, correlationId, emailId, about } = filter;
    const caseId = filter.case === undefined ? undefined : (await caseItself(this.readModels, filter.case)).caseId;
    const wanted = [
      ...(stream === undefined ? [] : [mark.stream(stream)]),
      ...(category === undefined ? [] : [mark.category(category)]),
      ...(type === undefined ? [] : [mark.type(type)]),
      ...(actor === undefined ? [] : [mark.actor(actor)]),
      ...(correlationId === undefined ? [] : [mark.correlation(correlationId)]),
      ...(emailId === undefined ? [] : [mark.about(`Email/${emailId}`)]),
      ...(caseId === undefined ? [] : [mark.about(`Case/${caseId}`)]),
      ...(about === undefined ? [] : [mark.about(about)]),
    ];
    return wanted.length === 0 ? {} : { marks: { all: wanted } };
  }
}

/** Who may see all sees what tells of people, but not what stands in their e-mails. */
export function audited(event: RecordedEvent, asker: Asker | undefined): AuditedEvent {
  const { id, stream, revision, type, metadata } = event;
  const seesAll = !asker || levelOf(asker, 'audit', 'read') === 'all';
  return { id, stream, revision, type, data: shownData(event, seesAll && !tellsOfEmails(stream)), metadata };
}
