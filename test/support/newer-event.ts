import type { EventToAppend } from '../../src/application/ports/event-store.js';
import { CaseId, streams } from '../../src/domain/ids.js';

/** The stream of a case that nothing else is known of. */
export const newerStream = streams.case(CaseId.parse('x'));

/** An event as a newer version of the program writes it: this one cannot read it. */
export const newerEvent: EventToAppend = {
  id: 'e1c8f9a2-0000-5000-8000-000000000001',
  type: 'CaseNoteAdded',
  data: { caseId: 'x', noteId: 'n', text: 'of tomorrow' },
  metadata: {
    $correlationId: 'c',
    $causationId: 'c',
    actor: 'test',
    schemaVersion: 99,
    at: '2026-01-01T00:00:00.000Z',
  },
};
