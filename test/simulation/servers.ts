import type { Envelope, MailToSend, MailTransport, SendOutcome } from '../../src/application/ports/mail-transport.js';
import { MailboxError } from '../../src/application/ports/mailbox-source.js';
import type { SentFolders } from '../../src/application/ports/sent-folders.js';
import type { Refusal } from '../../src/domain/outgoing/events.js';
import { messageIdIn } from './messages.js';
import type { Process } from './process.js';
import type { Random } from './random.js';

/** What a server does with a message: for whom it takes it, and what whoever hands it over is told. */
interface Answer {
  readonly takenFor: readonly string[];
  readonly outcome: SendOutcome;
}

const notTaken = (scope: 'account' | 'message' | 'connection', code: string, permanent = false): Answer => ({
  takenFor: [],
  outcome: { kind: 'not-taken', scope, code, permanent, error: `the simulation: ${code}`, refused: [], deferred: [] },
});
const unknown: SendOutcome = { kind: 'unknown', error: 'the simulation has cut the connection' };
const refusal = (recipient: string, code: number): Refusal => ({ recipient, code, status: null, text: `${code} no` });

function taken(to: readonly string[], refused: readonly string[] = [], deferred: readonly string[] = []): Answer {
  const accepted = to.filter((one) => !refused.includes(one) && !deferred.includes(one));
  const refusals = {
    refused: refused.map((one) => refusal(one, 550)),
    deferred: deferred.map((one) => refusal(one, 451)),
  };
  if (accepted.length > 0) {
    return { takenFor: accepted, outcome: { kind: 'taken', accepted, ...refusals, response: '250 taken' } };
  }
  const permanent = deferred.length === 0;
  const code = permanent ? 'refused' : 'temporary';
  return {
    takenFor: [],
    outcome: { kind: 'not-taken', scope: 'recipients', permanent, code, error: 'for nobody', ...refusals },
  };
}

/** The mail servers of the simulated world: they outlive every process, and are the only ones who know what they have taken. */
export class MailServers {
  /** Each time that a message was taken, and for whom. */
  readonly taken: { readonly messageId: string; readonly to: readonly string[] }[] = [];
  /** Message-IDs of the copies in the sent folders, by the address of their accounts. */
  readonly sent = new Map<string, string[]>();
  private isWell = false;

  constructor(
    private readonly random: Random,
    /** Those whose server stores copies by itself. */
    private readonly storing: ReadonlySet<string>,
  ) {}

  /** From now on they take everything. */
  heal(): void {
    this.isWell = true;
  }

  decide(to: readonly string[]): Answer {
    if (this.isWell) return taken(to);
    const { random } = this;
    return random.pick([
      ...Array.from({ length: 5 }, () => () => taken(to)),
      () => taken(to, to.slice(0, 1)),
      () => taken(to, [], to.slice(-1)),
      () => taken(to, to.slice(0, 1), to.slice(-1)),
      () => notTaken('message', 'temporary'),
      () => notTaken('message', 'refused', true),
      () => notTaken('account', 'login'),
      () => notTaken('connection', 'network'),
      () => ({ takenFor: to, outcome: unknown }),
      () => ({ takenFor: [], outcome: unknown }),
    ])();
  }

  /** Whether it goes away before it answers. */
  cuts(): boolean {
    return !this.isWell && this.random.chance(0.2);
  }

  take(messageId: string, { from }: Envelope, to: readonly string[]): void {
    if (to.length === 0) return;
    this.taken.push({ messageId, to });
    if (this.storing.has(from)) this.put(from, messageId);
  }

  put(address: string, messageId: string): void {
    this.sent.set(address, [...(this.sent.get(address) ?? []), messageId]);
  }

  has(address: string, messageId: string): boolean {
    return this.sent.get(address)?.includes(messageId) ?? false;
  }
}

/** Hands messages over as one process does; each is a step, of which may come anything. */
export function simulatedTransport(process: Process, servers: MailServers): MailTransport {
  return {
    async send(_, envelope, mail) {
      const messageId = await readable(mail);
      if (messageId === null) return notTaken('connection', 'unavailable').outcome;
      const { takenFor, outcome } = servers.decide(envelope.to);
      const apply = async () => {
        servers.take(messageId, envelope, takenFor);
        return outcome;
      };
      const label = `hands over ${messageId} to ${envelope.to.length}: ${outcome.kind}`;
      const cut = () => new Error('cut');
      return process.call({ label, apply, unavailable: cut, effect: { partly: apply } }).catch(() => unknown);
    },
    test: async () => ({ ok: true }),
    longest: 600_000,
    close: async () => undefined,
  };
}

/** None: the store does not give its bytes. */
async function readable(mail: MailToSend): Promise<string | null> {
  try {
    const pieces: Uint8Array[] = [];
    for await (const piece of await mail.open()) pieces.push(piece);
    return messageIdIn(Buffer.concat(pieces));
  } catch {
    return null;
  }
}

const cut = () => new MailboxError('network', 'the simulation has cut the connection');

/** The sent folders as one process reaches them: a look, and then a copy. */
export function simulatedSentFolders(process: Process, servers: MailServers): SentFolders {
  return {
    has({ userName }, _, messageId) {
      const apply = async () => servers.has(userName, messageId);
      return process.call({ label: `looks for ${messageId}`, apply, unavailable: cut });
    },
    async store(settings, folder, { messageId }, signal) {
      const { userName } = settings;
      if (await this.has(settings, folder, messageId, signal)) return 'Sent';
      const apply = async () => {
        servers.put(userName, messageId);
        if (servers.cuts()) throw cut();
      };
      const effect = { partly: async () => undefined };
      await process.call({ label: `copies ${messageId}`, apply, unavailable: cut, effect });
      return 'Sent';
    },
  };
}
