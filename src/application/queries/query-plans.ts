/**
 * How queries of one shape are answered. An index holds the fields that a query fixes (to one value or to several), then
 * the one that it sorts by or cuts a range from, then others that it may be asked about, so that these are looked at
 * without reading the document. The id ends each index and breaks ties. A list stands in an index as what it contains. A
 * query that asks for one of several filters counts as several queries, one for each.
 */
export interface QueryPlan {
  readonly collection: string;
  /** The query counts, and gives no documents. */
  readonly counts?: true;
  /** Fields that the query fixes. */
  readonly by: readonly string[];
  /** Fields that it may fix as well; what does not fit is left out on the way. */
  readonly also?: readonly string[];
  /** A field that it takes a range of; it is the one that is sorted by. */
  readonly range?: string;
  readonly sorts: readonly string[];
  /**
   * Fields of an index of the collection. `id`: all of it in the order of ids; most of it is wanted, or it is small.
   * `words`: what is searched for; what is found is sorted.
   */
  readonly index: readonly string[] | 'id' | 'words';
  /** Beside the words, what an engine may rather go by where these are many. */
  readonly instead?: readonly (readonly string[])[];
  /** So few are found that their order costs nothing. */
  readonly finds?: 'few';
}

const CASE_NUMBER = ['number', 'status', 'teamId', 'assignee'] as const;
const CASE_UPDATED = ['updatedAt', 'status', 'teamId', 'assignee'] as const;
const CASE_DUE = ['dueAt', 'status', 'teamId', 'assignee'] as const;
const CASE_CREATED = ['createdAt', 'status', 'teamId', 'assignee'] as const;

const BY_RECEIPT = [['receivedAt'], ['belongsTo', 'receivedAt'], ['inboxes', 'receivedAt']] as const;

/** Every query that the API issues, with the index that serves it. A test compares them with what is really issued. */
export const queryPlans: readonly QueryPlan[] = [
  { collection: 'users', by: [], also: ['active'], sorts: ['id'], index: 'id' },
  { collection: 'users', by: ['administrator', 'active'], sorts: ['id'], index: ['administrator', 'active'] },
  { collection: 'oauth-providers', by: [], sorts: ['id'], index: 'id' },
  { collection: 'roles', by: [], sorts: ['id'], index: 'id' },
  { collection: 'teams', by: [], sorts: ['id'], index: 'id' },
  { collection: 'team-workloads', by: [], sorts: ['id'], index: 'id' },

  { collection: 'api-tokens', by: [], sorts: ['id'], index: 'id' },
  { collection: 'api-tokens', by: ['userId'], sorts: ['id'], index: ['userId'] },
  { collection: 'api-tokens', by: ['hash'], sorts: ['id'], index: ['hash'] },

  { collection: 'mailboxes', by: [], sorts: ['id'], index: 'id' },
  { collection: 'mailboxes', by: ['kind'], sorts: ['emailAddress'], index: ['kind', 'emailAddress'] },
  { collection: 'mailboxes', by: ['owner'], sorts: ['emailAddress'], index: ['owner', 'emailAddress'] },
  { collection: 'mailboxes', by: ['owner'], sorts: ['id'], index: ['owner', 'emailAddress'], finds: 'few' },

  { collection: 'outbox', by: [], sorts: ['queuedAt'], index: ['queuedAt', 'status', 'accountId'] },
  {
    collection: 'outbox',
    by: ['accountId'],
    also: ['status'],
    sorts: ['queuedAt'],
    index: ['accountId', 'queuedAt', 'status'],
  },
  { collection: 'outbox', by: ['status'], sorts: ['queuedAt'], index: ['status', 'queuedAt', 'accountId'] },
  { collection: 'outbox', counts: true, by: ['status'], sorts: [], index: ['status', 'queuedAt', 'accountId'] },
  {
    collection: 'sent',
    by: ['userId'],
    also: ['status', 'accountId'],
    sorts: ['queuedAt'],
    index: ['userId', 'queuedAt', 'status', 'accountId'],
  },
  {
    collection: 'sent',
    by: ['accountId'],
    also: ['status'],
    sorts: ['queuedAt'],
    index: ['accountId', 'queuedAt', 'status'],
  },
  { collection: 'draft-blobs', by: [], range: 'leftSince', sorts: ['leftSince'], index: ['leftSince'] },
  { collection: 'draft-blobs', by: ['holds'], sorts: ['id'], index: ['holds'] },
  { collection: 'sent', by: ['draftDue'], sorts: ['id'], index: ['draftDue'] },
  { collection: 'sending-accounts', by: [], sorts: ['id'], index: 'id' },

  { collection: 'quarantine', by: [], sorts: ['at'], index: ['at'] },
  { collection: 'filters', by: [], sorts: ['place'], index: ['place'] },
  { collection: 'filters', by: ['belongsTo'], sorts: ['place'], index: ['belongsTo', 'place'] },
  { collection: 'filters', counts: true, by: ['scopeKey'], sorts: [], index: ['scopeKey'] },

  { collection: 'skipped', by: [], sorts: ['at'], index: ['at'] },
  { collection: 'skipped', by: ['belongsTo'], sorts: ['at'], index: ['belongsTo', 'at'] },
  { collection: 'skipped', by: [], range: 'until', sorts: ['until'], index: ['until'] },
  { collection: 'skipped', by: ['blob'], sorts: ['id'], index: ['blob'] },
  { collection: 'quarantine', by: ['blob'], sorts: ['id'], index: ['blob'] },

  { collection: 'reports', by: [], sorts: ['at'], index: ['at'] },
  { collection: 'reports', by: ['outcome'], sorts: ['at'], index: ['outcome', 'at'] },
  { collection: 'reports', by: ['belongsTo'], also: ['outcome'], sorts: ['at'], index: ['belongsTo', 'at', 'outcome'] },
  { collection: 'address-marks', by: [], sorts: ['markedAt'], index: ['markedAt'] },
  { collection: 'address-marks', by: [], range: 'heardAt', sorts: ['heardAt'], index: ['heardAt'] },

  { collection: 'quarantine', counts: true, by: [], sorts: [], index: 'id' },

  {
    collection: 'threads',
    by: ['belongsTo'],
    also: ['mergedInto'],
    sorts: ['lastAt'],
    index: ['belongsTo', 'lastAt', 'mergedInto'],
  },
  { collection: 'threads', by: [], also: ['mergedInto'], sorts: ['id'], index: 'id' },
  { collection: 'threads', by: ['heldCases'], sorts: ['id'], index: ['heldCases'] },

  { collection: 'emails', by: [], range: 'receivedAt', sorts: ['receivedAt'], index: ['receivedAt'] },
  { collection: 'emails', by: ['contact'], sorts: ['receivedAt'], index: ['contact', 'receivedAt'] },
  { collection: 'emails', by: ['belongsTo'], sorts: ['receivedAt'], index: ['belongsTo', 'receivedAt'] },
  {
    collection: 'emails',
    by: ['threadId'],
    also: ['belongsTo'],
    sorts: ['receivedAt'],
    index: ['threadId', 'receivedAt'],
  },
  {
    collection: 'emails',
    by: ['caseId'],
    also: ['belongsTo'],
    sorts: ['receivedAt'],
    index: ['caseId', 'receivedAt'],
  },
  { collection: 'emails', by: ['caseId'], sorts: ['id'], index: ['caseId', 'receivedAt'], finds: 'few' },
  {
    collection: 'emails',
    by: ['records'],
    also: ['belongsTo'],
    sorts: ['receivedAt'],
    index: ['records', 'receivedAt'],
  },

  {
    collection: 'email-search',
    by: [],
    also: ['belongsTo', 'marks', 'inboxes'],
    sorts: ['receivedAt'],
    index: 'words',
    instead: BY_RECEIPT,
  },
  {
    collection: 'email-search',
    by: [],
    also: ['belongsTo', 'marks', 'inboxes'],
    range: 'receivedAt',
    sorts: ['receivedAt'],
    index: 'words',
    instead: BY_RECEIPT,
  },

  { collection: 'cases', by: ['number'], sorts: ['id'], index: CASE_NUMBER, finds: 'few' },
  { collection: 'cases', by: ['mergedIntoId'], sorts: ['number'], index: ['mergedIntoId', 'number'] },
  {
    collection: 'cases',
    by: ['tags'],
    also: ['status', 'teamId', 'belongsTo'],
    sorts: ['number'],
    index: ['tags', ...CASE_NUMBER],
  },
  {
    collection: 'cases',
    by: ['tags'],
    also: ['status', 'teamId', 'belongsTo'],
    sorts: ['updatedAt'],
    index: ['tags', ...CASE_UPDATED],
  },
  { collection: 'cases', by: [], also: ['teamId'], sorts: ['number'], index: CASE_NUMBER },
  { collection: 'cases', by: [], also: ['teamId'], sorts: ['updatedAt'], index: CASE_UPDATED },
  {
    collection: 'cases',
    by: [],
    also: ['status', 'teamId', 'assignee', 'tags'],
    sorts: ['createdAt'],
    index: CASE_CREATED,
  },
  {
    collection: 'cases',
    by: ['belongsTo'],
    also: ['status', 'teamId'],
    sorts: ['number'],
    index: ['belongsTo', ...CASE_NUMBER],
  },
  {
    collection: 'cases',
    by: ['belongsTo'],
    also: ['status', 'teamId'],
    sorts: ['updatedAt'],
    index: ['belongsTo', ...CASE_UPDATED],
  },
  {
    collection: 'cases',
    by: ['belongsTo'],
    also: ['status', 'teamId', 'assignee', 'tags'],
    sorts: ['createdAt'],
    index: ['belongsTo', ...CASE_CREATED],
  },
  {
    collection: 'cases',
    by: ['status'],
    also: ['teamId'],
    sorts: ['number'],
    index: ['status', 'number', 'teamId', 'assignee'],
  },
  {
    collection: 'cases',
    by: ['status'],
    also: ['teamId'],
    sorts: ['updatedAt'],
    index: ['status', 'updatedAt', 'teamId', 'assignee'],
  },
  {
    collection: 'cases',
    by: ['assignee'],
    also: ['status', 'teamId', 'belongsTo', 'tags'],
    sorts: ['number'],
    index: ['assignee', 'number', 'status', 'teamId'],
  },
  {
    collection: 'cases',
    by: ['assignee'],
    also: ['status', 'teamId', 'belongsTo', 'tags'],
    sorts: ['updatedAt'],
    index: ['assignee', 'updatedAt', 'status', 'teamId'],
  },
  {
    collection: 'cases',
    by: ['serviceLevelState'],
    also: ['status', 'teamId', 'assignee', 'belongsTo', 'tags'],
    sorts: ['number'],
    index: ['serviceLevelState', ...CASE_NUMBER],
  },
  {
    collection: 'cases',
    by: ['serviceLevelState'],
    also: ['status', 'teamId', 'assignee', 'belongsTo', 'tags'],
    range: 'dueAt',
    sorts: ['dueAt'],
    index: ['serviceLevelState', ...CASE_DUE],
  },
  {
    collection: 'cases',
    by: [],
    also: ['status', 'teamId', 'assignee', 'tags'],
    range: 'dueAt',
    sorts: ['dueAt'],
    index: CASE_DUE,
  },
  {
    collection: 'cases',
    by: ['belongsTo'],
    also: ['status', 'teamId', 'assignee', 'tags'],
    range: 'dueAt',
    sorts: ['dueAt'],
    index: ['belongsTo', ...CASE_DUE],
  },
  {
    collection: 'cases',
    by: [],
    also: ['status', 'teamId', 'assignee', 'belongsTo', 'tags', 'serviceLevelState'],
    sorts: ['number', 'updatedAt', 'createdAt'],
    index: 'words',
  },
  {
    collection: 'cases',
    by: [],
    also: ['status', 'teamId', 'assignee', 'belongsTo', 'tags', 'serviceLevelState'],
    range: 'dueAt',
    sorts: ['dueAt'],
    index: 'words',
  },
  {
    collection: 'cases',
    counts: true,
    by: ['assignee'],
    also: ['status', 'teamId'],
    sorts: [],
    index: ['assignee', 'number', 'status', 'teamId'],
  },

  { collection: 'audit', by: [], range: 'at', sorts: ['at'], index: ['at'] },
  { collection: 'audit', by: ['marks'], range: 'at', sorts: ['at'], index: ['marks', 'at'] },
  {
    collection: 'audit',
    by: ['belongsTo'],
    also: ['marks'],
    range: 'at',
    sorts: ['at'],
    index: ['belongsTo', 'at'],
  },

  { collection: 'calendars', by: [], sorts: ['id'], index: 'id' },
  { collection: 'service-level-dues', by: [], sorts: ['lookAt'], index: ['lookAt'] },
  { collection: 'service-level-dues', by: ['calendar'], sorts: ['id'], index: ['calendar'] },
  { collection: 'service-level-results', by: [], sorts: ['id'], index: 'id' },
  { collection: 'satisfaction-results', by: [], range: 'day', sorts: ['day'], index: ['day'] },
  { collection: 'service-level-results', by: ['accountId'], sorts: ['id'], index: ['accountId'] },
  { collection: 'deadlines', by: [], sorts: ['dueAt'], index: ['dueAt'] },

  { collection: 'timelines', by: ['caseId'], sorts: ['position'], index: ['caseId', 'position'] },

  {
    collection: 'assignment-history',
    by: ['caseId'],
    sorts: ['revision'],
    index: ['caseId', 'revision'],
  },
  {
    collection: 'assignment-history',
    by: ['userId'],
    also: ['teamId', 'belongsTo'],
    sorts: ['at'],
    index: ['userId', 'at'],
  },
  { collection: 'assignment-history', by: ['teamId'], also: ['belongsTo'], sorts: ['at'], index: ['teamId', 'at'] },
  { collection: 'assignment-history', by: ['belongsTo'], sorts: ['at'], index: ['belongsTo', 'at'] },
  { collection: 'assignment-history', by: [], sorts: ['at'], index: ['at'] },

  { collection: 'records', by: [], sorts: ['id'], index: 'id' },
  { collection: 'records', by: ['type'], sorts: ['id'], index: ['type'] },
  { collection: 'records', by: ['belongsTo'], also: ['type'], sorts: ['id'], index: ['belongsTo'] },
  {
    collection: 'records',
    by: ['emailAddresses'],
    also: ['type', 'belongsTo'],
    sorts: ['id'],
    index: ['emailAddresses'],
  },
  { collection: 'records', by: [], also: ['type', 'belongsTo', 'emailAddresses'], sorts: ['id'], index: 'words' },
  { collection: 'record-timelines', by: ['record'], sorts: ['at'], index: ['record', 'at'] },

  // What routing asks while it links the history again.
  { collection: 'routing-asked', by: ['key'], sorts: ['id'], index: ['key', 'threadId'], finds: 'few' },
  {
    collection: 'routing-asked',
    by: ['key'],
    range: 'threadId',
    sorts: ['threadId'],
    index: ['key', 'threadId'],
  },
  {
    collection: 'notifications',
    by: ['userId'],
    also: ['record', 'kind'],
    sorts: ['seq'],
    index: ['userId', 'seq', 'record', 'kind'],
  },
  {
    collection: 'notifications',
    by: ['userId'],
    also: ['record', 'kind'],
    range: 'seq',
    sorts: ['seq'],
    index: ['userId', 'seq', 'record', 'kind'],
  },
  {
    collection: 'notifications',
    by: ['userId'],
    also: ['record', 'kind'],
    range: 'unreadAt',
    sorts: ['unreadAt'],
    index: ['userId', 'unreadAt', 'record', 'kind'],
  },
  {
    collection: 'inbox',
    by: ['userId', 'folderId'],
    sorts: ['receivedAt'],
    index: ['userId', 'folderId', 'receivedAt'],
  },
  {
    collection: 'inbox',
    by: ['userId', 'folderId', 'unread'],
    sorts: ['receivedAt'],
    index: ['userId', 'folderId', 'unread', 'receivedAt'],
  },
  {
    collection: 'inbox',
    by: ['userId', 'starred'],
    also: ['folderId', 'unread', 'trashed'],
    sorts: ['receivedAt'],
    index: ['userId', 'starred', 'receivedAt', 'folderId', 'unread', 'trashed'],
  },
  { collection: 'inbox', by: ['untold'], sorts: ['id'], index: ['untold'] },
  { collection: 'inbox-counts', by: [], sorts: ['id'], index: 'id' },
  { collection: 'email-folders', by: ['userId'], sorts: ['id'], index: ['userId'] },

  {
    collection: 'drafts',
    by: ['userId', 'status'],
    sorts: ['updatedAt'],
    index: ['userId', 'status', 'updatedAt'],
  },
  { collection: 'drafts', by: ['status'], sorts: ['id'], index: ['status'] },
  { collection: 'templates', by: [], sorts: ['place'], index: ['place'] },
  { collection: 'templates', by: ['belongsTo'], sorts: ['place'], index: ['belongsTo', 'place'] },
  { collection: 'macros', by: [], sorts: ['place'], index: ['place'] },
  { collection: 'macros', by: ['belongsTo'], sorts: ['place'], index: ['belongsTo', 'place'] },
  { collection: 'webhooks', by: [], sorts: ['id'], index: 'id' },
  { collection: 'webhooks', counts: true, by: [], sorts: [], index: 'id' },
  { collection: 'webhook-failures', by: ['webhookId'], sorts: ['at'], index: ['webhookId', 'at'] },

  { collection: 'idempotency-keys', by: [], range: 'at', sorts: ['at'], index: ['at'] },
];
