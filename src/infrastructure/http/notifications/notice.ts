import type { ListedNotification } from '../../../application/queries/index.js';
import type { RecordedAs } from '../../../domain/events.js';

/** A notification as a list and as a stream show it. */
export interface Notice {
  readonly id: number;
  readonly kind: string;
  readonly record: { readonly type: string; readonly id: string } | null;
  readonly actor: string | null;
  readonly at: string;
  readonly unread: boolean;
  readonly facts: ListedNotification['facts'];
}

export const shown = (view: ListedNotification): Notice => ({
  id: view.seq,
  kind: view.kind,
  record: view.recordType === null || view.recordId === null ? null : { type: view.recordType, id: view.recordId },
  actor: view.actor,
  at: view.at,
  unread: view.unread,
  facts: view.facts,
});

/** As a server-sent event; its id is where a client goes on that was cut off. */
export const written = (notice: Notice): string =>
  `id: ${notice.id}\nevent: notification\ndata: ${JSON.stringify(notice)}\n\n`;

/** The same for all who are told, just raised. */
export function noticeOf({ data, revision }: RecordedAs<'NotificationsRaised'>): Notice {
  const { kind, record, actor, happenedAt: at, facts } = data;
  return { id: revision, kind, record: record && { type: record.type, id: record.id }, actor, at, unread: true, facts };
}
