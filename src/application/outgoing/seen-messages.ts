import { Injectable } from '@nestjs/common';
import { Invalid } from '../../domain/errors.js';
import type { EmailId } from '../../domain/ids.js';
import { NewerMessages } from '../../domain/outgoing/newer-messages.js';
import { type EmailView, emailsCollection } from '../../projections/emails.js';
import type { Asker } from '../access/asker.js';
import { may } from '../access/reading.js';
import { ReadModels } from '../queries/read-models.js';

/** Messages that are looked at, newest first. */
const LOOKED_AT = 50;

/** Where something is written: in a case, or in the thread of a message. */
interface Written {
  readonly message: EmailId | null;
  readonly caseId: string | null;
}

/** Whether whoever writes has seen all that others wrote, as the read models show it at this moment. */
@Injectable()
export class SeenMessages {
  constructor(private readonly readModels: ReadModels) {}

  /**
   * @param seen the newest message that they have seen
   * @throws NewerMessages; Invalid where that is none of the same case or thread
   */
  async check(seen: EmailId, { message, caseId }: Written, asker: Asker): Promise<void> {
    const answered = message === null ? null : await this.readModels.get<EmailView>(emailsCollection, message);
    const inCase = answered?.caseId ?? caseId;
    const threadId = answered?.threadId ?? null;
    if (inCase === null && threadId === null) return;
    const { items } = await this.readModels.find<EmailView>(emailsCollection, {
      where: inCase === null ? { threadId } : { caseId: inCase },
      sort: { field: 'receivedAt', direction: 'desc' },
      limit: LOOKED_AT,
    });
    const place = items.findIndex(({ emailId }) => emailId === seen);
    if (place < 0) {
      const view = await this.readModels.get<EmailView>(emailsCollection, seen);
      const isThere = view && (inCase === null ? view.threadId === threadId : view.caseId === inCase);
      if (!isThere) throw new Invalid([{ path: 'body.seen', message: 'is no message of what is answered' }]);
    }
    const newer = (place < 0 ? items : items.slice(0, place)).filter((one) => isNews(one, asker));
    if (newer.length === 0) return;
    throw new NewerMessages(
      newer.map(({ emailId, from, subject, receivedAt }) => ({ emailId, from, subject, receivedAt })),
    );
  }
}

/** What they wrote themselves is none, nor what the service did by itself. */
function isNews({ sending, belongsTo }: EmailView, asker: Asker): boolean {
  if (!may(asker, 'emails', 'read', belongsTo)) return false;
  if (sending === null) return true;
  return sending.kind === 'message' && sending.userId !== asker.userId && sending.status !== 'cancelled';
}
