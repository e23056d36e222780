import { setTimeout as pause } from 'node:timers/promises';
import {
  type Metadata,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServerUnaryCall,
  type sendUnaryData,
} from '@grpc/grpc-js';
import gossipGrpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_grpc_pb.js';
import gossipPb, { type ClusterInfo } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_pb.js';
import featuresGrpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb.js';
import featuresPb, {
  type SupportedMethods,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb.js';
import type { Empty } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import streamsGrpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb.js';
import streamsPb, {
  type AppendReq,
  type AppendResp,
  type BatchAppendReq,
  type BatchAppendResp,
  type DeleteReq,
  type DeleteResp,
  type TombstoneReq,
  type TombstoneResp,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import { appendAnswer, batchAnswer, type Success } from './appending.js';
import { DoubleLog, type ExpectedState, type Judgement, type ProposedEvent } from './double-log.js';
import { type Faults, noFaults } from './faults.js';
import { expectedState, idMessage, proposedEvent, streamIdentifier, streamName } from './messages.js';
import { answerRead, type ReadCall } from './reading.js';
import { type FailedStatus, full, noRights, notLeader, unavailable, wrongUser } from './status.js';

export interface DoubleOptions {
  /** What it says that it is; decides what it can do. */
  readonly version?: string;
  /** Whether it takes many appends in one call, as servers do from 21.10 on. */
  readonly batchAppend?: boolean;
  /** Where its log is kept; in memory by default. */
  readonly file?: string;
  /** PEM: it then speaks TLS only. */
  readonly tls?: { readonly key: string; readonly certificate: string };
  /** Who may use it, and with what password; anybody by default. */
  readonly users?: Readonly<Record<string, string>>;
  /** A user who may log in and do nothing. */
  readonly powerless?: string;
  /** What one append may hold; 1 MB by default, as on the server. */
  readonly maxAppendBytes?: number;
  /** It follows: whoever needs the leader is sent to this port. */
  readonly leader?: number;
  /** A free one by default. */
  readonly port?: number;
}

/** What a real server takes in one message. */
const MAX_MESSAGE_BYTES = 17 * 1_024 * 1_024;

/**
 * A stand-in for the server of KurrentDB: the real client speaks to it over a socket of 127.0.0.1. It answers what was
 * measured on EventStoreDB 23.10 and 24.6, and does wrong what it is told to.
 */
export class KurrentDbDouble {
  readonly faults: Faults = noFaults();
  readonly log: DoubleLog;
  /** How often each method was called. */
  readonly calls = { read: 0, append: 0, batchAppend: 0 };
  /** Events that were sent to readers. */
  written = 0;
  private readonly subscriptions = new Set<ReadCall>();
  /** Subscriptions that were ever begun. */
  begun = 0;
  private server: Server | null = null;
  port: number;

  static async start(options: DoubleOptions = {}): Promise<KurrentDbDouble> {
    const double = new KurrentDbDouble(options);
    await double.listen();
    return double;
  }

  private constructor(private readonly options: DoubleOptions) {
    this.log = new DoubleLog(options.file, options.maxAppendBytes);
    this.port = options.port ?? 0;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** How a client reaches it; the client pauses for the interval before it connects. */
  get url(): string {
    return `kurrentdb://${this.address}?tls=${this.options.tls !== undefined}&discoveryInterval=1`;
  }

  get openSubscriptions(): number {
    return this.subscriptions.size;
  }

  /** Begins, again, on the same port and with the same log. */
  async listen(): Promise<void> {
    const server = new Server({ 'grpc.max_receive_message_length': MAX_MESSAGE_BYTES });
    server.addService(streamsGrpc.StreamsService, {
      read: (call: ReadCall) => this.read(call),
      append: (call: ServerReadableStream<AppendReq, AppendResp>, done: sendUnaryData<AppendResp>) =>
        this.append(call, done),
      batchAppend: (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>) => this.batchAppend(call),
      delete: (call: ServerUnaryCall<DeleteReq, DeleteResp>, done: sendUnaryData<DeleteResp>) => {
        this.log.delete(streamName(call.request.getOptions()?.getStreamIdentifier()));
        done(null, new streamsPb.DeleteResp());
      },
      tombstone: (call: ServerUnaryCall<TombstoneReq, TombstoneResp>, done: sendUnaryData<TombstoneResp>) => {
        this.log.tombstone(streamName(call.request.getOptions()?.getStreamIdentifier()));
        done(null, new streamsPb.TombstoneResp());
      },
    });
    server.addService(featuresGrpc.ServerFeaturesService, {
      getSupportedMethods: (_: ServerUnaryCall<Empty, SupportedMethods>, done: sendUnaryData<SupportedMethods>) =>
        this.answering(done, () => this.supportedMethods()),
    });
    server.addService(gossipGrpc.GossipService, {
      read: (_: ServerUnaryCall<Empty, ClusterInfo>, done: sendUnaryData<ClusterInfo>) =>
        this.answering(done, () => this.members()),
    });
    this.port = await new Promise<number>((resolve, reject) => {
      server.bindAsync(`127.0.0.1:${this.port}`, this.credentials(), (error, port) =>
        error ? reject(error) : resolve(port),
      );
    });
    this.server = server;
  }

  /** Goes away, and breaks every call. The log stays. */
  stop(): void {
    this.server?.forceShutdown();
    this.server = null;
  }

  close(): void {
    this.stop();
    this.log.close();
  }

  /** Ends every subscription as a server does that is stopped. */
  cutSubscriptions(): void {
    for (const call of this.subscriptions) call.emit('error', unavailable());
  }

  private credentials(): ServerCredentials {
    const { tls } = this.options;
    if (!tls) return ServerCredentials.createInsecure();
    return ServerCredentials.createSsl(null, [
      { private_key: Buffer.from(tls.key), cert_chain: Buffer.from(tls.certificate) },
    ]);
  }

  private async read(call: ReadCall): Promise<void> {
    this.calls.read += 1;
    const isSubscription = call.request.getOptions()?.hasSubscription() ?? false;
    if (isSubscription) {
      this.begun += 1;
      this.subscriptions.add(call);
    }
    try {
      await this.admit(call.metadata);
      await answerRead(this.log, call, this.tellsOfCatchingUp, () => {
        this.written += 1;
      });
      call.end();
    } catch (error) {
      call.emit('error', error);
    } finally {
      this.subscriptions.delete(call);
    }
  }

  private async append(
    call: ServerReadableStream<AppendReq, AppendResp>,
    done: sendUnaryData<AppendResp>,
  ): Promise<void> {
    this.calls.append += 1;
    let options: AppendReq.Options | undefined;
    const events: ProposedEvent[] = [];
    try {
      for await (const request of call as AsyncIterable<AppendReq>) {
        options ??= request.getOptions();
        const message = request.getProposedMessage();
        if (message) events.push(proposedEvent(message));
      }
      await this.admit(call.metadata);
      if (this.faults.full) throw full();
      const stream = streamName(options?.getStreamIdentifier());
      const expected: ExpectedState = options ? expectedState(options, () => options?.getRevision() ?? '') : 'any';
      const judgement = this.log.append(stream, expected, events);
      if (this.losesAnswer()) {
        if (this.faults.lostBy === 'break') done(unavailable());
        return;
      }
      done(null, appendAnswer(stream, expected, judgement, this.success(judgement, stream, events.length)));
    } catch (error) {
      // Safe: what is thrown on the way is a status, or an error that ends the call as an unknown one.
      done(error as FailedStatus);
    }
  }

  private batchAppend(call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>): void {
    this.calls.batchAppend += 1;
    const pending = new Map<string, { options: BatchAppendReq.Options; events: ProposedEvent[] }>();
    // One after another, in the order in which they came, however long each waits.
    let turn: Promise<void> = Promise.resolve();
    call.on('end', () => call.end());
    call.on('error', () => undefined);
    call.on('data', (request: BatchAppendReq) => {
      const id = request.getCorrelationId()?.getString() ?? '';
      const options = request.getOptions() ?? pending.get(id)?.options;
      if (!options) return;
      const batch = pending.get(id) ?? { options, events: [] };
      pending.set(id, batch);
      batch.events.push(...request.getProposedMessagesList().map(proposedEvent));
      if (!request.getIsFinal()) return;
      pending.delete(id);
      const arrived = this.admit(call.metadata);
      arrived.catch(() => undefined); // thrown where it is awaited
      turn = turn.then(() => this.answerBatch(call, arrived, id, batch));
    });
  }

  private async answerBatch(
    call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>,
    arrived: Promise<void>,
    id: string,
    { options, events }: { readonly options: BatchAppendReq.Options; readonly events: readonly ProposedEvent[] },
  ): Promise<void> {
    try {
      await arrived;
      if (this.faults.full) throw full();
    } catch (error) {
      call.emit('error', error);
      return;
    }
    const stream = streamName(options.getStreamIdentifier());
    const expected = expectedState(options, () => options.getStreamPosition());
    const judgement = this.log.append(stream, expected, events);
    if (this.losesAnswer()) {
      if (this.faults.lostBy === 'break') call.emit('error', unavailable());
      return;
    }
    if (call.cancelled || call.destroyed) return;
    const answer = batchAnswer(expected, judgement, this.success(judgement, stream, events.length));
    call.write(answer.setCorrelationId(idMessage(id, 'string')).setStreamIdentifier(streamIdentifier(stream)));
  }

  private losesAnswer(): boolean {
    if (this.faults.lostAnswers === 0) return false;
    this.faults.lostAnswers -= 1;
    return true;
  }

  private success(judgement: Judgement, stream: string, count: number): Success | null {
    if (judgement.kind === 'repeat') {
      const { repeatPosition } = this.faults;
      if (repeatPosition === 'none') return { ...judgement, position: null };
      return repeatPosition === 'zero' ? { ...judgement, position: { commit: 0n, prepare: 0n } } : judgement;
    }
    if (judgement.kind !== 'written') return null;
    const events = this.log.stream(stream);
    const first = events && events !== 'deleted' ? events.at(-count) : undefined;
    return this.faults.severalPosition === 'first' && first ? { ...judgement, position: first.position } : judgement;
  }

  /** What anybody may ask. */
  private async answering<T>(done: sendUnaryData<T>, answer: () => T): Promise<void> {
    try {
      await this.available();
      done(null, answer());
    } catch (error) {
      // Safe: `available` throws statuses.
      done(error as FailedStatus);
    }
  }

  /** Who asks, and whether anything is taken up at the moment. @throws the status that ends the call */
  private async admit(metadata: Metadata): Promise<void> {
    await this.available();
    const { users, powerless, leader } = this.options;
    if (leader !== undefined && metadata.get('requires-leader').length > 0) throw notLeader('127.0.0.1', leader);
    if (!users) return;
    const [header = ''] = metadata.get('authorization');
    const [, base64 = ''] = String(header).split(' ');
    const login = Buffer.from(base64, 'base64').toString();
    const name = login.slice(0, login.indexOf(':'));
    if (login !== `${name}:${users[name]}`) throw wrongUser();
    if (name === powerless) throw noRights();
  }

  /** @throws the status that ends the call */
  private async available(): Promise<void> {
    if (this.faults.delay > 0) await pause(this.faults.delay);
    if (this.faults.unavailable) throw unavailable();
  }

  private get version(): string {
    return this.options.version ?? '23.10.8';
  }

  /** Servers say that a subscription has caught up from 23.10 on. */
  private get tellsOfCatchingUp(): boolean {
    const [major = 0, minor = 0] = this.version.split('.').map(Number);
    return major > 23 || (major === 23 && minor >= 10);
  }

  private supportedMethods(): SupportedMethods {
    const { batchAppend = true } = this.options;
    const methods = ['read', 'append', 'delete', 'tombstone', ...(batchAppend ? ['batchappend'] : [])];
    const message = new featuresPb.SupportedMethods().setEventStoreServerVersion(this.version);
    for (const name of methods) {
      const method = new featuresPb.SupportedMethod();
      message.addMethods(method.setServiceName('event_store.client.streams.streams').setMethodName(name));
    }
    return message;
  }

  private members(): ClusterInfo {
    const endpoint = new gossipPb.EndPoint();
    endpoint.setAddress('127.0.0.1').setPort(this.port);
    const member = new gossipPb.MemberInfo();
    member
      .setInstanceId(idMessage('5f0c7bb2-3c40-4b43-9e52-2c7a5c2c7f10', 'structured'))
      .setTimeStamp('0')
      .setState(gossipPb.MemberInfo.VNodeState.LEADER)
      .setIsAlive(true)
      .setHttpEndPoint(endpoint);
    return new gossipPb.ClusterInfo().setMembersList([member]);
  }
}
