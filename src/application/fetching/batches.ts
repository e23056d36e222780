import type { MailboxMessage } from '../ports/mailbox-source.js';

export interface BatchLimits {
  readonly messages: number;
  /** Of messages that are held in memory. */
  readonly bytes: number;
}

/** The messages that are stored together: enough to share a flush to disk, few enough to hold. A large one, which is streamed, ends its batch. */
export async function* inBatches(
  messages: AsyncIterable<MailboxMessage>,
  limits: BatchLimits,
): AsyncGenerator<readonly MailboxMessage[]> {
  let batch: MailboxMessage[] = [];
  let bytes = 0;
  for await (const message of messages) {
    batch.push(message);
    const streamed = !(message.content instanceof Uint8Array);
    bytes += message.content instanceof Uint8Array ? message.content.byteLength : 0;
    if (!streamed && batch.length < limits.messages && bytes < limits.bytes) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}

/**
 * Begins the next batch (stores and parses its messages) while the one before is being finished (written to the log).
 * The batches are finished one after another, and a batch is asked for only when the one before is begun: its messages
 * may be streams that have to be read to their end first. Where one cannot be begun, the one before is finished all the same.
 */
export async function pipeline<In, Begun>(
  batches: AsyncIterable<In>,
  begin: (batch: In) => Promise<Begun>,
  finish: (begun: Begun) => Promise<void>,
): Promise<void> {
  let finishing: Promise<void> = Promise.resolve();
  try {
    for await (const batch of batches) {
      const begun = await begin(batch);
      await finishing;
      finishing = finish(begun);
      // A failure is met at the next await of it; until then it is nobody's unhandled rejection.
      finishing.catch(() => undefined);
    }
  } catch (error) {
    await finishing.catch(() => undefined);
    throw error;
  }
  await finishing;
}
