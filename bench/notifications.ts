import http from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { CommandBus } from '@nestjs/cqrs';
import { IssueApiToken } from '../src/application/commands/index.js';
import type { Mailcase } from '../src/application/mailcase.js';
import { NO_RULE } from '../src/domain/assignment/rule.js';
import { addCaseNote, type Case, caseDecider, requestCase } from '../src/domain/case/case.js';
import { type Followers, followers, followRecord } from '../src/domain/follow/followers.js';
import { CaseId, derivedId, streams, type TeamId, UserId } from '../src/domain/ids.js';
import { createHttpApp } from '../src/infrastructure/http/app.js';
import { team } from '../test/support/company.js';
import { cost, type Figure } from './figure.js';
import { percentile } from './measure.js';
import type { Options } from './options.js';
import { inFolder, withMailcase } from './workspace.js';

const CLIENTS = 500;
/** Each is about a record of its own, which as many follow. */
const FOLLOWERS = 10;
const NOTES = 200;
/** Milliseconds between two notes: a busy service, and not one that can do nothing else. */
const EVERY = 25;

/**
 * How long it takes from the append of a note until whoever follows its case has it from their open connection: with
 * many clients, each of another user, all of this process, which also reads what the clients are sent.
 */
export async function notifying(_: Options): Promise<Figure[]> {
  return inFolder((folder) =>
    withMailcase(folder, async (mailcase) => {
      const names = Array.from({ length: CLIENTS }, (_, n) => `user-${String(n).padStart(3, '0')}`);
      const teamId = await team(mailcase, 'support', names);
      const app = await createHttpApp(mailcase, { bodyLimit: 100_000, version: '0.0.0' });
      await app.listen({ port: 0, host: '127.0.0.1' });
      const address = (await app.getUrl()).replace('[::1]', '127.0.0.1');
      const clients: Client[] = [];
      try {
        const cases = await followedCases(mailcase, teamId, names);
        const commands = app.get(CommandBus);
        for (const name of names) {
          const { token } = await commands.execute(new IssueApiToken(UserId.parse(name), 'bench', by(`token ${name}`)));
          clients.push(new Client(token));
        }
        await mailcase.settled();
        for (const client of clients) await client.open(address);
        const took: number[] = [];
        const begun = new Map<string, number>();
        for (const client of clients) {
          client.onNotice = (caseId) => took.push(performance.now() - (begun.get(caseId) ?? Number.NaN));
        }
        for (let n = 0; n < NOTES; n++) {
          const caseId = cases[n % cases.length];
          if (!caseId) throw new Error('there are no cases');
          begun.set(caseId, performance.now());
          const noted = (state: Case) => addCaseNote(state, `note-${n}`, 'Called back.', []);
          await mailcase.aggregates.change(caseDecider, streams.case(caseId), noted, by(`note ${n}`));
          await pause(EVERY);
        }
        while (took.length < NOTES * FOLLOWERS) await pause(EVERY);
        return [
          cost(`notification at one of ${CLIENTS} clients, p50`, percentile(took, 50), 'ms'),
          cost(`notification at one of ${CLIENTS} clients, p99`, percentile(took, 99), 'ms', 100),
        ];
      } finally {
        for (const client of clients) client.close();
        await app.close();
      }
    }),
  );
}

/** A connection that hears what its user is told. */
class Client {
  onNotice: (caseId: string) => void = () => undefined;
  private request: http.ClientRequest | null = null;
  private rest = '';

  constructor(private readonly token: string) {}

  open(address: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${this.token}` };
      this.request = http.get(`${address}/api/v1/notifications/stream`, { headers, agent: false }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`a client was answered ${response.statusCode}`));
        response.setEncoding('utf8');
        response.on('data', (text: string) => this.hear(text));
        resolve();
      });
      this.request.on('error', reject);
    });
  }

  close(): void {
    this.request?.destroy();
  }

  private hear(text: string): void {
    const messages = `${this.rest}${text}`.split('\n\n');
    this.rest = messages.pop() ?? '';
    for (const message of messages) {
      const [, data] = message.match(/^data: (.*)$/m) ?? [];
      // As the stream writes a notification; beside them it says that it lives.
      if (data) this.onNotice((JSON.parse(data) as { record: { id: string } }).record.id);
    }
  }
}

const by = (cause: string) => ({ actor: 'system:bench', cause });

/** Cases by hand, each with followers of its own. */
async function followedCases(
  { aggregates }: Mailcase,
  teamId: TeamId,
  names: readonly string[],
): Promise<readonly CaseId[]> {
  const cases: CaseId[] = [];
  for (let first = 0; first < names.length; first += FOLLOWERS) {
    const caseId = CaseId.parse(derivedId('case', 'bench', first));
    const text = { subject: `Case ${first}`, description: '', priority: 'Normal' } as const;
    const request = { ...NO_RULE, ...text, teamId, caseId };
    const requested = (state: Case) => requestCase(state, request);
    await aggregates.change(caseDecider, streams.case(caseId), requested, by(`case ${first}`));
    const record = { type: 'Case', id: caseId } as const;
    for (const name of names.slice(first, first + FOLLOWERS)) {
      const follow = (state: Followers) => followRecord(state, record, UserId.parse(name), 0);
      await aggregates.change(followers, streams.followers(record), follow, by(`${name} follows`));
    }
    cases.push(caseId);
  }
  return cases;
}
