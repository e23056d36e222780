import type { Action, Scope } from '../../src/domain/access/permissions.js';

/** Who may use a route, and what they find there. */
export type Entry =
  /** Without a token. */
  | { readonly kind: 'open' }
  /** Every active user, whatever their token is for. */
  | { readonly kind: 'anybody' }
  /** Every active user, for what is their own. */
  | { readonly kind: 'own' }
  | { readonly kind: 'administrators' }
  /** Whose permission reaches something at all: what is one's own, or nothing that is there yet. */
  | { readonly kind: 'needs'; readonly scope: Scope; readonly action: Action }
  /** A list that holds what a permission reaches, and nothing else. */
  | { readonly kind: 'list'; readonly scope: Scope }
  /** One case, e-mail or thread: found by whom the permission reaches, absent for all others. */
  | { readonly kind: 'thing'; readonly scope: Scope; readonly action: Action; readonly body?: object };

const open: Entry = { kind: 'open' };
const anybody: Entry = { kind: 'anybody' };
const own: Entry = { kind: 'own' };
const administrators: Entry = { kind: 'administrators' };
const needs = (scope: Scope, action: Action): Entry => ({ kind: 'needs', scope, action });
const list = (scope: Scope): Entry => ({ kind: 'list', scope });
const thing = (scope: Scope, action: Action, body?: object): Entry => ({
  kind: 'thing',
  scope,
  action,
  ...(body && { body }),
});

/** Every route. A new one gets a line here: the test fails until it has one. */
export const table: Readonly<Record<string, Entry>> = {
  'GET /health/live': open,
  'GET /health/ready': open,
  'GET /metrics': administrators,

  'GET /api/v1/auth': open,
  'GET /api/v1/auth/oidc': open,
  'GET /api/v1/auth/oidc/callback': open,
  'POST /api/v1/auth/sign-out': open,
  'GET /oauth/callback': open,
  'GET /api/v1/me': anybody,
  'GET /api/v1/oauth-providers': anybody,
  'GET /api/v1/oauth-providers/{providerId}': administrators,
  'PUT /api/v1/oauth-providers/{providerId}': administrators,
  'DELETE /api/v1/oauth-providers/{providerId}': administrators,
  'GET /api/v1/tokens': own,
  'POST /api/v1/tokens': own,
  'DELETE /api/v1/tokens/{tokenId}': own,

  'GET /api/v1/webhooks': administrators,
  'POST /api/v1/webhooks': administrators,
  'GET /api/v1/webhooks/{webhookId}': administrators,
  'PUT /api/v1/webhooks/{webhookId}': administrators,
  'DELETE /api/v1/webhooks/{webhookId}': administrators,
  'POST /api/v1/webhooks/{webhookId}/pause': administrators,
  'POST /api/v1/webhooks/{webhookId}/resume': administrators,
  'POST /api/v1/webhooks/{webhookId}/rotate-secret': administrators,
  'POST /api/v1/webhooks/{webhookId}/test': administrators,
  'GET /api/v1/webhooks/{webhookId}/deliveries': administrators,
  'GET /api/v1/webhooks/{webhookId}/failed': administrators,
  'POST /api/v1/webhooks/{webhookId}/replay': administrators,

  'GET /api/v1/cases': list('cases'),
  'POST /api/v1/cases': needs('cases', 'edit'),
  'GET /api/v1/cases/{case}': thing('cases', 'read'),
  'GET /api/v1/cases/{case}/timeline': thing('cases', 'read'),
  'GET /api/v1/cases/{case}/assignments': thing('cases', 'read'),
  'GET /api/v1/cases/{case}/why': thing('cases', 'read'),
  'POST /api/v1/cases/{case}/assign': thing('cases', 'assign', { userId: 'ana' }),
  'POST /api/v1/cases/{case}/unassign': thing('cases', 'assign', {}),
  'POST /api/v1/cases/{case}/status': thing('cases', 'edit', { status: 'Pending' }),
  'POST /api/v1/cases/{case}/priority': thing('cases', 'edit', { priority: 'High' }),
  'POST /api/v1/cases/{case}/tags': thing('cases', 'edit', { add: ['vip'] }),
  'POST /api/v1/cases/{case}/notes': thing('cases', 'edit', { text: 'x' }),
  'POST /api/v1/cases/{case}/opened': thing('cases', 'read'),
  'GET /api/v1/assignments': list('cases'),
  'GET /api/v1/workloads': needs('cases', 'read'),
  'GET /api/v1/cursors': needs('cases', 'read'),

  'GET /api/v1/emails': list('emails'),
  'GET /api/v1/emails/{emailId}': thing('emails', 'read'),
  'GET /api/v1/emails/{emailId}/source': thing('emails', 'read'),
  'GET /api/v1/emails/{emailId}/attachments/{attachment}': thing('emails', 'read'),
  'PUT /api/v1/emails/{emailId}/parent': needs('emails', 'edit'),
  'DELETE /api/v1/emails/{emailId}/parent': thing('emails', 'edit'),
  'PUT /api/v1/emails/{emailId}/case': needs('emails', 'edit'),
  'DELETE /api/v1/emails/{emailId}/case': thing('emails', 'edit'),
  'GET /api/v1/threads': list('emails'),
  'GET /api/v1/threads/{threadId}': thing('emails', 'read'),
  'GET /api/v1/events': anybody,

  'GET /api/v1/delivery-reports': needs('emails', 'read'),
  'GET /api/v1/address-marks': needs('records', 'read'),
  'DELETE /api/v1/address-marks/{address}/{mark}': needs('records', 'edit'),

  'GET /api/v1/filters': needs('filters', 'read'),
  'POST /api/v1/filters': needs('filters', 'edit'),
  'POST /api/v1/filters/try': needs('emails', 'read'),
  'GET /api/v1/filters/{filterId}': needs('filters', 'read'),
  'PUT /api/v1/filters/{filterId}': needs('filters', 'edit'),
  'DELETE /api/v1/filters/{filterId}': needs('filters', 'delete'),
  'GET /api/v1/skipped': own,
  'POST /api/v1/skipped/{id}/bring-back': own,

  'GET /api/v1/inbox': needs('emails', 'read'),
  'GET /api/v1/inbox/counts': needs('emails', 'read'),
  'POST /api/v1/inbox/read': needs('emails', 'read'),
  'POST /api/v1/inbox/unread': needs('emails', 'read'),
  'POST /api/v1/inbox/star': needs('emails', 'read'),
  'POST /api/v1/inbox/unstar': needs('emails', 'read'),
  'POST /api/v1/inbox/move': needs('emails', 'read'),
  'POST /api/v1/inbox/archive': needs('emails', 'read'),
  'POST /api/v1/inbox/trash': needs('emails', 'read'),
  'POST /api/v1/inbox/restore': needs('emails', 'read'),
  'POST /api/v1/inbox/read-folder': needs('emails', 'read'),
  'GET /api/v1/folders': needs('emails', 'read'),
  'POST /api/v1/folders': needs('emails', 'read'),
  'PATCH /api/v1/folders/{folderId}': needs('emails', 'read'),
  'DELETE /api/v1/folders/{folderId}': needs('emails', 'read'),

  'GET /api/v1/records': needs('records', 'read'),
  'POST /api/v1/records': needs('records', 'edit'),
  'GET /api/v1/records/linking': needs('records', 'read'),
  'GET /api/v1/records/{type}/{id}': needs('records', 'read'),
  'PUT /api/v1/records/{type}/{id}': needs('records', 'edit'),
  'DELETE /api/v1/records/{type}/{id}': needs('records', 'delete'),
  'GET /api/v1/records/{type}/{id}/timeline': needs('records', 'read'),

  'GET /api/v1/personal-accounts': needs('personalAccounts', 'read'),
  'POST /api/v1/personal-accounts': needs('personalAccounts', 'edit'),
  'GET /api/v1/personal-accounts/{accountId}': needs('personalAccounts', 'read'),
  'PATCH /api/v1/personal-accounts/{accountId}': needs('personalAccounts', 'edit'),
  'DELETE /api/v1/personal-accounts/{accountId}': needs('personalAccounts', 'delete'),
  'POST /api/v1/personal-accounts/{accountId}/activate': needs('personalAccounts', 'edit'),
  'POST /api/v1/personal-accounts/{accountId}/deactivate': needs('personalAccounts', 'edit'),
  'POST /api/v1/personal-accounts/{accountId}/fetch': needs('personalAccounts', 'edit'),
  'POST /api/v1/personal-accounts/{accountId}/oauth/authorize': needs('personalAccounts', 'edit'),
  'POST /api/v1/personal-accounts/{accountId}/oauth/device': needs('personalAccounts', 'edit'),
  'POST /api/v1/personal-accounts/{accountId}/oauth/device/poll': needs('personalAccounts', 'edit'),
  'DELETE /api/v1/personal-accounts/{accountId}/oauth': needs('personalAccounts', 'edit'),
  'POST /api/v1/personal-accounts/test-connection': needs('personalAccounts', 'edit'),
  'POST /api/v1/personal-accounts/{accountId}/test-connection': needs('personalAccounts', 'edit'),

  'GET /api/v1/users/{userId}/availability': own,
  'PUT /api/v1/users/{userId}/availability': own,
  'POST /api/v1/users/{userId}/away': own,
  'DELETE /api/v1/users/{userId}/away/{awayId}': own,
  'GET /api/v1/teams/{teamId}/availability': own,

  'GET /api/v1/users': administrators,
  'POST /api/v1/users': administrators,
  'GET /api/v1/users/{userId}': administrators,
  'PUT /api/v1/users/{userId}/email-addresses': administrators,
  'PUT /api/v1/users/{userId}/roles': administrators,
  'PUT /api/v1/users/{userId}/administrator': administrators,
  'POST /api/v1/users/{userId}/activate': administrators,
  'POST /api/v1/users/{userId}/deactivate': administrators,
  'PUT /api/v1/users/{userId}/capacity': administrators,
  'PUT /api/v1/users/{userId}/skills': administrators,
  'POST /api/v1/users/{userId}/hand-over': administrators,
  'GET /api/v1/users/{userId}/hand-over': administrators,
  'GET /api/v1/roles': administrators,
  'GET /api/v1/roles/{roleId}': administrators,
  'PUT /api/v1/roles/{roleId}': administrators,
  'DELETE /api/v1/roles/{roleId}': administrators,
  'GET /api/v1/teams': administrators,
  'POST /api/v1/teams': administrators,
  'GET /api/v1/teams/{teamId}': administrators,
  'PUT /api/v1/teams/{teamId}/members/{userId}': administrators,
  'DELETE /api/v1/teams/{teamId}/members/{userId}': administrators,
  'PUT /api/v1/teams/{teamId}/availability': administrators,
  'GET /api/v1/accounts': administrators,
  'POST /api/v1/accounts': administrators,
  'GET /api/v1/accounts/{accountId}': administrators,
  'PATCH /api/v1/accounts/{accountId}': administrators,
  'POST /api/v1/accounts/{accountId}/activate': administrators,
  'POST /api/v1/accounts/{accountId}/deactivate': administrators,
  'POST /api/v1/accounts/{accountId}/fetch': administrators,
  'POST /api/v1/accounts/test-connection': administrators,
  'POST /api/v1/accounts/{accountId}/oauth/authorize': administrators,
  'POST /api/v1/accounts/{accountId}/oauth/device': administrators,
  'POST /api/v1/accounts/{accountId}/oauth/device/poll': administrators,
  'POST /api/v1/accounts/{accountId}/oauth/client-credentials': administrators,
  'DELETE /api/v1/accounts/{accountId}/oauth': administrators,
  'POST /api/v1/accounts/{accountId}/test-connection': administrators,
  'GET /api/v1/group-folders': administrators,
  'POST /api/v1/group-folders': administrators,
  'PATCH /api/v1/group-folders/{folderId}': administrators,
  'DELETE /api/v1/group-folders/{folderId}': administrators,
  'GET /api/v1/quarantine': administrators,
  'POST /api/v1/quarantine/{id}/retry': administrators,
  'GET /api/v1/projections': administrators,
  'POST /api/v1/projections/{name}/rebuild': administrators,
  'POST /api/v1/projections/{name}/resume': administrators,
  'GET /api/v1/nodes': administrators,
  'GET /api/v1/jobs': administrators,
  'POST /api/v1/imports': administrators,
  'POST /api/v1/imports/cases': administrators,

  'GET /api/v1/audit/events': needs('audit', 'read'),
  'GET /api/v1/audit/streams/{stream}': needs('audit', 'read'),

  'GET /api/v1/search': needs('emails', 'read'),

  'GET /api/v1/cases/{case}/followers': thing('cases', 'read'),
  'PUT /api/v1/cases/{case}/followers/{user}': own,
  'DELETE /api/v1/cases/{case}/followers/{user}': own,
  'GET /api/v1/records/{type}/{id}/followers': own,
  'PUT /api/v1/records/{type}/{id}/followers/{user}': own,
  'DELETE /api/v1/records/{type}/{id}/followers/{user}': own,
  'GET /api/v1/notifications': own,
  'GET /api/v1/notifications/count': own,
  'GET /api/v1/notifications/stream': own,
  'POST /api/v1/notifications/read-all': own,
  'POST /api/v1/notifications/{id}/read': own,
  'POST /api/v1/notifications/{id}/unread': own,
  'GET /api/v1/me/notification-settings': own,
  'PUT /api/v1/me/notification-settings': own,
};
