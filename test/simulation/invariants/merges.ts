import { type Case, caseDecider, type PresentCase } from '../../../src/domain/case/case.js';
import type { CaseEvent } from '../../../src/domain/case/events.js';
import { type EmailCase, emailCase } from '../../../src/domain/email/case.js';
import type { EmailEvent } from '../../../src/domain/email/events.js';
import type { RecordedEvent } from '../../../src/domain/events.js';

/**
 * Each message is in one case, by its own stream and by those of the cases: its own, or what that is merged into at the
 * end. Who absorbed a case says so exactly as long as that is merged, and one that is merged is nobody's.
 */
export function brokenMerges(log: readonly RecordedEvent[]): string[] {
  const cases = casesIn(log);
  return [...[...cases.values()].flatMap((one) => brokenCase(one, cases)), ...brokenPlaces(log, cases)];
}

type Cases = ReadonlyMap<string, PresentCase>;

function casesIn(log: readonly RecordedEvent[]): Cases {
  const states = new Map<string, Case>();
  for (const event of log) {
    if (!event.stream.startsWith('case-')) continue;
    // A case's stream holds the events of a case.
    const next = event as unknown as CaseEvent;
    states.set(event.stream, caseDecider.evolve(states.get(event.stream) ?? caseDecider.initialState(), next));
  }
  return new Map([...states.values()].flatMap((one) => (one.phase === 'created' ? [[one.caseId, one] as const] : [])));
}

function brokenCase({ caseId, number, merged, absorbed, status, assignee, duplicateOf }: PresentCase, cases: Cases) {
  const strangers = Object.keys(absorbed).filter((id) => cases.get(id)?.merged?.into.id !== caseId);
  const said = strangers.map((id) => `case ${number} says that ${id} is merged into it`);
  if (!merged) return said;
  const into = cases.get(merged.into.id);
  const isPart = status === 'Duplicate' && duplicateOf?.id === merged.into.id;
  return [
    ...said,
    ...(into?.absorbed[caseId]
      ? []
      : [`case ${merged.into.number} does not say that case ${number} is merged into it`]),
    ...(isPart ? [] : [`case ${number} is merged, and ${status} of case ${duplicateOf?.number}`]),
    ...(assignee === null ? [] : [`case ${number} is merged, and ${assignee} has it`]),
    ...(wholeOf(caseId, cases) === null ? [`case ${number} is merged in a ring`] : []),
  ];
}

/** What a case is part of; none: it never ends. */
function wholeOf(caseId: string, cases: Cases): string | null {
  const seen = new Set<string>();
  let at = caseId;
  for (let into = cases.get(at)?.merged?.into; into; into = cases.get(at)?.merged?.into) {
    if (seen.has(at)) return null;
    seen.add(at);
    at = into.id;
  }
  return at;
}

function brokenPlaces(log: readonly RecordedEvent[], cases: Cases): string[] {
  const own = ownCases(log);
  const said = new Map<string, EmailCase>();
  const counts = new Map<string, Map<string, number>>();
  for (const event of log) {
    const { type, data, stream } = event;
    if (stream.startsWith('email-') && 'emailId' in data && data.emailId) {
      // An e-mail's stream holds the events of an e-mail.
      const next = event as unknown as EmailEvent;
      said.set(data.emailId, emailCase.evolve(said.get(data.emailId) ?? emailCase.initialState(), next));
    }
    if (type !== 'CaseEmailAdded' && type !== 'CaseEmailRemoved') continue;
    const of = counts.get(data.emailId) ?? new Map<string, number>();
    counts.set(data.emailId, of.set(data.caseId, (of.get(data.caseId) ?? 0) + (type === 'CaseEmailAdded' ? 1 : -1)));
  }
  return [...said].flatMap(([emailId, state]) => {
    const caseId = state.status === 'here' ? state.caseId : null;
    const whole = caseId && wholeOf(caseId, cases);
    const there = [...(counts.get(emailId) ?? [])].filter(([, count]) => count !== 0);
    const isThere = whole === null ? there.length === 0 : there.length === 1 && there[0]?.[1] === 1;
    const isSame = there.every(([id]) => wholeOf(id, cases) === whole);
    const expected = own.get(emailId);
    return [
      ...(isThere && isSame ? [] : [`${emailId} is in ${caseId}, the cases say ${JSON.stringify(there)}`]),
      ...(whole === caseId ? [] : [`${emailId} is in ${caseId}, which is part of ${whole}`]),
      ...(expected === undefined || (expected && wholeOf(expected, cases)) === whole
        ? []
        : [`${emailId} is in ${caseId}, its own case is ${expected}`]),
    ];
  });
}

/** The case that was decided for each message last; none of those that came by way of a duplicate, which stay where they came. */
function ownCases(log: readonly RecordedEvent[]): ReadonlyMap<string, string | null> {
  const own = new Map<string, string | null>();
  const merged = new Set<string>();
  const moved = new Set<string>();
  const place = (emailId: string, caseId: string | null) => {
    own.set(emailId, caseId);
    moved.delete(emailId);
  };
  for (const { type, data } of log) {
    if (type === 'EmailRouted' && data.case) {
      for (const { emailId } of [data, ...data.joined]) own.set(emailId, data.case.id);
    }
    if (type === 'EmailPlaced') place(data.emailId, data.case?.id ?? null);
    if (type === 'CaseRouted') for (const { emailId } of data.split?.emails ?? []) place(emailId, data.case.id);
    if (type === 'CaseMerged') merged.add(data.caseId);
    if (type === 'CaseUnmerged') merged.delete(data.caseId);
    if (type === 'CaseEmailPassedOn' && !merged.has(data.caseId)) moved.add(data.emailId);
  }
  return new Map([...own].filter(([emailId]) => !moved.has(emailId)));
}
