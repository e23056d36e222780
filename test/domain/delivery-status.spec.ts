import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  actionOf,
  isAddressDead,
  isPermanent,
  statedStatus,
  statusOf,
} from '../../src/domain/email/delivery-status.js';
import { EnhancedStatus } from '../../src/domain/email/report.js';

describe('the status in words', () => {
  it.each([
    ['550 5.1.1 <ana@x.example>: unknown', '5.1.1'],
    ['550-5.7.26 Unauthenticated email', '5.7.26'],
    ['Sorry. (#5.1.2)', '5.1.2'],
    ['5.1.0 - Unknown address error 550-5.7.1 Access denied', '5.7.1'],
    ['host mx.example [192.0.2.4] said nothing', null],
    ['version 4.89.1.2 of the program', null],
    ['see DSN 5.1.10 Errors', '5.1.10'],
  ])('%s: stated %s', (text, status) => expect(statedStatus(text)).toBe(status));

  it.each([
    ['550 No such user here', '5.1.1'],
    ['The recipient name is not recognized', '5.1.1'],
    ["This user doesn't have a x.example account", '5.1.1'],
    ['As their mailbox is full.', '5.2.2'],
    ['452 mailbox over quota', '4.2.2'],
    ['Mail size limit exceeded', '5.3.4'],
    ['421 mx.example Deferred: Connection timed out', '4.4.1'],
    ['Host or domain name not found', '5.1.2'],
    ['You are not a member of this mailing list', '5.7.2'],
    ['554 rejected as spam', '5.7.1'],
    ['too many hops', '5.4.6'],
    ['Something went wrong', null],
  ])('%s: means %s', (text, status) => expect(statusOf(text)).toBe(status));

  it('is one of RFC 3463 or none, whatever the words', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        EnhancedStatus.nullable().parse(statusOf(text));
      }),
    );
  });
});

describe('for good', () => {
  it('is class 5, and a failure that says nothing', () => {
    expect(isPermanent('failed', '5.1.1', null)).toBe(true);
    expect(isPermanent('failed', null, null)).toBe(true);
    expect(isPermanent('failed', null, '450 later')).toBe(false);
    expect(isPermanent('failed', '4.4.7', '550 given up')).toBe(false);
  });

  it('is nothing but a failure', () => {
    expect(isPermanent('delayed', '5.1.1', null)).toBe(false);
    expect(isPermanent('delivered', '2.0.0', null)).toBe(false);
  });

  it('speaks against the address only where it is about the address', () => {
    expect(isAddressDead(true, '5.1.1', null)).toBe(true);
    expect(isAddressDead(true, '5.1.10', null)).toBe(true);
    expect(isAddressDead(true, '5.2.1', 'mailbox disabled')).toBe(true);
    expect(isAddressDead(true, '5.0.0', '550 No such user')).toBe(true);
    expect(isAddressDead(true, '5.5.0', '550 Unknown user')).toBe(true);
    expect(isAddressDead(true, '5.0.0', '550 5.1.1 rejected')).toBe(true);
    for (const [status, words] of [
      ['5.2.2', 'mailbox full'],
      ['5.3.4', 'too large'],
      ['5.7.26', 'DMARC'],
      ['5.1.8', 'sender rejected'],
      ['5.0.0', 'rejected as spam'],
      [null, null],
    ] as const) {
      expect(isAddressDead(true, status, words), status ?? 'none').toBe(false);
    }
    expect(isAddressDead(false, '5.1.1', null)).toBe(false);
  });
});

describe('a notice', () => {
  it.each([
    ['The server will keep trying for 4 days.', 'delayed'],
    ['Warning: could not send message for past 4 hours', 'delayed'],
    ['This is a permanent error.', 'failed'],
    ['Returned mail: Cannot send message for 4 days', 'failed'],
  ])('%s: %s', (text, action) => expect(actionOf(text)).toBe(action));
});
