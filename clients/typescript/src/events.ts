/** One server-sent event (HTML, section 9.2.6). */
export interface ServerSentEvent {
  readonly id: string;
  readonly type: string;
  /** As it was sent: JSON. */
  readonly data: string;
}

/** Milliseconds until it connects again after it was cut off. */
const PAUSE = 1_000;

type Open = (headers: Readonly<Record<string, string>>, signal?: AbortSignal) => Promise<Response>;

/** What a stream tells, over as many connections as it takes, until the signal. What the service says no to is thrown. */
export async function* serverSentEvents(
  open: Open,
  { lastEventId, signal }: { readonly lastEventId?: string; readonly signal?: AbortSignal },
): AsyncGenerator<ServerSentEvent> {
  let last = lastEventId;
  while (!signal?.aborted) {
    try {
      const response = await open({ accept: 'text/event-stream', ...(last && { 'last-event-id': last }) }, signal);
      for await (const event of parsed(response)) {
        last = event.id;
        if (event.data !== '') yield event;
      }
    } catch (error) {
      if (signal?.aborted) return;
      // `fetch` and a body that breaks off throw this; all else is an answer.
      if (!(error instanceof TypeError)) throw error;
    }
    await pause(signal);
  }
}

/** The id stays for the events after it, as the standard says. */
async function* parsed(response: Response): AsyncGenerator<ServerSentEvent> {
  if (!response.body) return;
  const decoder = new TextDecoder();
  let rest = '';
  let id = '';
  for await (const bytes of response.body) {
    rest += decoder.decode(bytes, { stream: true });
    const blocks = rest.split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = block.split(/\r?\n/).map((line) => /^([^:]*):? ?(.*)$/.exec(line) ?? []);
      const of = (name: string) => fields.flatMap(([, field, value = '']) => (field === name ? [value] : []));
      id = of('id').at(-1) ?? id;
      yield { id, type: of('event').at(-1) ?? 'message', data: of('data').join('\n') };
    }
  }
}

function pause(signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, PAUSE);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
