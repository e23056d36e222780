import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import { standOn } from '../support/ground.js';
import { withoutMongodb } from '../support/mongodb/index.js';
import { Servers } from '../support/servers/servers.js';

/**
 * Suites that say what Mailcase does, whatever it stands on: collected here once more, on the full set of servers. Those
 * that prove most in a quarter of an hour; not those about files, SQLite or a full disk. With the variables of CONTRIBUTING.md
 * they run on real servers.
 */
const suites = [
  // It replaces a module, which it can before anybody else has loaded it.
  ['quarantine', () => import('../application/quarantine.spec.js')],
  ['mailbox-to-case', () => import('./mailbox-to-case.spec.js')],
  ['reopened', () => import('./reopened.spec.js')],
  ['access-matrix', () => import('./access-matrix.spec.js')],
  ['rest-access', () => import('./rest-access.spec.js')],
  ['rest-audit', () => import('./rest-audit.spec.js')],
  ['rest-tokens', () => import('./rest-tokens.spec.js')],
  ['rest-personal-accounts', () => import('./rest-personal-accounts.spec.js')],
  ['rest-writing', () => import('./rest-writing.spec.js')],
  ['rest-writing-access', () => import('./rest-writing-access.spec.js')],
  ['rest-smtp-settings', () => import('./rest-smtp-settings.spec.js')],
  ['queue-email', () => import('../application/queue-email.spec.js')],
  ['sending-drafts', () => import('../application/sending-drafts.spec.js')],
  ['draft-leftovers', () => import('../application/draft-leftovers.spec.js')],
  ['oauth-on-dovecot', () => import('./oauth-on-dovecot.spec.js')],
  ['rest-oauth', () => import('./rest-oauth.spec.js')],
  ['rest-presence', () => import('./rest-presence.spec.js')],
  ['rest-cases', () => import('./rest-cases.spec.js')],
  ['rest-events', () => import('./rest-events.spec.js')],
  ['sign-in-on-nodes', () => import('./sign-in-on-nodes.spec.js')],
  ['rest-inbox', () => import('./rest-inbox.spec.js')],
  ['rest-requests', () => import('./rest-requests.spec.js')],
  ['crash-sending', () => import('./crash-sending.spec.js')],
  ['full-round', () => import('./full-round.spec.js')],
  ['sent-copies', () => import('./sent-copies.spec.js')],
  ['rest-outbox', () => import('./rest-outbox.spec.js')],
  ['rest-sent', () => import('./rest-sent.spec.js')],
  ['rest-search', () => import('./rest-search.spec.js')],
  ['rest-search-inbox', () => import('./rest-search-inbox.spec.js')],
  ['rest-imported-cases', () => import('./rest-imported-cases.spec.js')],
  ['imported-company', () => import('./imported-company.spec.js')],
  ['rest-merged-cases', () => import('./rest-merged-cases.spec.js')],
  ['merges', () => import('../application/merges.spec.js')],
  ['merges.property', () => import('../application/merges.property.spec.js')],
  ['rest-macros', () => import('./rest-macros.spec.js')],
  ['rest-email-case', () => import('./rest-email-case.spec.js')],
  ['rest-records', () => import('./rest-records.spec.js')],
  ['linking-history', () => import('../application/linking-history.spec.js')],
  ['reports', () => import('../application/reports.spec.js')],
  ['rest-reports', () => import('./rest-reports.spec.js')],
  ['rest-notifications', () => import('./rest-notifications.spec.js')],
  ['rest-notification-mail', () => import('./rest-notification-mail.spec.js')],
  ['notifying', () => import('../application/notifying.spec.js')],
  ['auto-replying', () => import('../application/auto-replying.spec.js')],
  ['auto-reply-loops', () => import('./auto-reply-loops.spec.js')],
  ['rest-auto-reply', () => import('./rest-auto-reply.spec.js')],
  ['rest-availability', () => import('./rest-availability.spec.js')],
  ['rest-webhooks', () => import('./rest-webhooks.spec.js')],
  ['webhooks', () => import('../application/webhooks.spec.js')],
  ['typescript-client', () => import('./typescript-client.spec.js')],
  ['rest-service-levels', () => import('./rest-service-levels.spec.js')],
  ['rest-satisfaction', () => import('./rest-satisfaction.spec.js')],
  ['satisfaction', () => import('../application/satisfaction.spec.js')],
  ['rest-filters', () => import('./rest-filters.spec.js')],
  ['filtering', () => import('../application/filtering.spec.js')],
  ['service-levels', () => import('../application/service-levels.spec.js')],
  ['timers', () => import('../application/timers.spec.js')],
  ['buses', () => import('../application/buses.spec.js')],
  ['fetching', () => import('../application/fetching.spec.js')],
] as const;

const servers = new Servers();
standOn(servers);

describe.skipIf(withoutMongodb())('on KurrentDB and MongoDB', () => {
  let before = 0;
  beforeAll(() => servers.start());
  afterAll(() => servers.stop());
  beforeEach(() => {
    before = servers.opened;
  });
  afterEach(() => servers.closeDownTo(before));

  // Each in a suite of its own: what it begins and ends for all of its tests is for no others.
  describe.each(suites)('%s', async (_, suite) => {
    await suite();
  });
});
