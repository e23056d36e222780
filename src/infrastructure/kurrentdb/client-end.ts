import type { KurrentDBClient } from '@kurrent/kurrentdb-client';

/**
 * Ends the calls of a client, and its connection, which the client itself leaves open.
 * What reads streams has a connection of its own in it, that goes with the client's memory.
 */
export async function endClient(client: KurrentDBClient): Promise<void> {
  await client.dispose();
  // Safe: `getChannel` is there, and protected; whether it gives what can be closed is looked at.
  const { getChannel } = client as unknown as { readonly getChannel?: () => Promise<unknown> };
  // Not waited for: where there is no connection, it may look for a server first.
  void getChannel?.call(client).then(
    (channel) => {
      if (isClosable(channel)) channel.close();
    },
    () => undefined,
  );
}

function isClosable(value: unknown): value is { close(): void } {
  return typeof value === 'object' && value !== null && 'close' in value && typeof value.close === 'function';
}
