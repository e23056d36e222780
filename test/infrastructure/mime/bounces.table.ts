import type { ReportedAction } from '../../../src/domain/email/report.js';

/** What is expected of one message, and why: the words of the message that say so. */
export interface Expected {
  readonly recipient: string | null;
  readonly action?: ReportedAction;
  readonly status?: string | null;
  readonly permanent?: boolean;
  readonly messageId: string | null;
  readonly why: string;
}

const failed = (
  recipient: string,
  status: string | null,
  messageId: string | null,
  why: string,
  permanent = true,
): Expected => ({ recipient, action: 'failed', status, permanent, messageId, why });

/**
 * Bounces of many mail systems, by file name. A status is the one that is stated, in a Status field before anything else;
 * where none is stated, the one that the words are commonly meant for.
 */
export const expectedReports: Readonly<Record<string, Expected>> = {
  'arf-01.eml': {
    recipient: 'redacted@example.net',
    action: 'complained',
    status: null,
    permanent: false,
    messageId: null,
    why: 'Feedback-Type: abuse; no Original-Rcpt-To, but what is given back went to one address, and has no Message-ID',
  },
  'lhost-activehunter-01.eml': failed(
    'kijitora@example.org',
    '5.1.1',
    '<0000000000.00000000000@mx4.example.org>',
    '">>> kijitora@example.org", "550 sorry, no mailbox here by that name (#5.1.1 - chkusr)"; no delivery-status part',
  ),
  'lhost-amavis-01.eml': failed(
    'neko@example.co.jp',
    '5.1.1',
    '<Qdmail.0.0.0e_8ed60e1eb3e559f02254e3437c3110b1@example.net>',
    'Original-Recipient and Final-Recipient, Status 5.1.1; text/rfc822-headers',
  ),
  'lhost-amazonses-01.eml': failed(
    'shironeko@example.co.jp',
    '5.0.0',
    '<000001321defbd2a-788e31c8-2be1-422f-a8d4-cf7765cc9ed7-000000@email.amazonses.com>',
    'Status: 5.0.0 (permanent failure): the comment is none of it',
  ),
  'lhost-amazonworkmail-01.eml': failed(
    'kijitora@example.jp',
    '5.1.1',
    '<000001523f1865dd-0dbfd06e-bfce-4637-b049-3318ea42f98a-000000@us-west-2.amazonses.com>',
    'the fields stand in the quoted-printable text, folded in the middle of words',
  ),
  'lhost-apachejames-01.eml': failed(
    '000000000000@vtext.example.com',
    '5.1.1',
    '<00000000000000.00000.qmail@example.com>',
    '"RCPT TO: 000000000000@…", "550 - … no such user here"; nothing is given back, In-Reply-To names the message',
  ),
  'lhost-barracuda-01.eml': failed(
    'kijitora@example.org',
    '5.7.1',
    '<ad4be1052982bf7aa5558be760abbf74@neko.example.com>',
    'Final-Recipient, Status 5.7.1; text/rfc822-headers',
  ),
  'lhost-bigfoot-02.eml': failed(
    'kijitora@example.org',
    '5.7.1',
    '<2015042923344500.neko.nyaan@smtp.r3.example.com>',
    'Final-Recipient in angle brackets; Status 5.7.1; given back as message/partial',
  ),
  'lhost-biglobe-01.eml': failed(
    'postmaster@mxr.biglobe.ne.jp',
    '5.2.2',
    '<000000000000000000000000000000@example.com>',
    'an address alone in its line; "exceeded the local limit" of a mailbox; none stated',
  ),
  'lhost-courier-01.eml': failed(
    'kijitora@example.co.jp',
    '5.0.0',
    null,
    'Status: 5.0.0 as stated, though the diagnostic has 5.1.1; what is given back has no Message-ID',
  ),
  'lhost-domino-01.eml': failed(
    'kijitora@example.jp',
    '5.1.1',
    null,
    '"was not delivered to: kijitora@…", "not listed in Domino Directory"; nothing is given back',
  ),
  'lhost-dragonfly-01.eml': failed(
    'pseudo-local-part@google.example.com',
    '5.7.26',
    '<66681288.e06d1.3824794@df.example.jp>',
    '"delivering your mail to <…>", "550-5.7.26 Unauthenticated email"',
  ),
  'lhost-einsundeins-02.eml': failed(
    'kijitora@example.org',
    '5.3.4',
    '<eeeeeeee.neko.000000000nyaaan-00@smtp.example.jp>',
    '"The following address failed:", "Mail size limit exceeded"; none stated',
  ),
  'lhost-exchange2003-01.eml': failed(
    'kijitora@example.jp',
    '5.1.1',
    null,
    '"kijitora@example.jp on Thu, …", "The recipient name is not recognized"; nothing is given back',
  ),
  'lhost-exchange2007-01.eml': failed(
    'mikeneko@example.co.jp',
    '5.1.1',
    null,
    'Final-Recipient, Status 5.1.1; what is given back has no Message-ID',
  ),
  'lhost-exim-01.eml': failed(
    'kijitora@example.ed.jp',
    '5.7.0',
    '<E1P1ce6-000Egt-GZ@e1.example.org>',
    'X-Failed-Recipients, "550 5.7.0 … Please use the smtp server of your ISP"; of two ids that of the header',
  ),
  'lhost-ezweb-01.eml': failed(
    'this-message-rejected-by-the-domain-filter@ezweb.ne.jp',
    null,
    '<20080907124011.12ABCD8@lsean.ezweb.ne.jp>',
    'the address in the first line; "rejected by a remote mail server", and no reason',
  ),
  'lhost-fml-02.eml': failed(
    'neko-nyaan@example.org',
    '5.7.2',
    '<200504292334.j5290000000022@aosima.example.org>',
    'a list refuses who is no member: "not a member of this mailing list <…>"; References names the message',
  ),
  'lhost-gmail-01.eml': failed(
    'userunknown@example.jp',
    '5.1.1',
    '<D992C2C3-F175-4C4D-97E2-53A90E4E5BF5@gmail.com>',
    'X-Failed-Recipients: one of the two that the message went to; "550 5.1.1"',
  ),
  'lhost-gmx-01.eml': failed(
    'shironeko@example.jp',
    '5.2.2',
    '<trinity-d174cb7e-d4a8-4dd5-8b53-7a9f70928e75-1417217529360@3capp-mailcom-lxa02>',
    'the address in quotation marks, "5.2.2 … Mailbox Full" without a reply code',
  ),
  'lhost-googlegroups-01.eml': failed(
    'libsisimai@googlegroups.com',
    null,
    '<D0E3D626-1C96-4749-8101-62C0CE13B1D5@example.jp>',
    'X-Failed-Recipients; the reasons are in Japanese, and no status is stated',
  ),
  'lhost-googleworkspace-01.eml': failed(
    'neko-nyaan-cat-meeting@google-groups.example.com',
    null,
    '<CAByYQsF5qdTf_h-1AAVPW0RgR1YN+LE=+0Uv9LpQ4aA_myPtCw@mail.gmail.com>',
    'the delivery-status part is empty: X-Failed-Recipients; "Unspecified Error"',
  ),
  'lhost-imailserver-01.eml': failed(
    'kijitora@example.com',
    '5.1.1',
    '<00000000.ffffffff@example.org>',
    '"Unknown user: kijitora@example.com"',
  ),
  'lhost-kddi-01.eml': failed(
    'kijitora@x0000000000000.dion.ne.jp',
    '5.2.2',
    '<2013000000000000@example.jp>',
    'no field says that a machine wrote it, but it gives back what its recipient sent; "their mailbox is full"',
  ),
  'lhost-mailfoundry-01.eml': failed(
    'kijitora@example.org',
    '5.1.1',
    '<000000000.0000000000000.neko@gw.example.jp>',
    '"Unable to deliver message to: <…>", "550 … No such user here"; none stated',
  ),
  'lhost-mailmarshal-02.eml': failed(
    'kijitora@nyaan.example.com',
    '5.1.1',
    null,
    '"The following recipients were affected", "550 5.1.1 User unknown" above it; nothing is given back',
  ),
  'lhost-mailru-01.eml': failed(
    'kijitora@example.jp',
    '5.1.1',
    '<8F3CE2D8-D60E-48C3-B9AF-BED628EE2CA5@mail.example.ru>',
    'X-Failed-Recipients; twice in the text, in Russian and in English',
  ),
  'lhost-mcafee-01.eml': failed(
    'kijitora@example.co.jp',
    '5.1.1',
    '<000000000000000000000.shironeko@example.jp>',
    'Original-Recipient without a type, no Status; "550 Unknown user"',
  ),
  'lhost-messagingserver-01.eml': failed(
    'kijitora@example.jp',
    '5.1.1',
    '<CD8C6134-C312-41D5-B083-366F7FA1D752@me.example.com>',
    'Status: 5.1.1 (Remote SMTP server has rejected address)',
  ),
  'lhost-mfilter-01.eml': failed(
    'kijitora@example.com',
    '5.1.1',
    '<000000000000000@exmaple.com>',
    'ISO-2022-JP; "550 unknown user"',
  ),
  'lhost-mimecast-01.eml': failed(
    'sabineko@neko.ef.example.org',
    '5.4.1',
    null,
    '"-- sabineko@…", "-- 5.4.1 Recipient address rejected"; nothing is given back',
  ),
  'lhost-mxlogic-01.eml': failed(
    'kijitora@example.co.jp',
    '5.1.1',
    '<0AE85451-E088-48AE-804E-1F4B713B6C63@example.jp>',
    '"<kijitora@…>: 550 5.1.1"',
  ),
  'lhost-notes-01.eml': failed(
    'kijitora@u1.example.co.jp',
    null,
    '<000000000.0000000000000.notes@example.co.jp>',
    '"Failure Reasons", in Japanese, and no status; the recipient is not the one in To',
  ),
  'lhost-office365-01.eml': failed(
    'kijitora@example.com',
    '5.1.10',
    '<FFFFFFFF.EEEEEEEE@example.ed.jp>',
    'only the text is left of the report: "550 5.1.10 RESOLVER.ADR.RecipientNotFound"',
  ),
  'lhost-opensmtpd-01.eml': failed(
    'apdugoaidugoaidugoaeiudggadi@gmail.com',
    '5.1.1',
    null,
    '"apdugo…@gmail.com: 550 5.1.1"; what is given back has no Message-ID',
  ),
  'lhost-outlook-01.eml': failed(
    'kijitora@example.jp',
    '5.2.2',
    '<BLU436-SMTP6645ECA6E7FEFFE86D040BBA770@phx.gbl>',
    'Final-Recipient, Status 5.2.2',
  ),
  'lhost-postfix-01.eml': failed(
    'kijitora@example.org',
    '5.1.1',
    null,
    'Original-Recipient, passed on to Final-Recipient r@p351355.pool.example.ne.jp; what is given back is empty',
  ),
  'lhost-powermta-01.eml': failed(
    'kijitora@example.jp',
    '5.2.1',
    '<68b329da9893e34099c7d8ad59d65e762ff.20110917110726@mail22.neko.example.net>',
    'Status: 5.2.1 (mailbox disabled, not accepting messages)',
  ),
  'lhost-qmail-01.eml': failed(
    'kijitora@example.ne.jp',
    '5.5.0',
    '<000000000.9999999999999.JavaMail.postmaster@mailhub>',
    'QSBMF: "<kijitora@example.ne.jp>:", "(#5.5.0)"; the message was written to another address and passed on',
  ),
  'lhost-receivingses-01.eml': failed(
    'userunknown@neko.example.jp',
    '5.1.1',
    '<DCB08CC1-D236-48E2-9A8D-2492DACE50E2@example.co.jp>',
    'the fields in another order; Status 5.1.1',
  ),
  'lhost-sendgrid-01.eml': failed(
    'kijitora@example.jp',
    '5.1.1',
    '<F9B4AEED-722D-47FD-929E-3625AF2161BB@example.jp>',
    'Diagnostic-Code without a type; Status 5.1.1',
  ),
  'lhost-sendmail-01.eml': failed(
    'userunknown@bouncehammer.jp',
    '5.1.1',
    '<E1C50F1B-1C83-4820-BC36-AC6FBFBE8568@example.org>',
    'RFC 3464 as it is written',
  ),
  'lhost-surfcontrol-01.eml': failed(
    'kijitora@example.com',
    '5.0.0',
    '<20100429233445.00000000000@mx4.example.co.jp>',
    'Status: 5.0.0 as stated, though the diagnostic says "No such user"',
  ),
  'lhost-trendmicro-01.eml': failed(
    'kijitora@example.co.jp',
    '5.1.1',
    '<00000000000.000000000000@e3.example.co.jp>',
    '"Sent <<< RCPT TO:<…>", "Received >>> 550 5.1.1"',
  ),
  'lhost-v5sendmail-01.eml': failed(
    'kijitora@example.com',
    '4.4.1',
    null,
    'names nobody, but gives back a message to one address; "421 … Connection timed out": given up, and not for good',
    false,
  ),
  'lhost-verizon-01.eml': failed(
    '0000000000@vzwpix.com',
    '5.1.1',
    null,
    'names nobody, but quotes "To: 0000000000@vzwpix.com"; "No valid recipients"',
  ),
  'lhost-x1-01.eml': failed(
    'kijitora@example.co.jp',
    '5.1.1',
    '<000000000000000000000000000000000000@example.jp>',
    '"kijitora@example.co.jp [User unknown]"; the header that is given back stands as that of its part',
  ),
  'lhost-x2-01.eml': failed(
    'kijitora@example.co.jp',
    '5.1.1',
    '<00000000000000000000000000000000@example.jp>',
    `"This user doesn't have a example.co.jp account"; none stated`,
  ),
  'lhost-x3-01.eml': failed(
    'kijitora@example.com',
    '5.3.0',
    '<fffffffffffffffffffffffffffffff@xample.org>',
    'multipart/report without a type and without fields; "553 5.3.0"',
  ),
  'lhost-x4-01.eml': failed(
    'kijitora@example.com',
    '5.2.2',
    '<1d487c58d0faacf5c0cc6519bd15395f@example.com>',
    '"the user\'s mailfolder is full"; none stated, "status 100" is none',
  ),
  'lhost-x5-01.eml': failed(
    'kijitora@neko.example.org',
    '5.1.1',
    '<2222222222.0000000000002.JavaMail.nekogate@cat.example.jp>',
    'a report within a report: the outer one names nobody',
  ),
  'lhost-x6-01.eml': failed(
    'kijitora@nyaan.example.org',
    '5.4.6',
    '<68b329da9893e34099c7d8ad5cb9c940@x6.example.co.jp>',
    '"returned permanent errors: kijitora@…", "[554 5.4.6 Hop count exceeded"; the header is an attached file',
  ),
  'lhost-yahoo-01.eml': failed(
    'kijitora@example.org',
    '5.1.1',
    '<6AE6249A-E7A8-4980-862C-F499F6B8E7C5@y.example.co.jp>',
    '"<kijitora@example.org>:", "Remote host said: 550 5.1.1"',
  ),
  'lhost-yandex-01.eml': failed(
    'kijitora@example.jp',
    '5.1.1',
    '<446281417885946@web20h.yandex.ru>',
    'Final-Recipient, Status 5.1.1',
  ),
  'lhost-zoho-01.eml': failed(
    'kijitora@example.co.jp',
    '5.1.1',
    '<14a3e1b4b5a.10b1a4c5610175.8588386083425091336@zoho.example.com>',
    '"kijitora@example.co.jp Invalid Address, ERROR_CODE :550, ERROR_CODE :5.1.1"',
  ),
  'rfc3464-01.eml': failed(
    'userunknown@bouncehammer.jp',
    '5.1.1',
    '<E1C50F1B-1C83-4820-BC36-AC6FBFBE8568@example.org>',
    'the fields count, not the words ("Not enough disk space" for somebody else)',
  ),
  'rfc3834-01.eml': { recipient: null, messageId: null, why: 'a vacation notice: automatic, and no report' },
};
