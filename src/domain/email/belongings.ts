import { type Belonging, EVERYBODY, ofAddress, ofTeam, ofUser } from '../access/audience.js';
import { belongingsOfCase, type CaseHolders } from '../case/belongings.js';
import type { EmailQueuedData } from '../outgoing/events.js';
import type { Delivery, Email, EmailReceivedData } from './events.js';

/** Whose an e-mail is by how it came, whatever it is about. */
export interface Receipt {
  /** To its addresses, in the inboxes and to the teams of its deliveries. */
  readonly belongsTo: readonly Belonging[];
  /** It came to users' own accounts alone: theirs, until it is linked to something. */
  readonly personal: boolean;
}

/** A list of a document holds 1,000 texts: so many of each kind, and the rest for cases. */
const MOST = { team: 100, user: 450, address: 400 } as const;
const MOST_OF_ALL = 1_000;
const KINDS = ['team', 'user', 'address'] as const;

/** From whom and to whom a message is: who has one of these addresses may see it as their own. */
export const receiptOf = (email: EmailReceivedData): Receipt =>
  withDelivery({ belongsTo: ofAddresses(email), personal: true }, email.delivery);

/** One that is written here is also that of whoever writes it, and of the teams of the account that it goes from; what tells a user of something is for their eyes alone. */
export function receiptOfQueued(email: EmailQueuedData): Receipt {
  const { userId, owner, teamIds, kind } = email.dispatch;
  const users = [userId, owner].filter((one) => one !== null).map(ofUser);
  return {
    belongsTo: limited([...ofAddresses(email), ...users, ...teamIds.map(ofTeam)]),
    personal: owner !== null || kind === 'notification',
  };
}

const ofAddresses = ({ from, to, cc }: Email): Belonging[] =>
  [...(from ? [from] : []), ...to, ...cc].map(({ address }) => ofAddress(address));

/** One that nobody has filed is from before there were inboxes, or for no account: it is nobody's private matter. */
export function withDelivery({ belongsTo, personal }: Receipt, { filed }: Delivery): Receipt {
  const all = [...belongsTo, ...(filed?.userIds ?? []).map(ofUser), ...(filed?.teamIds ?? []).map(ofTeam)];
  return { belongsTo: limited(all), personal: personal && filed !== null && filed.owner !== null };
}

/** Of several e-mails: theirs whose one of them is. */
export function together(a: Receipt, b: Receipt): Receipt {
  return { belongsTo: limited([...a.belongsTo, ...b.belongsTo]), personal: a.personal && b.personal };
}

function limited(all: readonly Belonging[]): readonly Belonging[] {
  const different = [...new Set(all)];
  return KINDS.flatMap((kind) => different.filter((one) => one.startsWith(`${kind}:`)).slice(0, MOST[kind]));
}

/**
 * Whose an e-mail is: of those whom it came to, and of those whose the case is that it belongs to.
 * @param linked it is about a record, or belongs to a case
 */
export function belongingsOfEmail(
  { belongsTo, personal }: Receipt,
  linked: boolean,
  cases: readonly CaseHolders[],
): readonly Belonging[] {
  const shared: readonly Belonging[] = personal && !linked ? [] : [EVERYBODY];
  return [...new Set([...shared, ...cases.flatMap(belongingsOfCase), ...belongsTo])].slice(0, MOST_OF_ALL);
}
