import type { Candidate } from '../../domain/assignment/explanation.js';
import type { AssignmentEntry } from '../../projections/assignment-history.js';
import type { CaseView } from '../../projections/cases.js';

/** One who could be thought of when a case was distributed. */
export interface WhyCandidate extends Candidate {
  readonly name: string;
  readonly picked: boolean;
  /** Their place among the eligible, the next one being 1; none for those who were not eligible. */
  readonly turn: number | null;
}

/** Why a case is with whom it is: in words, and with everything that decided it. */
export interface Why {
  readonly caseId: string;
  readonly number: number;
  readonly assignee: string | null;
  readonly sentence: string;
  /** How and by what rule the distribution decided last; none: it never did. */
  readonly distribution: string | null;
  readonly rule: string | null;
  readonly at: string | null;
  readonly candidates: readonly WhyCandidate[];
}

type Names = ReadonlyMap<string, string>;

/**
 * Explains a case by its assignment history (oldest first). Pure.
 * @param names of users and teams, by id; who is not among them is called by the id
 */
export function explainCase(view: CaseView, history: readonly AssignmentEntry[], names: Names): Why {
  const distributed = history.findLast(({ explanation }) => explanation !== null);
  const last = history.at(-1);
  const explanation = distributed?.explanation ?? null;
  const order = explanation?.orderBefore ?? [];
  return {
    caseId: view.caseId,
    number: view.number,
    assignee: view.assignee,
    sentence: [
      last ? sentenceOf(view, last, names) : never(view),
      ...earlier(last, distributed, names),
      ...hadWaited(distributed, history),
      ...whatItNeeded(distributed),
      ...whyNot(distributed, names),
    ].join(' '),
    distribution: distributed?.distribution ?? null,
    rule: explanation?.rule ?? null,
    at: distributed?.at ?? null,
    candidates: (explanation?.candidates ?? []).map((candidate) => {
      const place = order.indexOf(candidate.userId);
      return {
        ...candidate,
        name: nameOf(names, candidate.userId),
        picked: candidate.userId === distributed?.userId,
        turn: place < 0 ? null : place + 1,
      };
    }),
  };
}

const never = ({ number }: CaseView): string => `Case ${number} has not been distributed yet, and nobody has it.`;

function earlier(
  last: AssignmentEntry | undefined,
  distributed: AssignmentEntry | undefined,
  names: Names,
): readonly string[] {
  if (!distributed || distributed === last) return [];
  return [`Before that, ${lowerFirst(decisionOf(distributed, names))}`];
}

function sentenceOf({ number }: CaseView, entry: AssignmentEntry, names: Names): string {
  if (entry.explanation) return `Case ${number}: ${decisionOf(entry, names)}`;
  const who = actorOf(entry.actor, names);
  if (entry.userId !== null && entry.distribution === 'imported')
    return `Case ${number}: ${nameOf(names, entry.userId)} has it in the system that it came from.`;
  if (entry.userId !== null) return `Case ${number}: ${who} gave it to ${nameOf(names, entry.userId)} by hand.`;
  const from = entry.previousUserId === null ? 'its user' : nameOf(names, entry.previousUserId);
  switch (entry.reason) {
    case 'by-hand':
      return `Case ${number}: ${who} took it from ${from}; nobody has it.`;
    case 'duplicate':
      return `Case ${number}: it is a duplicate, so it was taken from ${from}.`;
    case 'handed-over':
      return `Case ${number}: it was taken from ${from}, who hands over their cases.`;
    case 'overdue':
      return `Case ${number}: it was taken from ${from}, who had not done in time what the account wants.`;
    case 'service-level':
      return `Case ${number}: it was taken from ${from} when the time that the account promises was over.`;
    case 'user-gone':
      return `Case ${number}: ${from} could not have it any more.`;
    default:
      return `Case ${number}: it was taken from ${from}.`;
  }
}

/** What the distribution decided, and by which rule. */
function decisionOf({ userId, teamId, explanation }: AssignmentEntry, names: Names): string {
  if (!explanation) return '';
  const { rule, candidates, orderBefore } = explanation;
  const team = teamId === null ? 'no team' : nameOf(names, teamId);
  const user = userId === null ? 'Nobody' : nameOf(names, userId);
  const eligible = orderBefore.length;
  const open = candidates.find((candidate) => candidate.userId === userId)?.openCases ?? 0;
  switch (rule) {
    case 'longest-ago':
      return `${user} got it by round-robin in ${team}: of the ${eligible} who were eligible, their last turn was longest ago.`;
    case 'fewest-open':
      return `${user} got it by less-busy in ${team}: with ${cases(open)} they had the fewest of the ${eligible} who were eligible.`;
    case 'tie-longest-ago':
      return `${user} got it by less-busy in ${team}: others had as few as ${cases(open)}, and of these they were picked longest ago.`;
    case 'only-one':
      return `${user} got it by ${explanation.distribution} in ${team}: nobody else was eligible.`;
    case 'configured-user':
      return `${user} got it by direct-assignment: the account names them.`;
    case 'nobody-eligible':
      return `Nobody got it by ${explanation.distribution} in ${team}: nobody was eligible${reasons(candidates)}.`;
    case 'waiting-for-somebody':
      return `Nobody got it yet by ${explanation.distribution} in ${team}: it waits until somebody is there${reasons(candidates)}.`;
    case 'no-distribution':
      return 'Nobody got it: its account has no distribution.';
    case 'no-team':
      return 'Nobody got it: no team is configured.';
    default:
      return `${user} got it by ${explanation.distribution}: ${rule}.`;
  }
}

const cases = (open: number): string => (open === 1 ? '1 open case' : `${open} open cases`);

function reasons(candidates: readonly Candidate[]): string {
  if (candidates.length === 0) return '; there are no members';
  const counted = new Map<string, number>();
  for (const { because } of candidates) if (because) counted.set(because, (counted.get(because) ?? 0) + 1);
  const words = [...counted].map(([because, n]) => `${n} ${because.replaceAll('-', ' ')}`);
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}

/** That it stood in the queue before, since when, and for what. */
function hadWaited(distributed: AssignmentEntry | undefined, history: readonly AssignmentEntry[]): readonly string[] {
  if (!distributed || distributed.userId === null) return [];
  const before = history.filter(({ explanation }) => explanation !== null).at(-2);
  if (before?.explanation?.rule !== 'waiting-for-somebody') return [];
  return [`It had waited since ${before.at}: nobody was there${reasons(before.explanation.candidates)}.`];
}

/** What its user had to be able to do, and which records ask for it; where its rule looks at skills. */
function whatItNeeded(distributed: AssignmentEntry | undefined): readonly string[] {
  const explanation = distributed?.explanation;
  if (!explanation?.respects.skills || explanation.skills.length === 0) return [];
  const said = explanation.skills.map((skill) => {
    const records = explanation.recordSkills.filter(({ skills }) => skills.includes(skill));
    const names = records.map(({ record }) => `${record.type}/${record.id}`);
    return names.length === 0 ? skill : `${skill} (of ${names.join(', ')})`;
  });
  return [`It needs ${said.join(', ')}.`];
}

/** So many are named in a sentence; a table has all of them. */
const NAMED = 10;

/** Who was not there or had enough, in words with the figures; of accounts that look at it. */
function whyNot(distributed: AssignmentEntry | undefined, names: Names): readonly string[] {
  const left = (distributed?.explanation?.candidates ?? []).filter(({ limits, eligible }) => limits && !eligible);
  if (left.length === 0) return [];
  const named = left.slice(0, NAMED).map((candidate) => `${nameOf(names, candidate.userId)} (${inWords(candidate)})`);
  const others = left.length > NAMED ? ` and ${left.length - NAMED} others` : '';
  return [`Not eligible: ${named.join(', ')}${others}.`];
}

function inWords({ reasons, limits }: Candidate): string {
  return reasons
    .map((reason) => {
      if (reason === 'at-capacity' && limits?.capacity) {
        const { counted, most, leftOut } = limits.capacity;
        return `at capacity: ${counted} of ${most} open cases${leftOut > 0 ? `, ${leftOut} left out` : ''}`;
      }
      if (reason === 'over-rate' && limits?.rate) {
        const { given, windowMinutes } = limits.rate;
        return `over the rate: ${given} new cases within ${windowMinutes} minutes`;
      }
      if (reason === 'lacks-skill' && limits) return `lacks ${limits.missingSkills.join(', ')}`;
      return reason.replaceAll('-', ' ');
    })
    .join('; ');
}

function actorOf(actor: string, names: Names): string {
  return actor.startsWith('user:') ? nameOf(names, actor.slice('user:'.length)) : actor;
}

const nameOf = (names: Names, id: string): string => names.get(id) ?? id;
const lowerFirst = (text: string): string => (text.startsWith('Nobody') ? `n${text.slice(1)}` : text);
