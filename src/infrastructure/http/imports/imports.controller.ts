import { Controller, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { type Asked, type CaseResult, ImportCases, ImportMessages } from '../../../application/commands/index.js';
import type { Tally } from '../../../application/fetching/intake.js';
import { Mailcase } from '../../../application/mailcase.js';
import { CLOCK } from '../../../application/parts.js';
import type { Clock } from '../../../application/ports/clock.js';
import { AccountId, accountIdOf } from '../../../domain/ids.js';
import { AdministratorsOnly } from '../access/access.js';
import { Answers, AnswersProblems } from '../answers/described.js';
import { type HttpReply, type HttpRequest, headersOf } from '../fastify-types.js';
import { problemOf, Refused, unexpected } from '../problems/problem.js';
import { By } from '../requests/asked.js';
import { Unkeyed } from '../requests/idempotency.interceptor.js';
import { CaseImportQuery, CaseResults } from '../schemas/imported-cases.js';
import { ImportProgress, ImportQuery } from '../schemas/operations.js';
import { caseLines } from './case-lines.js';
import { importedMessages } from './imported-messages.js';

export const NDJSON = 'application/x-ndjson';
const BODY =
  'A message a line: name, seen, receivedAt, raw (base64). A large one in pieces: more (true), and lines of raw and more behind it';
/** Milliseconds that a client waits for the cases of what it brought. */
const SETTLED_WITHIN = 60_000;

/** Messages from files, streamed in; how far it has come is streamed back. */
@Controller('api/v1/imports')
@ApiTags('operations')
@ApiBearerAuth()
@AnswersProblems()
@AdministratorsOnly()
export class ImportsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly mailcase: Mailcase,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @ApiConsumes(NDJSON)
  @ApiProduces(NDJSON)
  @ApiBody({ description: BODY, schema: { type: 'string' } })
  @Answers(ImportProgress)
  @Unkeyed()
  async import(
    @Query({ schema: ImportQuery }) { account, label }: z.infer<typeof ImportQuery>,
    @By() by: Asked,
    @Req() request: HttpRequest,
    @Res() reply: HttpReply,
  ): Promise<void> {
    if (!isStream(request.body)) throw new Refused(415, 'unsupported-media-type', `Messages come as ${NDJSON}.`);
    const messages = importedMessages(request.body);
    const write = (line: object) => writeTo(reply, [line]);
    const onProgress = (tally: Tally) => write({ ...tally, done: false });
    try {
      const command = new ImportMessages(messages, accountOf(account), label, by, onProgress);
      const imported = await this.commands.execute(command);
      await this.settled(reply);
      write({ ...imported, done: true });
    } catch (error) {
      if (!reply.sent) throw error;
      write(problemOf(error) ?? unexpected(crypto.randomUUID()));
    }
    reply.raw.end();
  }

  /** Cases of another system: each is here once, however often it is brought; nobody is told. */
  @Post('cases')
  @ApiConsumes(NDJSON)
  @ApiProduces(NDJSON)
  @ApiBody({ description: 'A case a line: ImportedCase', schema: { type: 'string' } })
  @Answers(CaseResults)
  @Unkeyed()
  async importCases(
    @Query({ schema: CaseImportQuery }) { source: name, numbersUpTo }: z.infer<typeof CaseImportQuery>,
    @By() by: Asked,
    @Req() request: HttpRequest,
    @Res() reply: HttpReply,
  ): Promise<void> {
    if (!isStream(request.body)) throw new Refused(415, 'unsupported-media-type', `Cases come as ${NDJSON}.`);
    const onResults = (results: readonly CaseResult[]) => writeTo(reply, results);
    try {
      const command = new ImportCases({ name, numbersUpTo }, caseLines(request.body), by, onResults);
      const tally = await this.commands.execute(command);
      await this.settled(reply);
      writeTo(reply, [{ done: true, ...tally }]);
    } catch (error) {
      if (!reply.sent) throw error;
      writeTo(reply, [problemOf(error) ?? unexpected(crypto.randomUUID())]);
    }
    reply.raw.end();
  }

  /** Whoever asks next finds the cases as well; behind a failure or much other work, not quite yet. */
  private async settled(reply: HttpReply): Promise<void> {
    const left = new AbortController();
    reply.raw.on('close', () => left.abort());
    await Promise.race([this.mailcase.settled(), this.clock.pause(SETTLED_WITHIN, left.signal)]);
  }
}

function accountOf(account: string | undefined): AccountId | null {
  if (account === undefined) return null;
  return account.includes('@') ? accountIdOf(account) : AccountId.parse(account);
}

/** A client that does not read holds up nothing but a few lines, for each batch. */
function writeTo(reply: HttpReply, lines: readonly object[]): void {
  if (!reply.sent) begin(reply);
  reply.raw.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

function begin(reply: HttpReply): void {
  reply.hijack();
  reply.raw.writeHead(200, { ...headersOf(reply), 'content-type': NDJSON });
}

const isStream = (body: unknown): body is AsyncIterable<Uint8Array> =>
  typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
