import {
  type AuditedEvent,
  type AuditFilter,
  ListAuditEvents,
  ListAuditEventsHandler,
} from '../../../application/queries/list-audit-events.js';
import type { Paging } from '../../../application/queries/paging.js';
import { ReadAuditedStream, ReadAuditedStreamHandler } from '../../../application/queries/read-audited-stream.js';
import type { PageOf } from '../../../application/queries/read-models.js';
import { reading } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';

const PAGE = 200;

interface EventOptions {
  readonly actor?: string;
  readonly type?: string;
  readonly category?: string;
  readonly case?: string;
  readonly email?: string;
  readonly about?: string;
  readonly correlation?: string;
  readonly from?: string;
  readonly to?: string;
  readonly oldestFirst?: true;
  readonly last: number;
}

export function showEvents(invocation: Invocation, options: EventOptions): Promise<undefined> {
  const { email: emailId, correlation: correlationId, oldestFirst, last, ...same } = options;
  const filter: AuditFilter = {
    ...same,
    ...(emailId === undefined ? {} : { emailId }),
    ...(correlationId === undefined ? {} : { correlationId }),
    direction: oldestFirst ? 'asc' : 'desc',
  };
  return reading(invocation, 'audit events', async (readModels, { mailcase }) => {
    const handler = new ListAuditEventsHandler(readModels, mailcase.log);
    return show(invocation, last, (paging) => handler.execute(new ListAuditEvents({ ...filter, ...paging })));
  });
}

export function showStream(
  invocation: Invocation,
  stream: string,
  { latestFirst, last }: { readonly latestFirst?: true; readonly last: number },
): Promise<undefined> {
  return reading(invocation, 'audit stream', async (readModels, { mailcase: { log } }) => {
    const handler = new ReadAuditedStreamHandler(log, new ListAuditEventsHandler(readModels, log));
    const direction = latestFirst ? 'desc' : 'asc';
    return show(invocation, last, (paging) => handler.execute(new ReadAuditedStream(stream, { ...paging, direction })));
  });
}

async function show(
  { terminal }: Invocation,
  most: number,
  page: (paging: Paging) => Promise<PageOf<AuditedEvent>>,
): Promise<undefined> {
  const events: AuditedEvent[] = [];
  let cursor: string | null = null;
  do {
    const limit = Math.min(PAGE, most - events.length);
    const { items, next }: PageOf<AuditedEvent> = await page({ limit, ...(cursor === null ? {} : { cursor }) });
    events.push(...items);
    cursor = next;
  } while (cursor !== null && events.length < most);
  terminal.answer(events, () =>
    events.length === 0
      ? 'There is nothing.'
      : terminal.table(events, [
          { title: 'AT', value: ({ metadata }) => metadata.at },
          { title: 'WHO', value: ({ metadata }) => metadata.actor },
          { title: 'WHAT', value: ({ type }) => type },
          { title: 'STREAM', value: ({ stream, revision }) => `${stream}@${revision}` },
          { title: 'DATA', value: ({ data }) => JSON.stringify(data), flexible: true },
        ]),
  );
  return undefined;
}
