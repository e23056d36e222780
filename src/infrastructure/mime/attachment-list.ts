import type { Attachment } from '../../domain/email/events.js';
import { attachmentName } from './attachment-name.js';
import type { TakeAttachment } from './mime-parts.js';
import { oneLine } from './text.js';

const MAX_ATTACHMENTS = 1_000;
/** As JSON in an event. */
const MAX_BYTES = 96 * 1024;
const TYPE = /^[a-z0-9!#$&^_.+-]{1,80}\/[a-z0-9!#$&^_.+-]{1,120}$/;

/**
 * The attachments of a message as an event names them, in the order of the message: their bytes are counted, not kept.
 * At most the first 1,000, and 96 kB of names, so that an event stays small.
 */
export class AttachmentList {
  readonly #entries: { name: string; contentType: string; size: number; contentId: string | null; inline: boolean }[] =
    [];
  #room = MAX_BYTES;
  #full = false;

  get list(): Attachment[] {
    return this.#entries;
  }

  readonly take: TakeAttachment = (attachment, index) => {
    const type = attachment.contentType?.toLowerCase() ?? '';
    const entry = {
      name: attachmentName(attachment.filename, index),
      contentType: TYPE.test(type) ? type : 'application/octet-stream',
      size: 0,
      contentId: oneLine(attachment.cid ?? '', 255) || null,
      inline: attachment.contentDisposition === 'inline' || attachment.related === true,
    };
    // What comes later keeps its place, so a list that is full stays full. Sizes have up to 16 digits.
    this.#room -= Buffer.byteLength(JSON.stringify(entry)) + 16;
    this.#full ||= this.#room < 0 || this.#entries.length === MAX_ATTACHMENTS;
    if (!this.#full) this.#entries.push(entry);
    return (piece) => {
      entry.size += piece.length;
    };
  };
}
