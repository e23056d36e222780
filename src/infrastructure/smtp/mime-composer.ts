import { createHash } from 'node:crypto';
import NodemailerComposer from 'nodemailer/lib/mail-composer';
import type { MailComposer, MailToCompose } from '../../application/ports/mail-composer.js';

/** Writes messages by nodemailer: header fields encoded and folded, text and HTML as alternatives, inline images beside the HTML. */
export class MimeComposer implements MailComposer {
  async compose(mail: MailToCompose): Promise<Uint8Array> {
    const { messageId, date, text, html, inReplyTo, references, headers, attachments } = mail;
    const composer = new NodemailerComposer({
      messageId,
      date: new Date(date),
      from: mail.from,
      replyTo: [...mail.replyTo],
      to: [...mail.to],
      cc: [...mail.cc],
      subject: oneLine(mail.subject),
      text,
      ...(html === null ? {} : { html }),
      ...(inReplyTo === null ? {} : { inReplyTo }),
      references: [...references],
      headers: headers.map(([key, value]) => ({ key, value: oneLine(value) })),
      attachments: attachments.map(({ name, contentType, content, contentId }) => ({
        filename: name,
        contentType,
        content: Buffer.from(content.buffer, content.byteOffset, content.byteLength),
        ...(contentId === null ? {} : { cid: contentId, contentDisposition: 'inline' }),
      })),
      // Of the message, so that composing it again gives the same bytes.
      baseBoundary: createHash('sha256').update(messageId).digest('hex').slice(0, 24),
      newline: 'windows',
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return composer.compile().build();
  }
}

/** A line break in a value is a blank: nothing behind it is a field of its own. */
const oneLine = (value: string): string => value.replace(/[\r\n\0]+/g, ' ');
