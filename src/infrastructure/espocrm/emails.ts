import type { MailboxMessage } from '../../application/ports/mailbox-source.js';
import { importedCaseIdOf } from '../../domain/case/imported.js';
import { type ComposedAttachment, composed } from './compose.js';
import type { EspoEntity } from './espo-source.js';
import { map, text, texts } from './fields.js';
import type { Importing } from './importing.js';
import { isMessage, receivedAt } from './translate.js';

/** Message-IDs that are remembered for what answers them: an answer is younger, and most often not much. */
const REMEMBERED = 50_000;
const MOST_ATTACHMENTS = 100;

/** The e-mails, as messages of files that come to no account: history, that makes no cases, tells nobody, and joins the case that it is about. */
export class TakeEmails {
  private readonly messageIds = new Map<string, string>();

  constructor(private readonly importing: Importing) {}

  async *messages(): AsyncGenerator<MailboxMessage> {
    const { source, signal, report } = this.importing;
    let uid = 0;
    for await (const email of source.all('Email', this.importing.tellBroken('Email'))) {
      if (signal.aborted) return;
      report.read('Email');
      const messageId = text(email, 'messageId');
      if (messageId !== null) this.remember(email.id, messageId);
      if (!isMessage(email)) {
        this.importing.leave('Email', email, 'draft', 'It was neither sent nor received.');
        continue;
      }
      const content = (await source.sourceOf(email.id)) ?? (await this.compose(email));
      const facts = { uid: ++uid, key: email.id, receivedAt: receivedAt(email), seen: true, headerOnly: false };
      yield { ...facts, size: content.byteLength, content, link: linkOf(email) };
    }
  }

  private async compose(email: EspoEntity): Promise<Uint8Array> {
    const names = map(email, 'attachmentsNames');
    const types = map(email, 'attachmentsTypes');
    const attachments: ComposedAttachment[] = [];
    for (const id of texts(email, 'attachmentsIds').slice(0, MOST_ATTACHMENTS)) {
      const name = String(names.get(id) ?? id);
      const content = await this.importing.source.attachment(id);
      if (content) attachments.push({ name, type: String(types.get(id) ?? ''), content });
      else this.importing.remark('Email', email, 'attachment-gone', `Its attachment ${name} is not there any more.`);
    }
    const answers = text(email, 'inReplyTo') ?? this.messageIds.get(text(email, 'repliedId') ?? '') ?? null;
    return composed(email, answers, attachments);
  }

  private remember(id: string, messageId: string): void {
    if (this.messageIds.size >= REMEMBERED) {
      for (const oldest of this.messageIds.keys()) {
        this.messageIds.delete(oldest);
        break;
      }
    }
    this.messageIds.set(id, messageId);
  }
}

/** The case that it is about. */
function linkOf(email: EspoEntity): MailboxMessage['link'] {
  const caseId = text(email, 'parentType') === 'Case' ? text(email, 'parentId') : null;
  return caseId === null ? null : { type: 'Case', id: importedCaseIdOf('espocrm', caseId) };
}
