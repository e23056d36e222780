import type { RecordedEvent } from '../../../src/domain/events.js';
import { repeated } from '../../support/invariants.js';

/** No event stands twice in the log, and what one request of a user did stands together, once. */
export function brokenStreams(log: readonly RecordedEvent[]): string[] {
  const last = new Map<string, string>();
  const requests: string[] = [];
  for (const { stream, metadata } of log) {
    const cause = `${metadata.actor} ${metadata.$causationId}`;
    if (metadata.actor === 'user:ana' && last.get(stream) !== cause) requests.push(`${cause} in ${stream}`);
    last.set(stream, cause);
  }
  return [
    ...repeated(log.map(({ id }) => id)).map((id) => `event ${id} stands twice in the log`),
    ...repeated(requests).map((request) => `${request} was carried out twice`),
  ];
}
