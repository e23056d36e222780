import { describe, expect, it } from 'vitest';
import { automaticReason } from '../../src/domain/email/automatic.js';

const reason = (...fields: readonly (readonly [string, string])[]) =>
  automaticReason(new Map(fields.map(([name, value]) => [name, [value]])));

describe('an automatic message', () => {
  it.each([
    ['auto-submitted', 'auto-replied (vacation)', 'auto-submitted: auto-replied'],
    ['auto-submitted', 'Auto-Generated; owner-email="x"', 'auto-submitted: auto-generated'],
    ['content-type', 'multipart/report; boundary=x; report-type=delivery-status', 'delivery-status'],
    ['content-type', 'multipart/report;\tReport-Type="disposition-notification"', 'disposition-notification'],
    ['content-type', 'multipart/report; report-type=feedback-report', 'feedback-report'],
    ['content-type', 'multipart/report; boundary=x', 'report'],
    ['content-type', 'message/delivery-status', 'delivery-status'],
    ['feedback-type', 'abuse', 'feedback-report'],
    ['x-failed-recipients', 'ana@example.com', 'delivery-status'],
    ['return-path', '<>', 'null-return-path'],
    ['from', 'Mail Delivery System <MAILER-DAEMON@example.com>', 'mailer-daemon'],
    ['from', 'MAILER-DAEMON', 'mailer-daemon'],
    ['from', 'postmaster@example.com', 'postmaster'],
    ['from', 'post_master@example.com', 'postmaster'],
    ['return-path', '<MAILER-DAEMON@mx.example.com>', 'mailer-daemon'],
    ['list-subscribe', '<mailto:join@example.com>', 'list'],
    ['mailing-list', 'contact help@example.com; run by ezmlm', 'list'],
    ['precedence', 'bulk', 'precedence: bulk'],
    ['precedence', 'List', 'precedence: list'],
    ['precedence', 'junk', 'precedence: junk'],
    ['list-id', 'Team <team.example.com>', 'list'],
    ['list-unsubscribe', '<mailto:leave@example.com>', 'list'],
    ['list-post', '<mailto:team@example.com>', 'list'],
    ['x-autoreply', 'yes', 'x-autoreply'],
    ['x-autorespond', 'Re: x', 'x-autorespond'],
    ['x-vacation-message', 'yes', 'vacation'],
    ['x-loop', 'support@example.com', 'x-loop'],
  ])('says so by %s: %s', (name, value, expected) => {
    expect(reason([name, value])).toBe(expected);
  });

  it.each([
    ['auto-submitted', 'no'],
    ['auto-submitted', 'No (a person wrote it)'],
    ['auto-submitted', ''],
    ['x-auto-response-suppress', 'All'],
    ['x-autoreply', 'no'],
    ['precedence', 'first-class'],
    ['list-id', ''],
    ['return-path', '<ana@example.com>'],
    ['from', 'Ana <ana@postmasters.example>'],
    ['from', 'Ana <my.postmaster@example.com>'],
    ['content-type', 'text/plain; report-type=delivery-status'],
    ['content-type', 'multipart/mixed; boundary="multipart/report"'],
    ['subject', 'Out of office'],
  ])('is not one by %s: %s', (name, value) => {
    expect(reason([name, value])).toBeNull();
  });

  it('is named by what says most', () => {
    const report = ['content-type', 'multipart/report; report-type=delivery-status'] as const;
    expect(reason(['precedence', 'bulk'], ['auto-submitted', 'auto-replied'], ['return-path', '<>'], report)).toBe(
      'delivery-status',
    );
    expect(reason(['precedence', 'bulk'], ['auto-submitted', 'auto-replied'], ['return-path', '<>'])).toBe(
      'auto-submitted: auto-replied',
    );
  });
});
