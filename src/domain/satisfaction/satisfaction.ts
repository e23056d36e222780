import type { CaseEvent, CaseStatus } from '../case/events.js';
import type { Decider } from '../decider.js';
import { NotFound, Rejected } from '../errors.js';
import type { EventRef } from '../event.js';
import type { AccountId, CaseId, EmailId, TeamId, UserId } from '../ids.js';
import type { Rating } from './events.js';

type DataOf<Type extends CaseEvent['type']> = Extract<CaseEvent, { type: Type }>['data'];

/** A case, as far as somebody can be asked about it. */
export type CaseSatisfaction =
  | { readonly phase: 'absent' | 'imported' }
  | {
      readonly phase: 'created';
      readonly caseId: CaseId;
      readonly number: number;
      readonly subject: string;
      readonly accountId: AccountId | null;
      /** The message that made it. */
      readonly emailId: EmailId | null;
      readonly status: CaseStatus;
      readonly merged: boolean;
      /** Cases that are part of it. */
      readonly absorbed: readonly CaseId[];
      readonly requested: (DataOf<'CaseSatisfactionRequested'> & { readonly at: string }) | null;
      readonly given: DataOf<'CaseSatisfactionGiven'> | null;
    };
type Created = Extract<CaseSatisfaction, { phase: 'created' }>;

/** Recorded events have their time; a fold needs no more of them. */
type Timed = CaseEvent & { readonly metadata?: { readonly at: string } };

export const caseSatisfaction: Decider<CaseSatisfaction, Timed> = {
  initialState: () => ({ phase: 'absent' }),
  evolve(state, event) {
    const { type, data } = event;
    if (type === 'CaseImported') return { phase: 'imported' };
    if (type === 'CaseCreated' && state.phase === 'absent') {
      const { caseId, number, subject, accountId, originalEmailId: emailId, status } = data;
      const asked = { merged: false, absorbed: [], requested: null, given: null };
      return { phase: 'created', caseId, number, subject, accountId, emailId, status, ...asked };
    }
    if (state.phase !== 'created') return state;
    switch (type) {
      case 'CaseStatusChanged':
      case 'CaseReopened':
        return { ...state, status: data.to };
      case 'CaseMerged':
        return { ...state, merged: true };
      case 'CaseUnmerged':
        return { ...state, merged: false };
      case 'CaseAbsorbed':
        return { ...state, absorbed: [...state.absorbed, data.other.id] };
      case 'CaseReleased':
        return { ...state, absorbed: state.absorbed.filter((id) => id !== data.other.id) };
      case 'CaseSatisfactionRequested':
        return { ...state, requested: { ...data, at: event.metadata?.at ?? data.until } };
      case 'CaseSatisfactionGiven':
        return { ...state, given: data };
      default:
        return state;
    }
  },
};

/** A case that somebody may be asked about now. */
export type Askable = Created & { readonly accountId: AccountId; readonly emailId: EmailId };

/**
 * Whether somebody may be asked about a case now: it came to be by a message to an account, is Closed, stands for itself,
 * and nobody was asked about it before. One that was brought from another system never.
 */
export const isAskable = (state: CaseSatisfaction): state is Askable =>
  state.phase === 'created' &&
  state.status === 'Closed' &&
  !state.merged &&
  state.requested === null &&
  state.accountId !== null &&
  state.emailId !== null;

export interface Asking {
  readonly recipient: string;
  readonly closed: EventRef;
  readonly userId: UserId | null;
  readonly teamId: TeamId | null;
  readonly settings: EventRef;
  /** ISO 8601. */
  readonly until: string;
}

/** Nothing: nobody may be asked about it (any more). */
export function requestSatisfaction(state: CaseSatisfaction, asking: Asking): CaseEvent[] {
  if (!isAskable(state)) return [];
  const { caseId, number, accountId, emailId } = state;
  return [{ type: 'CaseSatisfactionRequested', data: { caseId, number, accountId, emailId, ...asking } }];
}

/** A case that somebody was asked about. */
export type Asked = Created & { readonly requested: NonNullable<Created['requested']> };

/** What somebody with a link is asked about. @throws NotFound: nobody was asked; Rejected with `question-expired` */
export function question(state: CaseSatisfaction, now: string): Asked {
  if (state.phase !== 'created' || !state.requested) throw new NotFound('question', 'of this link');
  // Whoever has answered may see that for good.
  if (!state.given && now > state.requested.until) {
    throw new Rejected('question-expired', 'This link can be answered no more.');
  }
  return { ...state, requested: state.requested };
}

/**
 * The first answer counts, and stays.
 * @param now ISO 8601
 * @throws NotFound: nobody was asked; Rejected with `already-answered` or `question-expired`
 */
export function giveSatisfaction(
  state: CaseSatisfaction,
  { rating, comment }: { readonly rating: Rating; readonly comment: string | null },
  now: string,
): CaseEvent[] {
  const { requested, given } = question(state, now);
  if (given) throw new Rejected('already-answered', 'This was answered already; the first answer counts.');
  const { caseId, number, accountId, userId, teamId, at: requestedAt } = requested;
  const about = { caseId, number, accountId, userId, teamId };
  return [{ type: 'CaseSatisfactionGiven', data: { ...about, rating, comment, requestedAt } }];
}
