import { randomUUID } from 'node:crypto';
import {
  type AppendStreamState,
  jsonEvent,
  type KurrentDBClient,
  NO_STREAM,
  type ResolvedEvent,
  WrongExpectedVersionError,
} from '@kurrent/kurrentdb-client';
import { Rejected } from '../../domain/errors.js';
import { OWN_STREAM } from './event-shape.js';
import type { StreamReader } from './stream-reader.js';

/** What may use a log: `shared` for any number of nodes that keep all their data in servers, or the name of one data folder. */
export type Installation = 'shared' | (string & {});

type OwnEvent = NonNullable<ResolvedEvent['event']>;

interface Claim {
  readonly instanceId: string;
  readonly installation: Installation | null;
  /** Of the last event of the stream of names. */
  readonly revision: bigint;
}

/**
 * The log's own name, and who may use it: a stream of our own, that readers of the port do not see. It begins with
 * `InstanceNamed`; of what follows, the last `InstallationNamed` counts.
 */
export class LogClaim {
  constructor(
    private readonly client: KurrentDBClient,
    private readonly streams: StreamReader,
  ) {}

  /** The log's name. @throws Rejected where it has none, and what the client throws */
  async look(): Promise<string> {
    const claim = await this.read();
    if (!claim) {
      throw new Rejected('no-log', 'There is no log on this server yet. Start the service once: it makes one.');
    }
    return claim.instanceId;
  }

  /** Names the log where it is new, and claims it where nobody has. @throws Rejected, and what the client throws */
  async take(installation: Installation, isTakeOver: boolean): Promise<string> {
    for (;;) {
      const claim = await this.read();
      if (!claim) await this.write('InstanceNamed', { instanceId: randomUUID() }, NO_STREAM);
      else if (claim.installation === installation) return claim.instanceId;
      else if (claim.installation !== null && !isTakeOver) throw claimedBy(claim.installation);
      else await this.write('InstallationNamed', { installation }, claim.revision);
      // Somebody else may have been faster: what counts is what stands there now.
    }
  }

  private async read(): Promise<Claim | null> {
    const events = await this.streams.readRaw(OWN_STREAM);
    const [first] = events;
    const last = events.at(-1);
    if (!first || !last) return null;
    const instanceId = first.type === 'InstanceNamed' ? textOf(first, 'instanceId') : null;
    if (instanceId === null) {
      throw new Rejected(
        'log-foreign',
        `The server has a stream ${OWN_STREAM} that something else has written. Use another server for this log.`,
      );
    }
    const named = events.findLast(({ type }) => type === 'InstallationNamed');
    return { instanceId, installation: named ? textOf(named, 'installation') : null, revision: last.revision };
  }

  private async write(type: string, data: Record<string, string>, streamState: AppendStreamState): Promise<void> {
    try {
      await this.client.appendToStream(OWN_STREAM, jsonEvent({ type, data }), { streamState, requiresLeader: true });
    } catch (error) {
      if (!(error instanceof WrongExpectedVersionError)) throw error;
    }
  }
}

function textOf({ data }: OwnEvent, field: string): string | null {
  const value = typeof data === 'object' && data !== null && field in data ? Reflect.get(data, field) : null;
  return typeof value === 'string' ? value : null;
}

function claimedBy(installation: Installation): Rejected {
  const who =
    installation === 'shared'
      ? 'is used by nodes that keep all their data in servers'
      : `is used by the installation with the data folder ${installation}`;
  return new Rejected(
    'log-claimed',
    `The log ${who}. Use the configuration that it was made with, or bring it here with \`mailcase move\`.`,
  );
}
