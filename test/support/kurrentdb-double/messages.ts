import sharedPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import streamsPb, {
  type ReadReq,
  type ReadResp,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type { ExpectedState, LoggedEvent, ProposedEvent } from './double-log.js';
import type { LogPosition } from './log-position.js';

/** Ticks of 100 ns a millisecond: the server's unit of `created`. */
const TICKS = 10_000n;
const U64 = (1n << 64n) - 1n;

/** A client names ids as texts or as two numbers, and is answered in its way. */
export type IdForm = 'string' | 'structured';

/** The parts of the two kinds of requests to append that say what the stream must look like. */
interface ExpectationOptions {
  hasNoStream(): boolean;
  hasAny(): boolean;
  hasStreamExists(): boolean;
}

export function expectedState(options: ExpectationOptions, revision: () => string): ExpectedState {
  if (options.hasNoStream()) return 'no_stream';
  if (options.hasAny()) return 'any';
  return options.hasStreamExists() ? 'stream_exists' : Number(revision());
}

interface ProposedMessage {
  getId(): InstanceType<typeof sharedPb.UUID> | undefined;
  getMetadataMap(): { get(key: string): string | undefined };
  getCustomMetadata_asU8(): Uint8Array;
  getData_asU8(): Uint8Array;
}

export function proposedEvent(message: ProposedMessage): ProposedEvent {
  return {
    id: idText(message.getId()),
    type: message.getMetadataMap().get('type') ?? '',
    contentType: message.getMetadataMap().get('content-type') ?? '',
    // Copies: what came lies in the buffer of the connection.
    data: Uint8Array.from(message.getData_asU8()),
    metadata: Uint8Array.from(message.getCustomMetadata_asU8()),
  };
}

export function idText(id: InstanceType<typeof sharedPb.UUID> | undefined): string {
  const structured = id?.getStructured();
  if (!structured) return id?.getString() ?? '';
  const half = (bits: string) => (BigInt(bits) & U64).toString(16).padStart(16, '0');
  const hex = half(structured.getMostSignificantBits()) + half(structured.getLeastSignificantBits());
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export function idMessage(id: string, form: IdForm): InstanceType<typeof sharedPb.UUID> {
  const message = new sharedPb.UUID();
  if (form === 'string') return message.setString(id);
  const hex = id.replaceAll('-', '');
  const half = (digits: string) => BigInt.asIntN(64, BigInt(`0x${digits}`)).toString();
  const structured = new sharedPb.UUID.Structured()
    .setMostSignificantBits(half(hex.slice(0, 16)))
    .setLeastSignificantBits(half(hex.slice(16)));
  return message.setStructured(structured);
}

export function streamName(identifier: InstanceType<typeof sharedPb.StreamIdentifier> | undefined): string {
  return Buffer.from(identifier?.getStreamName_asU8() ?? []).toString();
}

export function streamIdentifier(name: string): InstanceType<typeof sharedPb.StreamIdentifier> {
  return new sharedPb.StreamIdentifier().setStreamName(Uint8Array.from(Buffer.from(name)));
}

export function idFormOf(options: ReadReq.Options): IdForm {
  return options.getUuidOption()?.hasStructured() ? 'structured' : 'string';
}

export function eventMessage(event: LoggedEvent, idForm: IdForm): ReadResp {
  const recorded = new streamsPb.ReadResp.ReadEvent.RecordedEvent()
    .setId(idMessage(event.id, idForm))
    .setStreamIdentifier(streamIdentifier(event.stream))
    .setStreamRevision(String(event.revision))
    .setCommitPosition(String(event.position.commit))
    .setPreparePosition(String(event.position.prepare))
    .setData(event.data)
    .setCustomMetadata(event.metadata);
  recorded
    .getMetadataMap()
    .set('type', event.type)
    .set('content-type', event.contentType)
    .set('created', String(BigInt(event.created) * TICKS));
  const read = new streamsPb.ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(String(event.position.commit));
  return new streamsPb.ReadResp().setEvent(read);
}

export function checkpointMessage({ commit, prepare }: LogPosition): ReadResp {
  const checkpoint = new streamsPb.ReadResp.Checkpoint();
  checkpoint.setCommitPosition(String(commit));
  checkpoint.setPreparePosition(String(prepare));
  return new streamsPb.ReadResp().setCheckpoint(checkpoint);
}
