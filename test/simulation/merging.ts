import { RecordAccess } from '../../src/application/access/record-access.js';
import { Subjects } from '../../src/application/access/subjects.js';
import { ChooseEmailCase, ChooseEmailCaseHandler } from '../../src/application/commands/choose-email-case.js';
import {
  MergeCase,
  MergeCaseHandler,
  UnmergeCase,
  UnmergeCaseHandler,
} from '../../src/application/commands/merge-case.js';
import { SplitCase, SplitCaseHandler } from '../../src/application/commands/split-case.js';
import type { Mailcase } from '../../src/application/mailcase.js';
import type { StoredEvent } from '../../src/application/ports/event-store.js';
import { ReadModels } from '../../src/application/queries/read-models.js';
import { caseDecider, tagCase } from '../../src/domain/case/case.js';
import { emailCase } from '../../src/domain/email/case.js';
import { followers, followRecord } from '../../src/domain/follow/followers.js';
import { CaseId, EmailId, type RecordRef, streams } from '../../src/domain/ids.js';
import { userIds } from './company.js';
import { plans } from './plans.js';
import type { Random } from './random.js';
import { by, change, type Request } from './request.js';

/** Whether cases are merged and split in the history of a seed: in each third one of a plan. */
export const mergesCases = (seed: number): boolean => Math.floor(seed / plans.length) % 3 === 2;

/** Something that has to do with which case a message is in; none: there is nothing yet. */
export function somethingToMerge(random: Random, n: number, log: readonly StoredEvent[]): Request | null {
  const cases = idsIn(log, 'CaseCreated', 'caseId').map((id) => CaseId.parse(id));
  const merged = idsIn(log, 'CaseMerged', 'caseId').map((id) => CaseId.parse(id));
  const emails = idsIn(log, 'EmailThreaded', 'emailId').map((id) => EmailId.parse(id));
  if (cases.length === 0 || emails.length === 0) return null;
  const kind = random.below(12);
  const [one, other] = [random.pick(cases), random.pick(cases)];
  if (kind < 5) return merge(one, other, n);
  if (kind < 8) return merged.length > 0 ? unmerge(random.pick(merged), n) : merge(one, other, n);
  if (kind < 9) return split(random.shuffled(emails).slice(0, 1 + random.below(2)), n);
  if (kind < 11) return choose(random.pick(emails), random.chance(0.85) ? one : null, n);
  return random.pick([() => tag(random, one, n), () => follow(random, one, n)])();
}

const idsIn = (log: readonly StoredEvent[], type: string, field: string): string[] =>
  log.flatMap((event) => (event.type === type ? [String(event.data[field])] : []));

const accessOf = ({ log }: Mailcase): RecordAccess => new RecordAccess(new Subjects(log));

function merge(caseId: CaseId, into: CaseId, n: number): Request {
  const run = (mailcase: Mailcase) => {
    const { aggregates, adapters } = mailcase;
    const handler = new MergeCaseHandler(aggregates, accessOf(mailcase), mailcase, adapters.clock);
    return handler.execute(new MergeCase(caseId, into, by(n)));
  };
  return { label: `merges ${caseId} into ${into}`, run };
}

function unmerge(caseId: CaseId, n: number): Request {
  const run = (mailcase: Mailcase) => {
    const handler = new UnmergeCaseHandler(mailcase.aggregates, accessOf(mailcase), mailcase.adapters.clock);
    return handler.execute(new UnmergeCase(caseId, by(n)));
  };
  return { label: `undoes that ${caseId} was merged`, run };
}

/** Off wherever the first of them is when it is asked for the first time, with those that are there as well. */
function split(emails: readonly EmailId[], n: number): Request {
  let asked: SplitCase | null = null;
  const run = async (mailcase: Mailcase) => {
    const { aggregates, log, projections, adapters } = mailcase;
    const views = new ReadModels(projections, adapters.documents);
    asked ??= await whatIsSplit(mailcase, emails, n);
    if (asked) await new SplitCaseHandler(aggregates, log, views, accessOf(mailcase)).execute(asked);
  };
  return { label: `splits ${emails.join()} off`, run };
}

async function whatIsSplit({ aggregates }: Mailcase, emails: readonly EmailId[], n: number): Promise<SplitCase | null> {
  const states = await Promise.all(emails.map((id) => aggregates.load(emailCase, streams.email(id))));
  const cases = states.map(({ state }) => (state.status === 'here' ? state.caseId : null));
  const [caseId] = cases;
  const there = emails.filter((_, i) => cases[i] === caseId);
  return caseId ? new SplitCase(caseId, there, null, null, by(n)) : null;
}

function choose(emailId: EmailId, caseId: CaseId | null, n: number): Request {
  const run = (mailcase: Mailcase) =>
    new ChooseEmailCaseHandler(mailcase.aggregates, accessOf(mailcase)).execute(
      new ChooseEmailCase(emailId, caseId, by(n)),
    );
  return { label: `puts ${emailId} into ${caseId}`, run };
}

function tag(random: Random, caseId: CaseId, n: number): Request {
  const [one, other] = random.shuffled(['red', 'green', 'blue']);
  const tagging = { add: one ? [one] : [], remove: other ? [other] : [] };
  return change(`tags ${caseId}`, caseDecider, streams.case(caseId), (state) => tagCase(state, tagging), n);
}

function follow(random: Random, caseId: CaseId, n: number): Request {
  const record: RecordRef = { type: 'Case', id: caseId };
  const userId = random.pick(userIds);
  return change(
    `${userId} follows ${caseId}`,
    followers,
    streams.followers(record),
    (state) => followRecord(state, record, userId, 0),
    n,
  );
}
