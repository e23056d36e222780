import { live } from '../application/ports/document-store.js';
import type { AutoReply } from '../domain/mail-account/events.js';
import {
  BEFORE_SENDING,
  type CaseCreation,
  type Fetching,
  type GroupFiling,
  type Imap,
  type OAuthGrant,
  type PersonalFiling,
  type Sending,
  type Smtp,
} from '../domain/mail-account/mail-account.js';
import type { SatisfactionSettings } from '../domain/satisfaction/settings.js';
import type { ServiceLevel } from '../domain/service-level/level.js';
import { at, each, existing, projection, remove } from './projection.js';

interface OAuthView extends Pick<OAuthGrant, 'providerId' | 'flow' | 'scopes' | 'grantedBy'> {
  readonly grantedAt: string;
  /** The provider takes it no more: the account has to be authorized again. */
  readonly refused: { readonly error: string; readonly since: string } | null;
}

interface SmtpView extends Omit<Smtp, 'secret' | 'dkim'> {
  /** A password of its own; else that of the mailbox. */
  readonly hasPassword: boolean;
  readonly dkim: { readonly domain: string; readonly selector: string } | null;
}

/** An account of a group or of a user: how it is configured, how far it was fetched, and what is wrong with it. */
export interface MailboxView {
  readonly accountId: string;
  readonly kind: 'group' | 'personal';
  /** Whose own it is; none: a group's. */
  readonly owner: string | null;
  readonly name: string;
  readonly emailAddress: string;
  readonly status: 'active' | 'inactive';
  /** Its user is not active: until they are again, it is not fetched. */
  readonly paused: boolean;
  readonly imap: (Omit<Imap, 'secret'> & { readonly hasPassword: boolean }) | null;
  /** By which it is logged in to; none: by its password. */
  readonly oauth: OAuthView | null;
  /** None: it does not send. */
  readonly smtp: SmtpView | null;
  readonly fetching: Fetching | null;
  readonly teamIds: readonly string[];
  readonly caseCreation: CaseCreation | null;
  readonly autoReply: AutoReply | null;
  /** What it promises; none: nothing. */
  readonly serviceLevel: ServiceLevel | null;
  /** How those are asked whose case is closed; none: nobody is. */
  readonly satisfaction: SatisfactionSettings | null;
  /** Of a group's account. */
  readonly filing: GroupFiling;
  /** Of a user's own. */
  readonly personalFiling: PersonalFiling;
  readonly sending: Sending;
  readonly cursors: Readonly<Record<string, { readonly uidValidity: string; readonly lastUid: number }>>;
  readonly received: number;
  readonly duplicates: number;
  readonly quarantined: number;
  /** Kept out by filters. */
  readonly skipped: number;
  readonly lastFetchedAt: string | null;
  readonly failing: { readonly code: string; readonly error: string; readonly since: string } | null;
  /** Of the account's stream: what `If-Match` names. */
  readonly revision: number;
}

const NEW: Omit<MailboxView, 'accountId' | 'kind' | 'owner' | 'name' | 'emailAddress' | 'revision'> = {
  status: 'active',
  paused: false,
  imap: null,
  oauth: null,
  smtp: null,
  fetching: null,
  teamIds: [],
  caseCreation: null,
  autoReply: null,
  serviceLevel: null,
  satisfaction: null,
  filing: { addAllTeamUsers: true, groupFolderId: null },
  personalFiling: { folderId: null, folderMap: [], sentFolder: null },
  sending: BEFORE_SENDING,
  cursors: {},
  received: 0,
  duplicates: 0,
  quarantined: 0,
  skipped: 0,
  lastFetchedAt: null,
  failing: null,
};

export const mailboxes = projection<MailboxView>(
  'mailboxes',
  {
    version: 6,
    askedWhileBuilt: true,
    fields: ['kind', 'owner', 'emailAddress', 'status'],
    indexes: [
      ['kind', 'emailAddress'],
      ['owner', 'emailAddress'],
    ],
  },
  {
    GroupAccountOpened: ({ data, revision }) =>
      at(data.accountId, () => ({ ...NEW, kind: 'group', owner: null, ...data, revision })),
    PersonalAccountOpened: ({ data: { userId: owner, ...data }, revision }) =>
      at(data.accountId, () => ({ ...NEW, kind: 'personal', owner, ...data, revision })),
    UserDeactivated: ({ data }) => each('owner', data.userId, (view) => ({ ...view, paused: true })),
    UserActivated: ({ data }) => each('owner', data.userId, (view) => ({ ...view, paused: false })),
    AccountRemoved: ({ data }) => remove(data.accountId),
    FilingConfigured: ({ data: { accountId, ...filing }, revision }) =>
      existing(accountId, (view) => ({ ...view, filing, revision })),
    PersonalFilingConfigured: ({ data: { accountId, ...personalFiling }, revision }) =>
      existing(accountId, (view) => ({ ...view, personalFiling, revision })),
    ImapConfigured: ({ data: { accountId, secret, ...imap }, revision }) =>
      existing(accountId, (view) => ({ ...view, imap: { ...imap, hasPassword: secret !== null }, revision })),
    OAuthGranted: ({ data: { accountId, secret: _, ...granted }, revision, metadata }) =>
      existing(accountId, (view) => ({
        ...view,
        oauth: { ...granted, grantedAt: metadata.at, refused: null },
        revision,
      })),
    OAuthGrantRefused: ({ data: { accountId, error }, revision, metadata }) =>
      existing(accountId, (view) => ({
        ...view,
        oauth: view.oauth && { ...view.oauth, refused: { error, since: metadata.at } },
        revision,
      })),
    OAuthRevoked: ({ data: { accountId }, revision }) =>
      existing(accountId, (view) => ({ ...view, oauth: null, revision })),
    SmtpConfigured: ({ data: { accountId, secret, dkim, ...smtp }, revision }) =>
      existing(accountId, (view) => ({
        ...view,
        smtp: {
          ...smtp,
          hasPassword: secret !== null,
          dkim: dkim && { domain: dkim.domain, selector: dkim.selector },
        },
        revision,
      })),
    SmtpRemoved: ({ data: { accountId }, revision }) =>
      existing(accountId, (view) => ({ ...view, smtp: null, revision })),
    FetchingConfigured: ({ data: { accountId, ...fetching }, revision }) =>
      existing(accountId, (view) => ({ ...view, fetching, revision })),
    TeamsSet: ({ data: { accountId, teamIds }, revision }) =>
      existing(accountId, (view) => ({ ...view, teamIds, revision })),
    SendingConfigured: ({ data: { accountId, ...sending }, revision }) =>
      existing(accountId, (view) => ({ ...view, sending, revision })),
    CaseCreationConfigured: ({ data: { accountId, ...caseCreation }, revision }) =>
      existing(accountId, (view) => ({ ...view, caseCreation, revision })),
    CaseCreationStopped: ({ data: { accountId }, revision }) =>
      existing(accountId, (view) => ({ ...view, caseCreation: null, revision })),
    AutoReplyConfigured: ({ data: { accountId, ...autoReply }, revision }) =>
      existing(accountId, (view) => ({ ...view, autoReply, revision })),
    AutoReplyStopped: ({ data: { accountId }, revision }) =>
      existing(accountId, (view) => ({ ...view, autoReply: null, revision })),
    ServiceLevelConfigured: ({ data: { accountId, ...serviceLevel }, revision }) =>
      existing(accountId, (view) => ({ ...view, serviceLevel, revision })),
    ServiceLevelStopped: ({ data: { accountId }, revision }) =>
      existing(accountId, (view) => ({ ...view, serviceLevel: null, revision })),
    SatisfactionConfigured: ({ data: { accountId, ...satisfaction }, revision }) =>
      existing(accountId, (view) => ({ ...view, satisfaction, revision })),
    SatisfactionStopped: ({ data: { accountId }, revision }) =>
      existing(accountId, (view) => ({ ...view, satisfaction: null, revision })),
    AccountActivated: ({ data: { accountId }, revision }) =>
      existing(accountId, (view) => ({ ...view, status: 'active', revision })),
    AccountDeactivated: ({ data: { accountId }, revision }) =>
      existing(accountId, (view) => ({ ...view, status: 'inactive', revision })),
    MailboxFetched: ({ data, metadata }) =>
      existing(data.accountId, (view) => ({
        ...view,
        cursors: { ...view.cursors, [data.folder]: { uidValidity: data.uidValidity, lastUid: data.lastUid } },
        received: view.received + data.received,
        duplicates: view.duplicates + data.duplicates,
        lastFetchedAt: metadata.at,
      })),
    EmailQuarantined: ({ data }) =>
      existing(data.accountId, (view) => ({ ...view, quarantined: view.quarantined + 1 })),
    QuarantineReleased: ({ data }) =>
      existing(data.accountId, (view) => ({ ...view, quarantined: Math.max(0, view.quarantined - 1) })),
    EmailSkipped: ({ data }) => existing(data.accountId, (view) => ({ ...view, skipped: view.skipped + 1 })),
    FetchingFailed: ({ data: { accountId, code, error }, metadata }) =>
      existing(accountId, (view) => ({ ...view, failing: { code, error, since: metadata.at } })),
    FetchingRecovered: ({ data }) => existing(data.accountId, (view) => ({ ...view, failing: null })),
  },
);
export const mailboxesCollection = live(mailboxes.spec);
