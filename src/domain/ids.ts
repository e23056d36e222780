import { parse, v5 } from 'uuid';
import { z } from 'zod';

/** The namespace of every id that Mailcase derives (RFC 9562, section 5.5). */
const NAMESPACE = parse('5b3c1a8e-6f0d-5d53-9c0e-7a1d2f4b8c96');
const utf8 = new TextEncoder();

/** A name that people choose and read: lower-case, stable, good in a stream name and in a URL. */
const slug = () =>
  z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/, 'lower-case letters, digits, dots and dashes, 1 to 64')
    // Folds keep records by these names, and `constructor` would be found in every one.
    .refine((name) => !(name in {}), 'is a reserved word')
    .describe('A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64.');
/** An id of ours. */
const id = () => z.string().min(1).max(64).describe('Derived from what makes the thing unique; 1 to 64 characters.');

export const UserId = slug().brand<'UserId'>();
export type UserId = z.infer<typeof UserId>;
export const TeamId = slug().brand<'TeamId'>();
export type TeamId = z.infer<typeof TeamId>;
export const AccountId = id().brand<'AccountId'>();
export type AccountId = z.infer<typeof AccountId>;
export const EmailId = id().brand<'EmailId'>();
export type EmailId = z.infer<typeof EmailId>;
export const ThreadId = id().brand<'ThreadId'>();
export type ThreadId = z.infer<typeof ThreadId>;
export const CaseId = id().brand<'CaseId'>();
export type CaseId = z.infer<typeof CaseId>;
export const TokenId = id().brand<'TokenId'>();
export type TokenId = z.infer<typeof TokenId>;
export const AddressId = id().brand<'AddressId'>();
export type AddressId = z.infer<typeof AddressId>;

export const RoleId = slug().brand<'RoleId'>();
export type RoleId = z.infer<typeof RoleId>;
export const OAuthProviderId = slug().brand<'OAuthProviderId'>();
export type OAuthProviderId = z.infer<typeof OAuthProviderId>;
export const FilterId = id().brand<'FilterId'>();
export type FilterId = z.infer<typeof FilterId>;
export const FolderId = id().brand<'FolderId'>();
export type FolderId = z.infer<typeof FolderId>;
export const DraftId = id().brand<'DraftId'>();
export type DraftId = z.infer<typeof DraftId>;
export const TemplateId = id().brand<'TemplateId'>();
export type TemplateId = z.infer<typeof TemplateId>;
export const WebhookId = id().brand<'WebhookId'>();
export type WebhookId = z.infer<typeof WebhookId>;
export const CalendarId = slug().brand<'CalendarId'>();
export type CalendarId = z.infer<typeof CalendarId>;
export const MacroId = slug().brand<'MacroId'>();
export type MacroId = z.infer<typeof MacroId>;
export const MacroRunId = id().brand<'MacroRunId'>();
export type MacroRunId = z.infer<typeof MacroRunId>;

/** What the CRM that uses us registers; cases are ours. */
export const RecordType = z.enum(['Account', 'Contact', 'Lead', 'Opportunity']);
export type RecordType = z.infer<typeof RecordType>;
export const RecordId = z
  .string()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9._~-]{0,62}[A-Za-z0-9_~-])?$/, 'letters, digits, dots, dashes, 1 to 64')
  .describe("The CRM's own id of a record.")
  .brand<'RecordId'>();
export type RecordId = z.infer<typeof RecordId>;
/** A record that an e-mail can be about, a user can follow. */
export const RecordRef = z.union([
  z.object({ type: RecordType, id: RecordId }),
  z.object({ type: z.literal('Case'), id: CaseId }),
]);
export type RecordRef = z.infer<typeof RecordRef>;
/** `Contact/17`, `Case/…`: one text for one record, in keys. */
export const recordKey = ({ type, id }: RecordRef): string => `${type}/${id}`;

export const BlobHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe("SHA-256 of a blob's bytes, 64 hexadecimal digits.")
  .brand<'BlobHash'>();
export type BlobHash = z.infer<typeof BlobHash>;

export const Instant = z.iso.datetime().describe('A point in time: ISO 8601 in UTC with milliseconds.');
export type Instant = z.infer<typeof Instant>;

/**
 * Derives an id from what makes a thing unique, so that the same thing always gets the same id and nobody has to check
 * (UUID version 5). Parts are joined with a separator that occurs in none of them.
 */
export function derivedId(...parts: readonly (string | number | null)[]): string {
  return v5(utf8.encode(parts.join('\u0000')), NAMESPACE);
}

/** One person whom a sign-in provider knows: `iss` and `sub` of its tokens, which together stay (OpenID Connect Core, 5.7). */
export const identityIdOf = (issuer: string, subject: string): string => derivedId('identity', issuer, subject);
export const accountIdOf = (emailAddress: string): AccountId =>
  // A derived id is always a valid one: 36 characters.
  derivedId('mailAccount', emailAddress.toLowerCase()) as AccountId;
/** A user's own mailbox may be also a group's: both are accounts. */
export const personalAccountIdOf = (userId: UserId, emailAddress: string): AccountId =>
  // As above.
  derivedId('personalAccount', userId, emailAddress.toLowerCase()) as AccountId;
export const threadIdOf = (firstEmail: EmailId): ThreadId =>
  // As above, and not parsed: it is asked for with every message.
  derivedId('thread', firstEmail) as ThreadId;
/** One e-mail makes at most one case, whoever decides and however often. */
export const caseIdOf = (email: EmailId): CaseId =>
  // As above.
  derivedId('case', email) as CaseId;

/** Of an e-mail address, in the form of all addresses: no stream is named by what is personal. */
export const addressIdOf = (address: string): AddressId =>
  // As above.
  derivedId('address', address.toLowerCase()) as AddressId;

export const streams = {
  address: (id: AddressId) => `address-${id}`,
  user: (id: UserId) => `user-${id}`,
  team: (id: TeamId) => `team-${id}`,
  apiToken: (id: TokenId) => `apiToken-${id}`,
  availability: (id: UserId) => `availability-${id}`,
  teamAvailability: (id: TeamId) => `teamAvailability-${id}`,
  crmRecord: (type: RecordType, id: RecordId) => `crmRecord-${type}-${id}`,
  role: (id: RoleId) => `role-${id}`,
  administrators: 'administrators',
  calendar: (id: CalendarId) => `calendar-${id}`,
  emailFilter: (id: FilterId) => `emailFilter-${id}`,
  oauthProvider: (id: OAuthProviderId) => `oauthProvider-${id}`,
  mailAccount: (id: AccountId) => `mailAccount-${id}`,
  mailbox: (id: AccountId) => `mailbox-${id}`,
  email: (id: EmailId) => `email-${id}`,
  thread: (id: ThreadId) => `thread-${id}`,
  case: (id: CaseId) => `case-${id}`,
  macro: (id: MacroId) => `macro-${id}`,
  macroRun: (id: MacroRunId) => `macroRun-${id}`,
  inboxEmail: (emailId: EmailId, userId: UserId) => `inboxEmail-${emailId}-${userId}`,
  emailFolder: (id: FolderId) => `emailFolder-${id}`,
  groupFolder: (id: FolderId) => `groupFolder-${id}`,
  draft: (id: DraftId) => `draft-${id}`,
  template: (id: TemplateId) => `template-${id}`,
  signature: (id: UserId) => `signature-${id}`,
  outbox: 'outbox',
  sending: (id: AccountId) => `sending-${id}`,
  routing: 'routing',
  autoReplies: 'autoReplies',
  followers: ({ type, id }: RecordRef) => `followers-${type}-${id}`,
  preferences: (id: UserId) => `preferences-${id}`,
  notifications: (id: UserId) => `notifications-${id}`,
  notifying: 'notifying',
  systemMail: 'systemMail',
  notificationMail: 'notificationMail',
  webhook: (id: WebhookId) => `webhook-${id}`,
  webhookDeliveries: (id: WebhookId) => `webhookDeliveries-${id}`,
} as const;

/**
 * The id that a name of somewhere else means here (of a user, a team, a role). A name that is none gets one that nobody
 * else has by chance: `Ana Novak` must not be taken for `ana-novak`, who may be somebody else.
 */
export function idOf(name: string): string {
  const lower = name.toLowerCase();
  if (UserId.safeParse(lower).success) return lower;
  const plain = lower
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+/, '')
    .slice(0, 48);
  return `${plain || 'x'}-${derivedId('name', lower).slice(0, 8)}`;
}
