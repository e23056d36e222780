import type { AccountId, EmailId } from '../ids.js';

/** An answer that one address got, or that its message led to. */
export interface Answered {
  /** When that was decided. ISO 8601. */
  readonly at: string;
  readonly accountId: AccountId;
  readonly emailId: EmailId;
}

/** Those of one address that still count, oldest first: at most as many as there are accounts, and MOST more. */
export type Answers = readonly Answered[];

const HOUR = 3_600_000;
/** In WINDOW, from all accounts together. */
const MOST = 5;
const WINDOW = 2 * HOUR;

/** Why this address gets no answer now, by what it got; none: it may get one. `now`: milliseconds. */
export function brake(
  answers: Answers,
  { accountId, emailId }: Pick<Answered, 'accountId' | 'emailId'>,
  onceInHours: number,
  now: number,
): string | null {
  if (answers.some((one) => one.emailId === emailId)) return 'already-answered';
  const since = (hours: number) => (one: Answered) => Date.parse(one.at) > now - hours;
  if (answers.filter((one) => one.accountId === accountId).some(since(onceInHours * HOUR))) return 'answered-lately';
  return answers.filter(since(WINDOW)).length >= MOST ? 'too-many' : null;
}

/** With one more. What is neither the last of its account nor within the window counts no more. */
export function withAnswer(answers: Answers, one: Answered): Answers {
  if (answers.some(({ emailId, accountId }) => emailId === one.emailId && accountId === one.accountId)) return answers;
  const begin = Date.parse(one.at) - WINDOW;
  const counts = (old: Answered, n: number) =>
    Date.parse(old.at) > begin || (old.accountId !== one.accountId && isLast(answers, n));
  return [...answers.filter(counts), one];
}

const isLast = (answers: Answers, n: number): boolean =>
  !answers.slice(n + 1).some(({ accountId }) => accountId === answers[n]?.accountId);
