import { BlobHash } from '../../domain/ids.js';
import type { EmailView } from '../../projections/emails.js';
import type { BlobStore } from '../ports/blob-store.js';
import { type MimeParser, Unparsable } from '../ports/mime-parser.js';

/** Bytes of a message that are read for its text: the text comes first, attachments after it. */
const MOST_BYTES = 4 * 1024 * 1024;
/** Characters of a text that are searched. */
const LONGEST_TEXT = 200_000;

/** What messages say, for being searched. */
export class EmailTexts {
  constructor(
    private readonly blobs: BlobStore,
    private readonly parser: MimeParser,
  ) {}

  /**
   * The text of a message; of one that cannot be read, its first words as they were when it came.
   * @throws StoreUnavailable, Unavailable
   */
  async of({ blob, headerOnly, preview }: Pick<EmailView, 'blob' | 'headerOnly' | 'preview'>): Promise<string> {
    const bytes = headerOnly ? null : await this.beginning(BlobHash.parse(blob));
    if (!bytes) return preview;
    try {
      const { text } = await this.parser.content(bytes, { canWait: true });
      return text.slice(0, LONGEST_TEXT);
    } catch (error) {
      if (error instanceof Unparsable) return preview;
      throw error;
    }
  }

  private async beginning(hash: BlobHash): Promise<Uint8Array | null> {
    const stream = await this.blobs.getStream(hash);
    if (!stream) return null;
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of stream) {
      chunks.push(chunk.subarray(0, MOST_BYTES - size));
      size += chunk.byteLength;
      if (size >= MOST_BYTES) break;
    }
    return Buffer.concat(chunks);
  }
}
