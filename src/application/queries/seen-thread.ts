import { type CaseView, casesCollection } from '../../projections/cases.js';
import { type EmailView, emailsCollection } from '../../projections/emails.js';
import type { ThreadView } from '../../projections/threads.js';
import { type Asker, levelOf } from '../access/asker.js';
import { may, visible } from '../access/reading.js';
import type { ReadModels } from './read-models.js';
import { type ShownThread, shownThread } from './shown.js';

/** The e-mails of a thread, as a store is asked for them. */
export const inThread = ({ threadId, aliases }: ThreadView) => ({ threadId: { in: [threadId, ...aliases] } });

/**
 * A thread as somebody sees it: of its e-mails and cases those alone that they may read are counted and named.
 * @returns none where that is none of its e-mails
 */
export async function seenThread(
  readModels: ReadModels,
  view: ThreadView,
  asker: Asker | undefined,
): Promise<ShownThread | null> {
  if (!asker) return shownThread(view);
  const shown = { ...shownThread(view), caseIds: await seenCases(readModels, view.caseIds, asker) };
  if (levelOf(asker, 'emails', 'read') === 'all' && !view.partlyPersonal) return shown;
  const where = { ...inThread(view), ...visible(asker, 'emails') };
  let emailCount = 0;
  let oldest: EmailView | undefined;
  let latest: EmailView | undefined;
  const sort = { field: 'receivedAt', direction: 'asc' } as const;
  for await (const page of readModels.pages<EmailView>(emailsCollection, { where, sort })) {
    emailCount += page.length;
    oldest ??= page[0];
    latest = page.at(-1) ?? latest;
  }
  if (!oldest || !latest) return null;
  const { emailId: lastEmailId, receivedAt: lastAt } = latest;
  return { ...shown, emailCount, firstEmailId: oldest.emailId, lastEmailId, lastAt };
}

async function seenCases(readModels: ReadModels, caseIds: readonly string[], asker: Asker): Promise<readonly string[]> {
  const level = levelOf(asker, 'cases', 'read');
  if (level === 'all' || caseIds.length === 0) return caseIds;
  const views = await readModels.many<CaseView>(casesCollection, caseIds);
  return caseIds.filter((id) => may(asker, 'cases', 'read', views.get(id)?.belongsTo ?? []));
}
