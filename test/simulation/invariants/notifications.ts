import { userOf } from '../../../src/domain/event.js';
import type { RecordedEvent } from '../../../src/domain/events.js';
import { ofType, repeated } from '../../support/invariants.js';
import { CASES_SINCE } from '../company.js';

const refOf = ({ stream, revision }: { readonly stream: string; readonly revision: number }): string =>
  `${stream}@${revision}`;

/** Whoever has to do with a case is told of a note and of an assignment, once, and never of what they did themselves. */
export function brokenNotifications(log: readonly RecordedEvent[]): string[] {
  const told = ofType(log, 'NotificationsRaised').flatMap(({ data }) =>
    data.userIds.map((userId) => `${userId} of ${refOf(data.cause)}`),
  );
  const expected = expectedIn(log);
  const names = new Set(expected.causes);
  const others = told.filter((one) => names.has(one.slice(one.indexOf(' of ') + 4)));
  return [
    ...repeated(told).map((one) => `twice told: ${one}`),
    ...ofType(log, 'NotifyingBegan')
      .slice(1)
      .map(() => 'telling people began twice'),
    ...expected.told.filter((one) => !told.includes(one)).map((one) => `never told: ${one}`),
    ...others.filter((one) => !expected.told.includes(one)).map((one) => `told without reason: ${one}`),
  ];
}

/** By the log alone: who had a case, wrote a note or a message about it before, and was active when it happened. */
function expectedIn(log: readonly RecordedEvent[]) {
  const told: string[] = [];
  const causes: string[] = [];
  const active = new Set<string>();
  const addresses = new Map<string, string>();
  const followers = new Map<string, Set<string>>();
  const known = new Set<string>();
  let began = false;
  const join = (caseId: string, userId: string) =>
    followers.set(caseId, (followers.get(caseId) ?? new Set()).add(userId));
  for (const event of log) {
    const { type, data, metadata } = event;
    const actor = userOf(metadata.actor);
    if (type === 'NotifyingBegan') began = true;
    if (type === 'UserRegistered' || type === 'UserActivated') active.add(data.userId);
    if (type === 'UserDeactivated') active.delete(data.userId);
    if (type === 'UserEmailAddressesSet') for (const one of data.emailAddresses) addresses.set(one, data.userId);
    if (!began) continue;
    if (type === 'CaseRequested' || type === 'CaseSplitOff' || type === 'CaseCreated') known.add(data.caseId);
    const came = type === 'EmailRouted' && data.case ? (data.case.into ?? data.case).id : null;
    if (type === 'EmailRouted' && came !== null && known.has(came) && data.sender !== null && !data.again) {
      const author = addresses.get(data.sender);
      const isNews = data.receivedAt === null || data.receivedAt >= CASES_SINCE;
      if (author !== undefined && isNews) join(came, author);
    }
    if (type === 'RecordFollowed') join(data.record.id, data.userId);
    if (type === 'RecordUnfollowed') followers.get(data.record.id)?.delete(data.userId);
    if (type !== 'CaseAssigned' && type !== 'CaseNoteAdded') continue;
    // Whoever was deactivated while it was decided has it for a moment, and follows nothing.
    if (type === 'CaseAssigned' && active.has(data.userId)) join(data.caseId, data.userId);
    const hearing = [...(followers.get(data.caseId) ?? [])].filter((one) => one !== actor && active.has(one));
    causes.push(refOf(event));
    told.push(...hearing.map((userId) => `${userId} of ${refOf(event)}`));
    if (type === 'CaseNoteAdded' && actor !== null) join(data.caseId, actor);
  }
  return { told, causes };
}
