import { once } from 'node:events';
import type { ServerWritableStream } from '@grpc/grpc-js';
import streamsPb, {
  type ReadReq,
  type ReadResp,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type { DoubleLog, LoggedEvent } from './double-log.js';
import { type LogPosition, samePlaceOrBefore } from './log-position.js';
import { checkpointMessage, eventMessage, idFormOf, streamName } from './messages.js';
import { streamDeleted } from './status.js';

export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

/** Events that are considered between two checkpoints, where the client names no window. */
const DEFAULT_WINDOW = 32;

/** What a read of a stream, of all, or a subscription to all answers. @throws the status that ends the call */
export async function answerRead(log: DoubleLog, call: ReadCall, tellsOfCatchingUp: boolean): Promise<void> {
  const options = call.request.getOptions();
  if (!options) throw new Error('a read has options');
  if (options.hasSubscription()) return subscribeToAll(log, call, options, tellsOfCatchingUp);
  const events = options.hasStream() ? eventsOfStream(log, options) : eventsOfAll(log, options);
  if (events === null) {
    const missing = new streamsPb.ReadResp.StreamNotFound();
    missing.setStreamIdentifier(options.getStream()?.getStreamIdentifier());
    await write(call, new streamsPb.ReadResp().setStreamNotFound(missing));
    return;
  }
  const form = idFormOf(options);
  let left = BigInt(options.getCount());
  for (const event of events) {
    if (left-- <= 0n || call.cancelled) return;
    await write(call, eventMessage(event, form));
  }
}

function eventsOfStream(log: DoubleLog, options: ReadReq.Options): Iterable<LoggedEvent> | null {
  const asked = options.getStream();
  const name = streamName(asked?.getStreamIdentifier());
  const events = log.stream(name);
  if (events === 'deleted') throw streamDeleted(name);
  if (events === null || !asked) return null;
  const isForwards = options.getReadDirection() === streamsPb.ReadReq.Options.ReadDirection.FORWARDS;
  const from = asked.hasStart() ? 0 : asked.hasEnd() ? Number.MAX_SAFE_INTEGER : Number(asked.getRevision());
  return isForwards
    ? events.filter(({ revision }) => revision >= from)
    : events.filter(({ revision }) => revision <= from).reverse();
}

function* eventsOfAll(log: DoubleLog, options: ReadReq.Options): Generator<LoggedEvent> {
  const isForwards = options.getReadDirection() === streamsPb.ReadReq.Options.ReadDirection.FORWARDS;
  const chosen = filterOf(options);
  const from = positionOf(options);
  const end = log.all.length;
  if (isForwards) {
    for (let n = from === 'start' ? 0 : from === 'end' ? end : log.indexAt(from); n < end; n++) {
      const event = log.all[n];
      if (event && chosen(event)) yield event;
    }
    return;
  }
  for (let n = from === 'end' ? end - 1 : from === 'start' ? -1 : log.indexAt(from) - 1; n >= 0; n--) {
    const event = log.all[n];
    if (event && chosen(event)) yield event;
  }
}

async function subscribeToAll(
  log: DoubleLog,
  call: ReadCall,
  options: ReadReq.Options,
  tellsOfCatchingUp: boolean,
): Promise<void> {
  const form = idFormOf(options);
  const chosen = filterOf(options);
  const filter = options.getFilter();
  const interval = (filter?.getMax() || DEFAULT_WINDOW) * (filter?.getCheckpointintervalmultiplier() || 1);
  const after = positionOf(options);
  const confirmation = new streamsPb.ReadResp.SubscriptionConfirmation();
  confirmation.setSubscriptionId(`double-${Math.random()}`);
  await write(call, new streamsPb.ReadResp().setConfirmation(confirmation));

  let next = after === 'start' ? 0 : after === 'end' ? log.all.length : indexBehind(log, after);
  let considered = 0;
  let isLive = false;
  while (!call.cancelled && !call.destroyed) {
    const event = log.all[next];
    if (event) {
      next += 1;
      if (chosen(event)) await write(call, eventMessage(event, form));
      if (filter && ++considered % interval === 0) await write(call, checkpointMessage(event.position));
    } else if (!isLive) {
      isLive = true;
      if (tellsOfCatchingUp) await write(call, new streamsPb.ReadResp().setCaughtUp(new streamsPb.ReadResp.CaughtUp()));
    } else {
      await news(log, call);
    }
  }
}

function indexBehind(log: DoubleLog, position: LogPosition): number {
  const at = log.indexAt(position);
  const event = log.all[at];
  return event && samePlaceOrBefore(event.position, position) ? at + 1 : at;
}

function news(log: DoubleLog, call: ReadCall): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stop();
      for (const end of ENDS) call.off(end, done);
      resolve();
    };
    const stop = log.onAppend(done);
    for (const end of ENDS) call.once(end, done);
  });
}

const ENDS = ['cancelled', 'close', 'error'] as const;

function positionOf(options: ReadReq.Options): LogPosition | 'start' | 'end' {
  const all = options.getAll();
  const position = all?.getPosition();
  if (!position) return all?.hasEnd() ? 'end' : 'start';
  return { commit: BigInt(position.getCommitPosition()), prepare: BigInt(position.getPreparePosition()) };
}

function filterOf(options: ReadReq.Options): (event: LoggedEvent) => boolean {
  const filter = options.getFilter();
  const expression = filter?.getStreamIdentifier() ?? filter?.getEventType();
  if (!filter || !expression) return () => true;
  const isByStream = filter.hasStreamIdentifier();
  const prefixes = expression.getPrefixList();
  const pattern = new RegExp(expression.getRegex());
  return (event) => {
    const name = isByStream ? event.stream : event.type;
    return prefixes.length > 0 ? prefixes.some((prefix) => name.startsWith(prefix)) : pattern.test(name);
  };
}

/** A client that is slow slows the server down. */
async function write(call: ReadCall, message: ReadResp): Promise<void> {
  if (call.cancelled || call.destroyed || call.write(message)) return;
  const ended = new AbortController();
  const { signal } = ended;
  try {
    await Promise.race(['drain', ...ENDS].map((name) => once(call, name, { signal }).catch(() => undefined)));
  } finally {
    ended.abort();
  }
}
