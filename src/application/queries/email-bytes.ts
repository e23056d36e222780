import { Inject, Injectable } from '@nestjs/common';
import { Unavailable } from '../../domain/errors.js';
import { BlobHash } from '../../domain/ids.js';
import { type EmailView, emailsCollection } from '../../projections/emails.js';
import type { Asker } from '../access/asker.js';
import { mustRead } from '../access/reading.js';
import { BLOBS } from '../parts.js';
import type { BlobStore } from '../ports/blob-store.js';
import { ReadModels } from './read-models.js';

/** The raw messages behind the views. */
@Injectable()
export class EmailBytes {
  constructor(
    private readonly readModels: ReadModels,
    @Inject(BLOBS) private readonly blobs: BlobStore,
  ) {}

  /** @throws NotFound where there is none, or none that whoever asks may read */
  async view(emailId: string, asker?: Asker): Promise<EmailView> {
    const view = await this.readModels.mustGet<EmailView>(emailsCollection, emailId, 'e-mail');
    return mustRead(asker, 'emails', view, 'e-mail', emailId);
  }

  /** @throws Unavailable where the blob store has lost them, which only a restore can mend */
  async whole({ blob }: EmailView): Promise<Uint8Array> {
    const bytes = await this.blobs.get(BlobHash.parse(blob));
    if (!bytes) throw gone(blob);
    return bytes;
  }

  /** The same in pieces. */
  async stream({ blob }: EmailView): Promise<AsyncIterable<Uint8Array>> {
    const stream = await this.blobs.getStream(BlobHash.parse(blob));
    if (!stream) throw gone(blob);
    return stream;
  }
}

const gone = (blob: string): Unavailable => new Unavailable(`The blob ${blob} is not in the store.`, 'blob-gone');
