import { createRequire } from 'node:module';
import sharedPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import statusPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/status_pb.js';
import streamsPb, {
  type AppendResp,
  type BatchAppendResp,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type anyPb from 'google-protobuf/google/protobuf/any_pb.js';
import type { ExpectedState, Judgement } from './double-log.js';
import type { LogPosition } from './log-position.js';
import { streamDeleted, tooLarge } from './status.js';

/** The client brings a version of this library of its own, and what is put into its messages must be made by that one. */
const ofClient = createRequire(createRequire(import.meta.url).resolve('@kurrent/kurrentdb-client'));
const { Any }: typeof anyPb = ofClient('google-protobuf/google/protobuf/any_pb.js');

/** Written or repeated; the position is what is said of it, if anything. */
export interface Success {
  readonly revision: number;
  readonly position: LogPosition | null;
}

/** The answer of an append that is a call of its own. @throws the status that ends the call */
export function appendAnswer(
  stream: string,
  expected: ExpectedState,
  judgement: Judgement,
  success: Success | null,
): AppendResp {
  const answer = new streamsPb.AppendResp();
  if (success) {
    const message = new streamsPb.AppendResp.Success().setCurrentRevision(String(success.revision));
    if (success.position) {
      const position = new streamsPb.AppendResp.Position();
      position.setCommitPosition(String(success.position.commit));
      position.setPreparePosition(String(success.position.prepare));
      message.setPosition(position);
    } else message.setNoPosition(new sharedPb.Empty());
    return answer.setSuccess(message);
  }
  if (judgement.kind === 'too-large') throw tooLarge(judgement.limit);
  if (judgement.kind === 'deleted') throw streamDeleted(stream);
  const wrong = new streamsPb.AppendResp.WrongExpectedVersion();
  if (judgement.kind === 'wrong-expected-version' && judgement.current !== 'no_stream') {
    wrong.setCurrentRevision(String(judgement.current));
  } else wrong.setCurrentNoStream(new sharedPb.Empty());
  if (expected === 'no_stream') wrong.setExpectedNoStream(new sharedPb.Empty());
  else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new sharedPb.Empty());
  else if (expected === 'any') wrong.setExpectedAny(new sharedPb.Empty());
  else wrong.setExpectedRevision(String(expected));
  return answer.setWrongExpectedVersion(wrong);
}

/** The answer of an append that is one of many in a call. */
export function batchAnswer(expected: ExpectedState, judgement: Judgement, success: Success | null): BatchAppendResp {
  const answer = new streamsPb.BatchAppendResp();
  if (success) {
    const message = new streamsPb.BatchAppendResp.Success().setCurrentRevision(String(success.revision));
    if (success.position) {
      const position = new sharedPb.AllStreamPosition();
      position.setCommitPosition(String(success.position.commit));
      position.setPreparePosition(String(success.position.prepare));
      message.setPosition(position);
    } else message.setNoPosition(new sharedPb.Empty());
    return answer.setSuccess(message);
  }
  if (judgement.kind === 'too-large') {
    const details = new sharedPb.MaximumAppendSizeExceeded().setMaxappendsize(judgement.limit);
    return answer.setError(batchError(details.serializeBinary(), 'MaximumAppendSizeExceeded'));
  }
  if (judgement.kind === 'deleted') {
    return answer.setError(batchError(new sharedPb.StreamDeleted().serializeBinary(), 'StreamDeleted'));
  }
  const wrong = new sharedPb.WrongExpectedVersion();
  if (judgement.kind === 'wrong-expected-version' && judgement.current !== 'no_stream') {
    wrong.setCurrentStreamRevision(String(judgement.current));
  } else wrong.setCurrentNoStream(new sharedPb.Empty());
  if (expected === 'no_stream') wrong.setExpectedNoStream(new sharedPb.Empty());
  else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new sharedPb.Empty());
  else if (expected === 'any') wrong.setExpectedAny(new sharedPb.Empty());
  else wrong.setExpectedStreamPosition(String(expected));
  return answer.setError(batchError(wrong.serializeBinary(), 'WrongExpectedVersion'));
}

function batchError(details: Uint8Array, name: string): InstanceType<typeof statusPb.Status> {
  const any = new Any();
  any.pack(details, `event_store.client.${name}`);
  return new statusPb.Status().setDetails(any);
}
