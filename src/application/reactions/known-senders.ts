import type { Position } from '../../domain/event.js';
import type { EmailId } from '../../domain/ids.js';
import { readMessageId, type Signer } from '../../domain/outgoing/message-id.js';
import { type EmailView, emailsCollection } from '../../projections/emails.js';
import type { AddressWarnings } from '../queries/address-warnings.js';
import type { ReadModels } from '../queries/read-models.js';
import type { Acquaintances } from './auto-replying.js';

/** Who has written to us, by the read models. One that is being built holds answers up until it is there. */
export class KnownSenders implements Acquaintances {
  constructor(
    private readonly readModels: ReadModels,
    private readonly warnings: Pick<AddressWarnings, 'mayBeWrittenAutomatically'>,
    private readonly signer: Signer,
  ) {}

  async isFirstContact(address: string, emailId: EmailId, after: Position): Promise<boolean> {
    await this.readModels.reached(after, emailsCollection);
    const first = { where: { contact: address }, sort: { field: 'receivedAt', direction: 'asc' }, limit: 1 } as const;
    const { items } = await this.readModels.find<EmailView>(emailsCollection, first);
    return items[0]?.emailId === emailId;
  }

  isOurId(messageId: string): boolean {
    return readMessageId(this.signer, messageId) !== null;
  }

  mayBeWritten(address: string): Promise<boolean> {
    return this.warnings.mayBeWrittenAutomatically(address);
  }
}
