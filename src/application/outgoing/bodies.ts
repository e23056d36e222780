import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Invalid, Unavailable } from '../../domain/errors.js';
import type { BlobHash } from '../../domain/ids.js';
import type { DraftContent } from '../../domain/outgoing/draft-events.js';
import { oneLine } from '../../domain/outgoing/template.js';
import type { Texts } from '../../domain/outgoing/template-events.js';
import { BLOBS } from '../parts.js';
import type { BlobStore } from '../ports/blob-store.js';

const Body = z.object({ text: z.string(), html: z.string() });
/** Bytes of a text and its HTML, with the images in it. */
const MOST = 12 * 1024 * 1024;

/** What drafts say, beside the log. */
@Injectable()
export class Bodies {
  constructor(@Inject(BLOBS) private readonly blobs: BlobStore) {}

  /** @throws Invalid with `too-large`, StoreUnavailable */
  async store(body: Texts): Promise<Pick<DraftContent, 'body' | 'preview'>> {
    const bytes = Buffer.from(JSON.stringify(body));
    if (bytes.byteLength > MOST) {
      const message = `the text has ${bytes.byteLength} bytes with its images, ${MOST} are the most`;
      throw new Invalid([{ path: 'html', message }], 'too-large');
    }
    return { body: { blob: await this.blobs.put(bytes) }, preview: oneLine(body.text.slice(0, 1_000)).slice(0, 300) };
  }

  /** @throws Unavailable where the blob store has lost it */
  async load({ body }: Pick<DraftContent, 'body'>): Promise<Texts> {
    return Body.parse(JSON.parse(Buffer.from(await this.bytes(body.blob)).toString()));
  }

  /** @throws Unavailable where the blob store has lost them */
  async bytes(blob: BlobHash): Promise<Uint8Array> {
    const bytes = await this.blobs.get(blob);
    if (!bytes) throw new Unavailable(`The blob ${blob} is not in the store.`, 'blob-gone');
    return bytes;
  }
}
