import type { Position } from '../../domain/event.js';
import { EmailId } from '../../domain/ids.js';
import { type AddressMarksView, addressMarksCollection } from '../../projections/address-marks.js';
import { type ReportView, reportsCollection } from '../../projections/reports.js';
import { type SentEmailView, sentEmailKey, sentEmailsCollection } from '../../projections/sent-emails.js';
import { type ReadModels, whenBuilt } from '../queries/read-models.js';
import type { Heard, OpenReports } from './reports.js';

/** Reports that are looked at together. */
const BATCH = 100;

/** What the reaction about reports asks the read models. One that is being built holds nobody up: it rings when it is there. */
export class ReportReadModels implements OpenReports {
  constructor(private readonly readModels: ReadModels) {}

  async open(): Promise<readonly EmailId[]> {
    const query = { where: { outcome: 'open' }, sort: { field: 'at', direction: 'asc' }, limit: BATCH } as const;
    const page = await whenBuilt(this.readModels.find<ReportView>(reportsCollection, query));
    return (page?.items ?? []).map(({ emailId }) => EmailId.parse(emailId));
  }

  async sent(messageId: string, after: Position): Promise<EmailId | null> {
    await this.readModels.reached(after, sentEmailsCollection);
    const view = await this.readModels.get<SentEmailView>(sentEmailsCollection, sentEmailKey(messageId));
    return view && EmailId.parse(view.emailId);
  }

  async heard(): Promise<readonly Heard[]> {
    const query = {
      where: { heardAt: { gt: '' } },
      sort: { field: 'heardAt', direction: 'asc' },
      limit: BATCH,
    } as const;
    const page = await whenBuilt(this.readModels.find<AddressMarksView>(addressMarksCollection, query));
    return (page?.items ?? []).flatMap(({ address, heard, heardAt }) =>
      heard === null ? [] : [{ address, emailId: EmailId.parse(heard), at: heardAt }],
    );
  }

  shown(after: Position): Promise<void> {
    return this.readModels.reached(after, reportsCollection, addressMarksCollection);
  }
}
