import { createHash } from 'node:crypto';
import NodemailerComposer from 'nodemailer/lib/mail-composer';
import type { MailComposer, MailToCompose } from '../../application/ports/mail-composer.js';
import type { Address } from '../../domain/email/events.js';

/** Writes messages by nodemailer: header fields encoded and folded, text and HTML as alternatives, inline images beside the HTML. */
export class MimeComposer implements MailComposer {
  async compose(mail: MailToCompose): Promise<Uint8Array> {
    const { messageId, date, text, html, inReplyTo, references, headers, attachments } = mail;
    const composer = new NodemailerComposer({
      messageId: oneLine(messageId),
      date: new Date(date),
      from: clean(mail.from),
      replyTo: mail.replyTo.map(clean),
      to: mail.to.map(clean),
      cc: mail.cc.map(clean),
      subject: oneLine(mail.subject),
      text,
      ...(html === null ? {} : { html }),
      ...(inReplyTo === null ? {} : { inReplyTo: oneLine(inReplyTo) }),
      references: references.map(oneLine),
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

/** A line break in a value, whoever takes it for one, is a blank: nothing behind it is a field of its own. */
const oneLine = (value: string): string => value.replace(/[\r\n\0\x85\u2028\u2029]+/g, ' ');
const clean = ({ name, address }: Address): Address => ({ name: oneLine(name), address: oneLine(address) });
