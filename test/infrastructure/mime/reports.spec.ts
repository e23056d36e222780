import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { EmailReceivedData } from '../../../src/domain/email/events.js';
import { EmailReport } from '../../../src/domain/email/report.js';
import { MailparserParser } from '../../../src/infrastructure/mime/index.js';
import { delayedInWords, deliveryStatus, multipartReport, noReports, noticesInWords } from '../../support/bounces.js';

const parser = new MailparserParser();
const reportOf = async (bytes: Buffer) => (await parser.parse(bytes)).report;
const unknown = {
  recipient: 'nina@customer.example',
  finalRecipient: null,
  action: 'failed',
  status: '5.1.1',
  permanent: true,
};

describe('delivery status notifications (RFC 3464)', () => {
  it('say what became of each recipient', async () => {
    const fields = `Reporting-MTA: dns; mx.elsewhere.example
Arrival-Date: Mon, 6 Jan 2025 09:00:00 +0000

Original-Recipient: rfc822;Nina@Customer.example
Final-Recipient: rfc822; box17@mail.customer.example
Action: failed
Status: 5.1.1 (no such mailbox)
Remote-MTA: dns; mx.customer.example
Diagnostic-Code: smtp; 550 5.1.1 <box17@mail.customer.example>:
    nobody here

Final-Recipient: rfc822; jan@customer.example
Action: delayed
Status: 4.4.1
Will-Retry-Until: Fri, 10 Jan 2025 09:00:00 +0000

Final-Recipient: rfc822;eva@customer.example
Action: delivered (to a mailbox)
Status: 2.0.0
`;
    expect(await reportOf(multipartReport({ fields }))).toEqual({
      kind: 'delivery',
      originalMessageId: '<sent-1@acme.example>',
      feedbackType: null,
      leftOut: 0,
      recipients: [
        {
          ...unknown,
          finalRecipient: 'box17@mail.customer.example',
          diagnostic: '550 5.1.1 <box17@mail.customer.example>: nobody here',
        },
        {
          ...unknown,
          recipient: 'jan@customer.example',
          action: 'delayed',
          status: '4.4.1',
          diagnostic: null,
          permanent: false,
        },
        {
          ...unknown,
          recipient: 'eva@customer.example',
          action: 'delivered',
          status: '2.0.0',
          diagnostic: null,
          permanent: false,
        },
      ],
    });
  });

  it.each(['text/rfc822-headers', 'message/rfc822', 'message/global', 'message/global-headers', 'message/partial'])(
    'find the Message-ID in what is given back as %s',
    async (returnedAs) => {
      const report = await reportOf(multipartReport({ fields: deliveryStatus('nina@customer.example'), returnedAs }));
      expect(report?.originalMessageId).toBe('<sent-1@acme.example>');
    },
  );

  it('are internationalised (RFC 6533)', async () => {
    const fields = `Reporting-MTA: dns; mx.elsewhere.example

Original-Recipient: utf-8;\\x{17D}iga@customer.example
Final-Recipient: utf-8; žiga@kočevje.example
Action: failed
Status: 5.1.1
`;
    const bytes = multipartReport({ fields, type: 'delivery-status', part: 'message/global-delivery-status' });
    expect((await reportOf(bytes))?.recipients).toEqual([
      {
        ...unknown,
        recipient: 'žiga@customer.example',
        finalRecipient: 'žiga@xn--koevje-j2a.example',
        diagnostic: null,
      },
    ]);
  });

  it('have no Message-ID where nothing is given back, and are reports all the same', async () => {
    const bytes = multipartReport({ fields: deliveryStatus('nina@customer.example'), returned: null });
    expect(await reportOf(bytes)).toMatchObject({ originalMessageId: null, recipients: [unknown] });
  });

  it('are read the same from a stream, in pieces of any size', async () => {
    const bytes = multipartReport({ fields: deliveryStatus('nina@customer.example') });
    for (const size of [1, 7, 1_000]) {
      const pieces = async function* () {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      };
      expect(await parser.parse(async () => pieces())).toEqual(await parser.parse(bytes));
    }
  });
});

describe('notices in words', () => {
  it.each(Object.entries(noticesInWords))('%s', async (_name, bytes) => {
    const { report, automatic } = await parser.parse(bytes);
    expect(report).toMatchObject({
      kind: 'delivery',
      originalMessageId: '<sent-1@acme.example>',
      recipients: [{ ...unknown, diagnostic: expect.stringContaining('5.1.1') }],
    });
    expect(report?.recipients).toHaveLength(1);
    expect(automatic).not.toBeNull();
  });

  it('a message that waits has not failed', async () => {
    expect(await reportOf(delayedInWords)).toMatchObject({
      originalMessageId: '<sent-1@acme.example>',
      recipients: [{ recipient: 'nina@customer.example', action: 'delayed', status: '4.3.0', permanent: false }],
    });
  });
});

describe('disposition notifications (RFC 8098)', () => {
  const mdn = (disposition: string, id = 'Original-Message-ID: <sent-1@acme.example>') =>
    multipartReport({
      type: 'disposition-notification',
      head: ['From: Nina <nina@customer.example>', 'Subject: Read: Your printer'],
      fields: `Reporting-UA: mail.customer.example; Mail 1.0\nFinal-Recipient: rfc822;nina@customer.example\n${id}\nDisposition: ${disposition}\n`,
      returned: null,
    });

  it('say that a message was displayed', async () => {
    expect(await reportOf(mdn('manual-action/MDN-sent-manually; displayed'))).toEqual({
      kind: 'disposition',
      originalMessageId: '<sent-1@acme.example>',
      feedbackType: null,
      leftOut: 0,
      recipients: [{ ...unknown, action: 'displayed', status: null, diagnostic: null, permanent: false }],
    });
  });

  it('of a kind that is none are no report', async () => {
    expect(await reportOf(mdn('automatic-action/MDN-sent-automatically; denied'))).toBeNull();
  });
});

describe('feedback reports (RFC 5965)', () => {
  const feedback = (fields: string) =>
    multipartReport({
      type: 'feedback-report',
      head: ['From: Abuse desk <fbl@elsewhere.example>', 'Subject: Complaint'],
      fields: `${fields}User-Agent: desk/1\nVersion: 1\n`,
    });

  it('name whose complaint it is', async () => {
    const report = await reportOf(feedback('Feedback-Type: abuse\nOriginal-Rcpt-To: <nina@customer.example>\n'));
    expect(report).toMatchObject({
      kind: 'feedback',
      feedbackType: 'abuse',
      originalMessageId: '<sent-1@acme.example>',
      recipients: [{ recipient: 'nina@customer.example', action: 'complained', permanent: false }],
    });
  });

  it('without a recipient are of the only one that the message went to', async () => {
    expect((await reportOf(feedback('Feedback-Type: abuse\n')))?.recipients).toMatchObject([
      { recipient: 'nina@customer.example' },
    ]);
  });
});

describe('a report in a report', () => {
  it('is the one that was passed on', async () => {
    const inner = multipartReport({ fields: deliveryStatus('nina@customer.example') }).toString();
    const bytes = Buffer.from(
      `From: Filter <postmaster@acme.example>\nTo: support@acme.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=_o"\n\n--=_o\nContent-Type: text/plain\n\nA message was returned.\n\n--=_o\nContent-Type: message/rfc822\n\n${inner}\n--=_o--\n`,
    );
    expect(await reportOf(bytes)).toMatchObject({ originalMessageId: '<sent-1@acme.example>', recipients: [unknown] });
  });
});

describe('what is no report', () => {
  it.each(Object.entries(noReports))('%s', async (_name, bytes) => {
    expect((await parser.parse(bytes)).report).toBeNull();
  });

  it('makes nobody who asks a machine', async () => {
    const asks = noReports['a customer who passes a notice on as a file'];
    expect(asks && (await parser.parse(asks)).automatic).toBeNull();
  });
});

describe('hostile reports', () => {
  const valid = (report: EmailReport | null) => {
    EmailReport.nullable().parse(report);
    EmailReceivedData.shape.report.parse(report);
    expect(Buffer.byteLength(JSON.stringify(report))).toBeLessThan(100_000);
  };

  it('with 10,000 recipients keep what an event holds and say how many more there were', async () => {
    const one = (n: number) =>
      `Final-Recipient: rfc822; a${n}@customer.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; ${'x'.repeat(400)}\n`;
    const fields = Array.from({ length: 10_000 }, (_, n) => one(n)).join('\n');
    const start = performance.now();
    const report = await reportOf(multipartReport({ fields: `Reporting-MTA: dns; x\n\n${fields}` }));
    expect(performance.now() - start).toBeLessThan(5_000);
    valid(report);
    const kept = report?.recipients.length ?? 0;
    expect(kept).toBeGreaterThan(100);
    expect(kept + (report?.leftOut ?? 0)).toBeGreaterThan(7_000);
  });

  it('that name one recipient again and again name it once', async () => {
    const fields = `Reporting-MTA: dns; x\n\n${'Final-Recipient: rfc822; nina@customer.example\nAction: failed\nStatus: 5.1.1\n\n'.repeat(500)}`;
    expect(await reportOf(multipartReport({ fields }))).toMatchObject({ recipients: [unknown], leftOut: 0 });
  });

  it.each([
    ['an endless field', `Final-Recipient: rfc822; ${'a'.repeat(1_000_000)}@x.example\nAction: failed`],
    [
      'words without an end',
      `Final-Recipient: rfc822; a@x.example\nDiagnostic-Code: smtp; ${'5.1.1 unknown '.repeat(50_000)}`,
    ],
    ['empty lines', '\n'.repeat(1_000_000)],
    ['blanks', `${' \t'.repeat(500_000)}\n`],
    ['no field at all', 'x'.repeat(1_000_000)],
    ['a status that is none', 'Final-Recipient: rfc822; a@x.example\nAction: exploded\nStatus: 9.9.9.9'],
  ])('with %s are contained', async (_name, fields) => {
    const start = performance.now();
    valid(await reportOf(multipartReport({ fields: `Reporting-MTA: dns; x\n\n${fields}\n` })));
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  it.each([
    ['addresses', 'a@b.example '.repeat(80_000)],
    ['at signs', '@'.repeat(200_000)],
    ['words', 'could not deliver to '.repeat(50_000)],
    ['digits', '5.1.'.repeat(200_000)],
    ['lines of dashes', `${'-'.repeat(60)}\n`.repeat(10_000)],
    ['full mailboxes', 'mailbox account '.repeat(50_000)],
  ])('in words made of %s are contained', async (_name, text) => {
    const start = performance.now();
    const head = 'Return-Path: <>\nFrom: mailer-daemon@x.example\nTo: support@acme.example\nSubject: failure notice\n';
    valid(await reportOf(Buffer.from(`${head}\n${text}`)));
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  it('within each other are read to a depth', async () => {
    let inner = multipartReport({ fields: deliveryStatus('nina@customer.example') }).toString();
    for (let depth = 0; depth < 30; depth++) {
      inner = `From: postmaster@x.example\nTo: support@acme.example\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="=_${depth}"\n\n--=_${depth}\nContent-Type: message/rfc822\n\n${inner}\n--=_${depth}--\n`;
    }
    valid(await reportOf(Buffer.from(inner)));
  });
});
