import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Invalid, Rejected } from '../../domain/errors.js';
import { type CaseId, type DraftId, EmailId, streams } from '../../domain/ids.js';
import { type Draft, discardDraft, draft, removeFile } from '../../domain/outgoing/draft.js';
import { MAX_FILES_BYTES } from '../../domain/outgoing/draft-events.js';
import { type EmailView, emailsCollection } from '../../projections/emails.js';
import { AccessControl } from '../access/access-control.js';
import type { Asker } from '../access/asker.js';
import { Requires } from '../access/need.js';
import { Aggregates, type Changed, checkSeen } from '../log/aggregates.js';
import { type AnswerKind, Beginnings, type NewFile, type Writing } from '../outgoing/beginnings.js';
import {
  type AskedBy,
  type AttachedFile,
  Drafts,
  draftIdOf,
  type SentDraft,
  type WrittenDraft,
} from '../outgoing/drafts.js';
import { SeenMessages } from '../outgoing/seen-messages.js';
import { SendingAccounts } from '../outgoing/sending-accounts.js';
import { type TakenBack, takeBack } from '../outgoing/take-back.js';
import { GetAttachment, GetAttachmentHandler } from '../queries/get-attachment.js';
import { ReadModels } from '../queries/read-models.js';
import type { Asked } from './asked.js';

/** A file of a message that one may read. */
export interface TakenFile {
  readonly emailId: EmailId;
  /** Its place in the list of the e-mail, from 0. */
  readonly index: number;
}

/** What is written at once. */
export interface WrittenNow {
  readonly writing: Writing;
  readonly files: readonly (NewFile | TakenFile)[];
  /** None: it stays a draft. */
  readonly send: { readonly sendAt: string | null } | null;
  /** Of an answer: the newest message that whoever writes has seen. Where there are newer ones, it is not sent. */
  readonly seen?: EmailId;
}

export type WrittenEmail = WrittenDraft | SentDraft;

/** A new message. */
@Requires('emails', 'edit')
export class WriteEmail extends Command<WrittenEmail> {
  constructor(
    readonly written: WrittenNow,
    readonly by: Asked,
  ) {
    super();
  }
}

/** An answer to a message, or one that passes it on. */
@Requires('emails', 'edit', ({ emailId }: AnswerEmail) => ({ kind: 'email', id: emailId }))
export class AnswerEmail extends Command<WrittenEmail> {
  constructor(
    readonly emailId: EmailId,
    readonly kind: AnswerKind,
    readonly written: WrittenNow,
    readonly by: Asked,
  ) {
    super();
  }
}

/** An answer to the newest message of a case that came from outside: it takes what answering that message takes as well. */
@Requires('cases', 'edit', ({ caseId }: AnswerCase) => ({ kind: 'case', id: caseId }), {
  scope: 'emails',
  action: 'edit',
})
export class AnswerCase extends Command<WrittenEmail> {
  constructor(
    readonly caseId: CaseId,
    readonly kind: AnswerKind,
    readonly written: WrittenNow,
    readonly by: Asked,
  ) {
    super();
  }
}

/** The message waits no more, and is a draft again where it was one and nobody has it. */
@Requires('emails', 'edit', ({ emailId }: CancelEmail) => ({ kind: 'email', id: emailId }))
export class CancelEmail extends Command<TakenBack> {
  constructor(
    readonly emailId: EmailId,
    readonly by: Asked,
  ) {
    super();
  }
}

@Requires('emails', 'edit')
export class WriteDraft extends Command<WrittenDraft> {
  constructor(
    readonly draftId: DraftId,
    readonly writing: Writing,
    readonly by: Asked,
  ) {
    super();
  }
}

@Requires('emails', 'edit')
export class AttachFile extends Command<AttachedFile> {
  constructor(
    readonly draftId: DraftId,
    readonly file: NewFile | TakenFile,
    readonly by: Asked,
  ) {
    super();
  }
}

@Requires('emails', 'edit')
export class RemoveDraftFile extends Command<Changed> {
  constructor(
    readonly draftId: DraftId,
    readonly fileId: string,
    readonly by: Asked,
  ) {
    super();
  }
}

@Requires('emails', 'edit')
export class DiscardDraft extends Command<Changed> {
  constructor(
    readonly draftId: DraftId,
    readonly by: Asked,
  ) {
    super();
  }
}

@Requires('emails', 'edit')
export class SendDraft extends Command<SentDraft> {
  constructor(
    readonly draftId: DraftId,
    readonly sendAt: string | null,
    readonly by: Asked,
    /** The newest message that whoever sends it has seen. */
    readonly seen?: EmailId,
  ) {
    super();
  }
}

/** Messages of a case that are looked at for the newest from outside. */
const LOOKED_AT = 50;

@CommandHandler(WriteEmail)
export class WriteEmailHandler implements ICommandHandler<WriteEmail> {
  constructor(
    private readonly beginnings: Beginnings,
    private readonly drafts: Drafts,
    private readonly attachments: GetAttachmentHandler,
  ) {}

  async execute({ written, by: asked }: WriteEmail): Promise<WrittenEmail> {
    const by = askedBy(asked);
    mustBeFitToSend(this.drafts, 'new', written);
    const begun = await this.beginnings.begin(written.writing, by.asker);
    return finish(this.drafts, this.attachments, begun, written, by);
  }
}

@CommandHandler(AnswerEmail)
export class AnswerEmailHandler implements ICommandHandler<AnswerEmail> {
  constructor(
    private readonly beginnings: Beginnings,
    private readonly drafts: Drafts,
    private readonly attachments: GetAttachmentHandler,
    private readonly aggregates: Aggregates,
    private readonly messages: SeenMessages,
  ) {}

  async execute({ emailId, kind, written, by: asked }: AnswerEmail): Promise<WrittenEmail> {
    const by = await seen(this.aggregates, streams.email(emailId), asked);
    if (written.seen !== undefined && written.send !== null && (await isFirst(this.aggregates, by)))
      await this.messages.check(written.seen, { message: emailId, caseId: null }, by.asker);
    mustBeFitToSend(this.drafts, kind, written);
    const begun = await this.beginnings.beginAnswer(kind, emailId, written.writing, by.asker);
    return finish(this.drafts, this.attachments, begun, written, by);
  }
}

@CommandHandler(AnswerCase)
export class AnswerCaseHandler implements ICommandHandler<AnswerCase> {
  constructor(
    private readonly answers: AnswerEmailHandler,
    private readonly beginnings: Beginnings,
    private readonly accounts: SendingAccounts,
    private readonly readModels: ReadModels,
    private readonly aggregates: Aggregates,
    private readonly access: AccessControl,
  ) {}

  async execute({ caseId, kind, written, by: asked }: AnswerCase): Promise<WrittenEmail> {
    const by = await seen(this.aggregates, streams.case(caseId), asked);
    const answer = new AnswerEmail(await this.newestOf(caseId), kind, written, by);
    await this.access.check(answer);
    return this.answers.execute(answer);
  }

  /** Whether a canned answer could go, before it is asked for. @throws NotFound, Rejected */
  async mustBeAble(caseId: CaseId, template: string, asker: Asker): Promise<void> {
    const emailId = await this.newestOf(caseId);
    await this.access.must(asker, 'emails', 'edit', { kind: 'email', id: emailId });
    await this.beginnings.mustBeAble(emailId, template, asker);
  }

  private async newestOf(caseId: CaseId): Promise<EmailId> {
    const { items } = await this.readModels.find<EmailView>(emailsCollection, {
      where: { caseId },
      sort: { field: 'receivedAt', direction: 'desc' },
      limit: LOOKED_AT,
    });
    const written = items.filter(
      ({ sending, automatic, from }) => sending === null && automatic === null && from !== null,
    );
    const colleagues = await this.accounts.colleagues();
    // A colleague's, from another program, is answered where nobody else has written.
    const newest = written.find(({ from }) => from && !colleagues.has(from.address.toLowerCase())) ?? written[0];
    if (!newest) throw new Rejected('nothing-to-answer', 'Nobody from outside has written in this case: write anew.');
    return EmailId.parse(newest.emailId);
  }
}

@CommandHandler(CancelEmail)
export class CancelEmailHandler implements ICommandHandler<CancelEmail> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ emailId, by }: CancelEmail): Promise<TakenBack> {
    return takeBack(this.aggregates, emailId, 'user', by);
  }
}

@CommandHandler(WriteDraft)
export class WriteDraftHandler implements ICommandHandler<WriteDraft> {
  constructor(private readonly drafts: Drafts) {}

  execute({ draftId, writing, by }: WriteDraft): Promise<WrittenDraft> {
    return this.drafts.write(draftId, writing, askedBy(by));
  }
}

@CommandHandler(AttachFile)
export class AttachFileHandler implements ICommandHandler<AttachFile> {
  constructor(
    private readonly drafts: Drafts,
    private readonly attachments: GetAttachmentHandler,
  ) {}

  async execute({ draftId, file, by: asked }: AttachFile): Promise<AttachedFile> {
    const by = askedBy(asked);
    return this.drafts.attach(draftId, await fileOf(this.attachments, file, by.asker), by);
  }
}

@CommandHandler(RemoveDraftFile)
export class RemoveDraftFileHandler implements ICommandHandler<RemoveDraftFile> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ draftId, fileId, by }: RemoveDraftFile): Promise<Changed> {
    const { userId } = askedBy(by).asker;
    const decide = (state: Draft) => removeFile(state, userId, fileId);
    return this.aggregates.change(draft, streams.draft(draftId), decide, by, by.expectedRevision);
  }
}

@CommandHandler(DiscardDraft)
export class DiscardDraftHandler implements ICommandHandler<DiscardDraft> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ draftId, by }: DiscardDraft): Promise<Changed> {
    const { userId } = askedBy(by).asker;
    const decide = (state: Draft) => discardDraft(state, draftId, userId);
    return this.aggregates.change(draft, streams.draft(draftId), decide, by, by.expectedRevision);
  }
}

@CommandHandler(SendDraft)
export class SendDraftHandler implements ICommandHandler<SendDraft> {
  constructor(private readonly drafts: Drafts) {}

  execute({ draftId, sendAt, by, seen }: SendDraft): Promise<SentDraft> {
    return this.drafts.submit(draftId, sendAt, askedBy(by), seen);
  }
}

/** Before anything is begun: whoever is refused asks anew, and would leave a draft behind each time. @throws Invalid */
function mustBeFitToSend(drafts: Drafts, kind: AnswerKind | 'new', { writing, files, send }: WrittenNow): void {
  if (send === null) return;
  drafts.mustBeWithinAYear(send.sendAt);
  const { to, cc = [], bcc = [], text = '', html = '', template } = writing;
  const isAnswer = kind === 'reply' || kind === 'reply-all';
  // Of an answer they are known from what it answers.
  if ((isAnswer ? kind === 'reply' && to?.length === 0 : !to?.length) && cc.length + bcc.length === 0) {
    throw new Invalid([{ path: 'to', message: 'nobody is written to' }]);
  }
  // What is passed on, or a subject alone, needs no words; an answer that is only what it quotes was not meant.
  if (isAnswer && files.length === 0 && template === undefined && (text + html).trim() === '') {
    throw new Invalid([{ path: 'text', message: 'nothing is written' }]);
  }
}

async function finish(
  drafts: Drafts,
  attachments: GetAttachmentHandler,
  begun: Awaited<ReturnType<Beginnings['begin']>>,
  { files, send }: WrittenNow,
  by: AskedBy,
): Promise<WrittenEmail> {
  const given = await filesOf(attachments, files, by.asker);
  const saved = await drafts.create({ ...begun, files: [...begun.files, ...given] }, by);
  return send === null ? saved : drafts.submit(saved.draftId, send.sendAt, by);
}

/** One after another, and no more than may go with a message: that much is in memory. @throws as fileOf, Invalid */
async function filesOf(
  attachments: GetAttachmentHandler,
  files: readonly (NewFile | TakenFile)[],
  asker: Asker,
): Promise<readonly NewFile[]> {
  const taken = new Set<string>();
  const found: NewFile[] = [];
  let size = 0;
  for (const file of files) {
    const name = 'index' in file ? `${file.emailId} ${file.index}` : null;
    if (name !== null && taken.has(name)) continue;
    if (name !== null) taken.add(name);
    const one = await fileOf(attachments, file, asker);
    size += one.content instanceof Uint8Array ? one.content.byteLength : 0;
    if (size > MAX_FILES_BYTES) {
      throw new Invalid([{ path: 'files', message: `have more than ${MAX_FILES_BYTES} bytes` }], 'too-large');
    }
    found.push(one);
  }
  return found;
}

/** @throws NotFound for a message that somebody may not read */
async function fileOf(attachments: GetAttachmentHandler, file: NewFile | TakenFile, asker: Asker): Promise<NewFile> {
  if (!('index' in file)) return file;
  const { name, contentType, content } = await attachments.execute(new GetAttachment(file.emailId, file.index, asker));
  return { name, contentType, content };
}

/**
 * `If-Match` names what is answered, as whoever answers has seen it: each message of a case raises its revision. The
 * first time alone: an answer that was begun is finished.
 * @throws Conflict with `stale`
 */
async function seen(aggregates: Aggregates, stream: string, { expectedRevision, ...asked }: Asked): Promise<AskedBy> {
  const by = askedBy(asked);
  if (expectedRevision === undefined || !(await isFirst(aggregates, by))) return by;
  const { revision } = await aggregates.load(unread, stream);
  checkSeen(expectedRevision, revision);
  return by;
}

/** Whether nothing of what was asked for has begun. */
async function isFirst(aggregates: Aggregates, by: AskedBy): Promise<boolean> {
  const { state } = await aggregates.load(draft, streams.draft(draftIdOf(by)));
  return state.status === 'absent';
}

/** Of a stream only where it stands. */
const unread = { initialState: () => null, evolve: () => null };

/** @throws Rejected: what is written is somebody's */
function askedBy({ asker, ...by }: Asked): AskedBy {
  if (!asker) throw new Rejected('nobody', 'Somebody has to write it.');
  return { ...by, asker };
}
