import type { Asker } from '../access/asker.js';
import type { Cause } from '../log/event-log.js';

/** Who asks for a change, why, and where they have seen what they change. */
export interface Asked extends Cause {
  /** The revision of the stream that the caller has seen (`If-Match`); none: wherever it stands. */
  readonly expectedRevision?: number;
  /** Whose permissions count; none: the service itself, or the command line. */
  readonly asker?: Asker;
}
