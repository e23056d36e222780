import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silent } from '../../../src/application/ports/logger.js';
import { loadConfig } from '../../../src/infrastructure/config/index.js';
import { type Engines, openEngines } from '../../../src/infrastructure/engines.js';
import { ServedProcess } from '../../e2e/served-process.js';
import { DoubleProcess } from '../kurrentdb-double/double-process.js';
import { StandIn } from '../mongodb/index.js';
import { TcpProxy } from './tcp-proxy.js';

/** Milliseconds: long enough that a busy machine is not taken for a silent one. */
export const LEASE = 3_000;

/** A node, and the wires between it and its stores. */
export interface ClusterNode {
  readonly name: string;
  readonly served: ServedProcess;
  readonly toLog: TcpProxy;
  readonly toDocuments: TcpProxy;
}

/** The servers that several nodes stand on, all that they keep in one folder, and the nodes. */
export class Cluster {
  readonly nodes = new Map<string, ClusterNode>();
  private readonly wires: TcpProxy[] = [];
  private readonly key = randomBytes(32).toString('hex');

  private constructor(
    readonly folder: string,
    readonly log: DoubleProcess,
    readonly documents: StandIn,
  ) {}

  static async start(): Promise<Cluster> {
    const folder = await mkdtemp(join(tmpdir(), 'mailcase-cluster-'));
    const [log, documents] = await Promise.all([
      DoubleProcess.start({ file: join(folder, 'log.jsonl') }),
      StandIn.start(join(folder, 'documents.mv')),
    ]);
    return new Cluster(folder, log, documents);
  }

  /** @param program another build of the command line */
  async addNode(name: string, program?: string): Promise<ClusterNode> {
    const [toLog, toDocuments] = [await TcpProxy.start(this.log.port), await TcpProxy.start(this.documents.port)];
    this.wires.push(toLog, toDocuments);
    const served = await ServedProcess.start(this.folder, this.settings(name, toLog.port, toDocuments.port), program);
    const node = { name, served, toLog, toDocuments };
    this.nodes.set(name, node);
    return node;
  }

  async killNode(name: string): Promise<void> {
    await this.nodes.get(name)?.served.kill();
    this.nodes.delete(name);
  }

  async stopNode(name: string): Promise<void> {
    await this.nodes.get(name)?.served.stop();
    this.nodes.delete(name);
  }

  /** The same stores for this process, with wires that nobody cuts. */
  async open(): Promise<Engines> {
    const environment = this.settings('test', this.log.port, this.documents.port);
    const { config } = loadConfig({ dataFolder: this.folder, file: undefined, environment });
    return openEngines({ folder: this.folder, config, masterKey: this.key, logger: silent });
  }

  async remove(): Promise<void> {
    await Promise.all([...this.nodes.keys()].map((name) => this.killNode(name)));
    await Promise.all(this.wires.map((wire) => wire.stop()));
    await Promise.all([this.log.remove(), this.documents.kill()]);
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  settings(name: string, log: number, documents: number): Record<string, string> {
    return {
      MAILCASE_EVENT_STORE: 'kurrentdb',
      MAILCASE_DOCUMENTS: 'mongodb',
      MAILCASE_BLOBS: 'mongodb',
      MAILCASE_KURRENTDB_URL: `kurrentdb://127.0.0.1:${log}?tls=false&discoveryInterval=1`,
      MAILCASE_MONGODB_URL: `mongodb://127.0.0.1:${documents}/`,
      MAILCASE_MASTER_KEY: this.key,
      MAILCASE_NODE_NAME: name,
      MAILCASE_NODE_LEASE_SECONDS: String(LEASE / 1_000),
    };
  }
}
