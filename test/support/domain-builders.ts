import { type AssignmentRule, PLAIN } from '../../src/domain/assignment/rule.js';
import type { Address, Delivery, EmailReceivedData } from '../../src/domain/email/events.js';
import { type Filed, NOWHERE } from '../../src/domain/email/filed.js';
import type { EventMetadata } from '../../src/domain/event.js';
import { type AccountId, accountIdOf, BlobHash, derivedId, EmailId, TeamId, UserId } from '../../src/domain/ids.js';
import type { EmailQueuedData } from '../../src/domain/outgoing/events.js';

/** The moment at which every account of a specification begins to make cases. */
export const OPENING = '2026-03-02T08:00:00.000Z';
export const AFTER_OPENING = '2026-03-02T09:00:00.000Z';

export const userId = (name: string): UserId => UserId.parse(name);
export const teamId = (name: string): TeamId => TeamId.parse(name);
/** `support` has the address support@company.example. */
export const accountAddress = (name: string): string => `${name}@company.example`;
export const accountId = (name: string): AccountId => accountIdOf(accountAddress(name));
export const userAddress = (name: string): string => `${name}@people.company.example`;

/** A Message-ID by its short name; what has its brackets already stays as it is. */
const messageId = (name: string): string => (name.startsWith('<') ? name : `<${name}@mail.example>`);

const address = (one: string): Address => ({ address: one, name: '' });

/** A message in the words of a specification; all that is not said is what most messages have. */
export interface Mail {
  readonly from?: string | null;
  readonly to?: readonly string[];
  readonly cc?: readonly string[];
  readonly replyTo?: readonly string[];
  /** In-Reply-To, by short names. */
  readonly re?: string | readonly string[];
  /** References, oldest first, by short names. */
  readonly references?: readonly string[];
  readonly subject?: string;
  readonly automatic?: string | null;
  /** The group account that it reaches; none: it was brought in for no account. */
  readonly account?: string | null;
  readonly receivedAt?: string | null;
  /** What filters said of it when it came. */
  readonly filed?: Partial<Filed>;
  /** The number that an id of ours in it carries. */
  readonly answersCase?: number;
  /** What the specification calls it, where that is not the name of its Message-ID. */
  readonly as?: string;
}

export function delivery(account: string | null, receivedAt: string | null = AFTER_OPENING, uid = '1'): Delivery {
  const where = { folder: 'INBOX', uidValidity: '1', uid, receivedAt, seen: false, filed: null };
  return { accountId: account === null ? null : accountId(account), ...where };
}

/** A received message with this Message-ID (a short name). */
export function received(name: string, mail: Mail = {}): EmailReceivedData {
  const from = mail.from === undefined ? `customer-${name}@outside.example` : mail.from;
  const account = mail.account === undefined ? 'support' : mail.account;
  const id = messageId(name);
  const hash = BlobHash.parse('0'.repeat(64));
  return {
    emailId: EmailId.parse(derivedId('email', id, from)),
    messageId: id,
    threadKey: id,
    inReplyTo: [mail.re ?? []].flat().map(messageId),
    references: (mail.references ?? []).map(messageId),
    subject: mail.subject ?? `Matter ${name}`,
    from: from === null ? null : address(from),
    replyTo: (mail.replyTo ?? []).map(address),
    to: (mail.to ?? (account === null ? [] : [accountAddress(account)])).map(address),
    cc: (mail.cc ?? []).map(address),
    date: AFTER_OPENING,
    automatic: mail.automatic ?? null,
    preview: '',
    attachments: [],
    size: 1_000,
    blob: hash,
    bodyHash: hash,
    report: null,
    autoResponse: { returnPath: null, refused: null },
    headerOnly: false,
    answersCase: mail.answersCase ?? null,
    delivery: { ...delivery(account, mail.receivedAt), filed: mail.filed ? { ...NOWHERE, ...mail.filed } : null },
  };
}

const EVERYTHING = { availability: true, capacity: true, rate: true, skills: true };

/** How cases find their users, in short. */
export interface RuleInShort {
  readonly distribution?: AssignmentRule['distribution'];
  readonly team?: string | null;
  readonly user?: string | null;
  readonly position?: string | null;
  /** It looks at everything that there is to look at. */
  readonly respects?: true;
}

/** With a team a round-robin of it, unless said otherwise. */
export function rule({
  team = null,
  distribution = team ? 'round-robin' : 'none',
  user = null,
  position = null,
  respects,
}: RuleInShort) {
  const who = { teamId: team === null ? null : teamId(team), userId: user === null ? null : userId(user) };
  return {
    distribution,
    ...who,
    position,
    ...PLAIN,
    ...(respects ? { respects: EVERYTHING } : {}),
  } satisfies AssignmentRule;
}

export const metadata: EventMetadata = {
  $correlationId: 'specification',
  $causationId: 'specification',
  actor: 'system:specification',
  schemaVersion: 1,
  at: AFTER_OPENING,
};

/** A message of ours that a group account sends. */
export function queued(name: string, to: readonly string[]): EmailQueuedData {
  const from = accountAddress('support');
  const { delivery: _, ...email } = received(name, { from, to });
  const nothing = { userId: null, owner: null, answers: null, forwards: null, case: null, about: null } as const;
  const envelope = { from, to: [...to] };
  const dispatch = { ...nothing, teamIds: [], accountId: accountId('support'), envelope, sendAt: AFTER_OPENING };
  return { ...email, dispatch: { ...dispatch, kind: 'message' } };
}
