import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Askers } from '../../src/application/access/askers.js';
import { RecordAccess } from '../../src/application/access/record-access.js';
import { Subjects } from '../../src/application/access/subjects.js';
import { type Adapters, Mailcase } from '../../src/application/mailcase.js';
import { silent } from '../../src/application/ports/logger.js';
import { ReadModels } from '../../src/application/queries/read-models.js';
import { VisibleNotifications } from '../../src/application/queries/visible-notifications.js';
import { AddresseesOfMail } from '../../src/application/reactions/addressees.js';
import { NotificationMail } from '../../src/application/reactions/notification-mail.js';
import { NOTHING } from '../../src/domain/access/permissions.js';
import { deactivateUser, setEmailAddresses, user } from '../../src/domain/access/user.js';
import { addCaseNote, type Case, caseDecider } from '../../src/domain/case/case.js';
import {
  type AccountId,
  addressIdOf,
  type CaseId,
  EmailId,
  RoleId,
  streams,
  type UserId,
} from '../../src/domain/ids.js';
import { preferences, setPreferences, USUAL_PREFERENCES } from '../../src/domain/notification/preferences.js';
import { configureSystemMail, stopSystemMail, systemMail } from '../../src/domain/notification/system-mail.js';
import { accountSending, pauseAccount, resumeAccount } from '../../src/domain/outgoing/sending.js';
import { multipartReport } from '../support/bounces.js';
import { account, team } from '../support/company.js';
import { userId } from '../support/domain-builders.js';
import { FakeClock } from '../support/fake-clock.js';
import { freshAdapters } from '../support/ground.js';
import { ofType, wholeLog } from '../support/invariants.js';
import { message } from '../support/messages.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const [ana, bor] = ['ana', 'bor'].map(userId) as [UserId, UserId];

describe('what users want to be told by e-mail', () => {
  let clock: FakeClock;
  let adapters: Adapters;
  let mailcase: Mailcase;
  let support: AccountId;
  let caseId: CaseId;
  let n = 0;

  beforeEach(async () => {
    clock = new FakeClock();
    adapters = await freshAdapters({ clock });
    mailcase = new Mailcase(adapters);
    const teamId = await team(mailcase, 'support', ['ana', 'bor']);
    support = await account(mailcase, 'support@acme.example', teamId);
    const smtp = {
      host: 'smtp.acme.example',
      port: 25,
      security: 'none',
      mechanism: 'none',
      userName: 'x',
      secret: null,
    } as const;
    const further = { shared: false, trustedFingerprint: null, sentFolder: null, storeSent: true, dkim: null } as const;
    const data = { accountId: support, ...smtp, ...further, limitPerHour: null, afterDoubt: 'send-again' } as const;
    await append(streams.mailAccount(support), { type: 'SmtpConfigured', data });
    await mailcase.start({ fetch: false });
    await arrives({ subject: 'Tent', from: 'Zoja <zoja@outside.example>' });
    caseId = (ofType(await log(), 'CaseCreated')[0]?.data.caseId ?? '') as CaseId;
    await wants(ana, { delivery: 'at-once' });
  });
  afterEach(() => mailcase.stop());

  const by = (actor = 'user:root') => ({ actor, cause: `test ${++n}` });
  async function append(stream: string, event: Parameters<Mailcase['log']['append']>[0]['events'][number]) {
    const expectedRevision = 'any' as const;
    await mailcase.log.append({ stream, expectedRevision, events: [event], by: by() });
  }
  async function arrives(parts: Parameters<typeof message>[0]) {
    await takeIn(message({ to: 'support@acme.example', from: 'Zoja <zoja@outside.example>', date: null, ...parts }));
  }
  async function takeIn(content: Buffer) {
    const facts = { seen: false, size: content.length, content, headerOnly: false };
    const one = { uid: ++n, key: `${n}`, receivedAt: clock.now().toISOString(), ...facts };
    await mailcase.intake.takeIn([
      await mailcase.intake.store(one, { accountId: support, folder: 'INBOX', uidValidity: '1' }),
    ]);
    await mailcase.settled();
  }
  const wants = (name: UserId, change: Partial<typeof USUAL_PREFERENCES>) =>
    mailcase.aggregates.change(
      preferences,
      streams.preferences(name),
      (state) => setPreferences(state, name, { ...USUAL_PREFERENCES, ...change }),
      by(`user:${name}`),
    );
  const writes = (recordUrl: string | null = null) =>
    mailcase.aggregates.change(
      systemMail,
      streams.systemMail,
      (state) => configureSystemMail(state, { accountId: support, recordUrl }),
      by(),
    );
  async function note(name: string, text: string) {
    const decide = (state: Case) => addCaseNote(state, `n${n}`, text, []);
    await mailcase.aggregates.change(caseDecider, streams.case(caseId), decide, by(`user:${name}`));
    await mailcase.settled();
  }
  async function later(milliseconds: number) {
    clock.advance(milliseconds);
    await mailcase.settled();
  }
  const log = () => wholeLog(adapters.events);
  const queued = async () => ofType(await log(), 'EmailQueued').map(({ data }) => data);
  const reasons = async () => ofType(await log(), 'NotificationMailDecided').map(({ data }) => data.reason);
  async function texts(): Promise<string[]> {
    const all = await Promise.all((await queued()).map(({ blob }) => adapters.blobs.get(blob)));
    // Lines that were folded are one again (RFC 2045, section 6.7).
    return all.map((bytes) =>
      Buffer.from(bytes ?? [])
        .toString()
        .replaceAll('=\r\n', ''),
    );
  }

  it('leaves from the account that is set, for them alone; whoever did it gets nothing', async () => {
    await writes('https://crm.example/#{type}/view/{id}');
    await wants(bor, { delivery: 'at-once' });
    await note('bor', 'Is it mended?');
    const [mail, ...more] = await queued();
    expect(more).toEqual([]);
    expect(mail).toMatchObject({
      subject: 'Case 1: Tent',
      from: { address: 'support@acme.example' },
      to: [{ address: 'ana@acme.example' }],
      automatic: 'auto-submitted: auto-generated',
      dispatch: { kind: 'notification', userId: null, case: null, envelope: { from: 'support@acme.example' } },
    });
    const [text = ''] = await texts();
    expect(text).toContain('X-Auto-Response-Suppress: All');
    expect(text).toContain('A note by bor: Is it mended?');
    expect(text).toContain(`https://crm.example/#Case/view/${caseId}`);
    const routed = ofType(await log(), 'EmailRouted').find(({ data }) => data.emailId === mail?.emailId);
    expect(routed?.data).toMatchObject({ case: null, noCase: 'notification', parent: null, asks: [] });
  });

  it('is nothing as long as no account is set, and what was before that is not told later', async () => {
    await note('bor', 'Before');
    await writes();
    await mailcase.settled();
    expect(await queued()).toEqual([]);
    await note('bor', 'After');
    expect(await queued()).toHaveLength(1);
    await mailcase.aggregates.change(systemMail, streams.systemMail, stopSystemMail, by());
    await later(HOUR);
    await note('bor', 'Too late');
    await later(HOUR);
    expect(await queued()).toHaveLength(1);
  });

  it('what comes within some minutes goes together into the next message', async () => {
    await writes();
    for (const text of ['One', 'Two', 'Three']) await note('bor', text);
    expect(await queued()).toHaveLength(1);
    await later(5 * MINUTE);
    const [first = '', second = '', ...more] = await texts();
    expect(more).toEqual([]);
    expect(first).toContain('One');
    expect(second).toMatch(/Subject: Case 1: Tent \(2\)[\s\S]*Two[\s\S]*Three/);
    for (let at = 0; at < 30; at++) {
      await note('bor', `Note ${at}`);
      await later(2 * MINUTE);
    }
    // An hour of this.
    expect((await queued()).length - 2).toBeLessThanOrEqual(12);
  });

  it('of many the last ones are named, and how many more there are', async () => {
    await writes();
    await note('bor', 'First');
    for (let at = 0; at < 120; at++) {
      const decide = (state: Case) => addCaseNote(state, `m${at}`, `Number ${at}.`, []);
      await mailcase.aggregates.change(caseDecider, streams.case(caseId), decide, by('user:bor'));
    }
    await mailcase.settled();
    await later(5 * MINUTE);
    const [, text = ''] = await texts();
    expect(text).toContain('Number 119.');
    expect(text).not.toContain('Number 69.');
    expect(text).toContain('And 70 more');
  });

  it('a digest is one message, at its hour', async () => {
    await writes();
    await wants(ana, { delivery: 'digest', digestHour: 14 });
    for (const text of ['One', 'Two', 'Three']) await note('bor', text);
    await later(3 * HOUR);
    expect(await queued()).toEqual([]);
    await later(2 * HOUR);
    expect(await queued()).toHaveLength(1);
    const [text = ''] = await texts();
    expect(text).toMatch(/One[\s\S]*Two[\s\S]*Three/);
  });

  describe('there is no message, and it is written why', () => {
    beforeEach(async () => {
      await writes();
      await mailcase.aggregates.change(
        accountSending,
        streams.sending(support),
        (state) => pauseAccount(state, support),
        by(),
      );
      await note('bor', 'Hm.');
      expect(await queued()).toEqual([]);
    });
    const address = 'ana@acme.example';
    const emailId = EmailId.parse('sent');
    const report = { address, emailId, report: emailId };

    it.each<[string, () => Promise<unknown>]>([
      ['off', () => wants(ana, { delivery: 'off' })],
      ['read', () => wants(ana, { delivery: 'at-once', email: ['email'] })],
      [
        'read',
        () =>
          append(streams.notifications(ana), {
            type: 'AllNotificationsRead',
            data: { userId: ana, upTo: 1_000, again: [] },
          }),
      ],
      ['inactive', () => mailcase.aggregates.change(user, streams.user(ana), deactivateUser, by())],
      ['old', async () => clock.advance(25 * HOUR)],
      [
        'no-address',
        () => mailcase.aggregates.change(user, streams.user(ana), (state) => setEmailAddresses(state, []), by()),
      ],
      [
        'own-address',
        () =>
          mailcase.aggregates.change(
            user,
            streams.user(ana),
            (state) => setEmailAddresses(state, ['support@acme.example']),
            by(),
          ),
      ],
      [
        'bounced',
        () =>
          append(streams.address(addressIdOf(address)), {
            type: 'AddressBounced',
            data: { ...report, at: clock.now().toISOString(), status: '5.1.1', diagnostic: null },
          }),
      ],
      [
        'complained',
        () =>
          append(streams.address(addressIdOf(address)), {
            type: 'AddressComplained',
            data: { ...report, at: clock.now().toISOString(), feedbackType: 'abuse' },
          }),
      ],
    ])('%s', async (reason, happens) => {
      await happens();
      await mailcase.aggregates.change(
        accountSending,
        streams.sending(support),
        (state) => resumeAccount(state, support),
        by(),
      );
      await mailcase.settled();
      await later(5 * MINUTE);
      expect(await reasons()).toEqual([reason]);
      expect(await queued()).toEqual([]);
    });

    it('what they may not read any more by now is not told', async () => {
      const clerk = RoleId.parse('clerk');
      await append(streams.role(clerk), {
        type: 'RoleDefined',
        data: { roleId: clerk, name: 'Clerk', permissions: NOTHING },
      });
      await append(streams.user(ana), { type: 'UserRolesSet', data: { userId: ana, roleIds: [clerk] } });
      await mailcase.aggregates.change(
        accountSending,
        streams.sending(support),
        (state) => resumeAccount(state, support),
        by(),
      );
      await mailcase.settled();
      await later(5 * MINUTE);
      expect(await reasons()).toEqual(['read']);
    });
  });

  it('an answer to it makes no case, tells nobody and gets no answer', async () => {
    await writes();
    await note('bor', 'Hm.');
    const [mail] = await queued();
    const before = ofType(await log(), 'NotificationsRaised').length;
    for (const from of ['ana@acme.example', 'ana@private.example'])
      await arrives({ from, subject: `Re: ${mail?.subject}`, inReplyTo: mail?.messageId ?? '' });
    const routed = ofType(await log(), 'EmailRouted').slice(-2);
    expect(routed.map(({ data }) => [data.case, data.noCase])).toEqual([
      [null, 'answers-a-notification'],
      [null, 'answers-a-notification'],
    ]);
    expect(ofType(await log(), 'CaseCreated')).toHaveLength(1);
    expect(ofType(await log(), 'NotificationsRaised')).toHaveLength(before);
    await later(HOUR);
    expect(await queued()).toHaveLength(1);
  });

  it('a bounce of it makes no case and tells nobody, and its address gets nothing more', async () => {
    await writes();
    await note('bor', 'Hm.');
    const [mail] = await queued();
    const before = ofType(await log(), 'NotificationsRaised').length;
    const fields = 'Final-Recipient: rfc822;ana@acme.example\nAction: failed\nStatus: 5.1.1\n';
    await takeIn(multipartReport({ fields, returned: { messageId: mail?.messageId ?? '', to: 'ana@acme.example' } }));
    expect(ofType(await log(), 'EmailBounced')).toMatchObject([{ data: { emailId: mail?.emailId, userId: null } }]);
    expect(ofType(await log(), 'AddressBounced')).toMatchObject([{ data: { address: 'ana@acme.example' } }]);
    expect(ofType(await log(), 'CaseCreated')).toHaveLength(1);
    expect(ofType(await log(), 'NotificationsRaised')).toHaveLength(before);
    await later(HOUR);
    await note('bor', 'Once more.');
    expect(await reasons()).toEqual(['sent', 'bounced']);
    expect(await queued()).toHaveLength(1);
  });

  it('what was decided before a crash is queued after it, once, as it was decided', async () => {
    await writes();
    const { put } = adapters.blobs;
    let down = true;
    adapters.blobs.put = (bytes) =>
      down && Buffer.from(bytes).includes('Auto-Submitted')
        ? Promise.reject(new Error('away'))
        : put.call(adapters.blobs, bytes);
    await note('bor', 'Hm.');
    expect(await reasons()).toEqual(['sent']);
    expect(await queued()).toEqual([]);
    await mailcase.stop();
    down = false;
    for (let starts = 0; starts < 2; starts++) {
      mailcase = new Mailcase(adapters);
      await mailcase.start({ fetch: false });
      await mailcase.settled();
      expect(await reasons()).toEqual(['sent']);
      expect(await queued()).toHaveLength(1);
      if (starts === 0) await mailcase.stop();
    }
  });

  it('two that decide at the same time write once', async () => {
    await writes();
    await mailcase.stop();
    mailcase = new Mailcase(adapters);
    const decide = (state: Case) => addCaseNote(state, 'late', 'Hm.', []);
    await mailcase.aggregates.change(caseDecider, streams.case(caseId), decide, by('user:bor'));
    await mailcase.notifying.settle();
    await mailcase.projections.open();
    mailcase.projections.start();
    await mailcase.shown();
    const views = new ReadModels(mailcase.projections, adapters.documents);
    const visible = new VisibleNotifications(views, new RecordAccess(new Subjects(mailcase.log)));
    const addressees = new AddresseesOfMail(views, mailcase.aggregates, new Askers(views), visible);
    const { log: events, aggregates, outgoing } = mailcase;
    const both = [1, 2].map(
      () => new NotificationMail(events, aggregates, adapters.documents, views, outgoing, addressees, clock, silent),
    );
    const { signal } = new AbortController();
    for (let round = 0; round < 3; round++) {
      const ends = await Promise.allSettled(both.map((one) => one.run(signal)));
      for (const [at, { status }] of ends.entries()) if (status === 'rejected') both[at]?.forget();
      await mailcase.shown();
    }
    expect(await reasons()).toEqual(['sent']);
    expect(await queued()).toHaveLength(1);
  });
});
