/** Notices as mail systems write them, each of its own kind. */

interface Returned {
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
}

const RETURNED: Returned = {
  messageId: '<sent-1@acme.example>',
  from: 'Acme Support <support@acme.example>',
  to: 'nina@customer.example',
};

const headerOf = ({ messageId, from, to }: Returned) =>
  [
    `Return-Path: <support@acme.example>`,
    `Message-ID: ${messageId}`,
    `Date: Mon, 6 Jan 2025 09:00:00 +0000`,
    `From: ${from}`,
    `To: ${to}`,
    `Subject: Your printer`,
    `MIME-Version: 1.0`,
    `Content-Type: text/plain; charset=utf-8`,
  ].join('\n');

const message = (head: readonly string[], body: string, id = `${head.length}.${body.length}`): Buffer =>
  Buffer.from(
    `${[
      ...head,
      'To: support@acme.example',
      'Date: Mon, 6 Jan 2025 09:05:00 +0000',
      `Message-ID: <${id}@mx.elsewhere.example>`,
      'MIME-Version: 1.0',
    ].join('\n')}\n${body}`,
  );

interface MultipartReport {
  /** Names the report. */
  readonly id?: string;
  readonly type?: string;
  readonly part?: string;
  readonly head?: readonly string[];
  readonly words?: string;
  /** The fields, an empty line between two groups. */
  readonly fields: string;
  readonly returned?: Partial<Returned> | null;
  readonly returnedAs?: string;
}

/** RFC 6522: words for people, fields for programs, and what is given back. */
export function multipartReport({
  id,
  type = 'delivery-status',
  part = `message/${type}`,
  head = [
    'Return-Path: <>',
    'From: Mail Delivery Subsystem <mailer-daemon@mx.elsewhere.example>',
    'Subject: Returned mail',
  ],
  words = 'Your message could not be delivered.',
  fields,
  returned = {},
  returnedAs = 'message/rfc822',
}: MultipartReport): Buffer {
  const parts = [
    `Content-Type: text/plain; charset=utf-8\n\n${words}`,
    `Content-Type: ${part}\n\n${fields}`,
    ...(returned ? [`Content-Type: ${returnedAs}\n\n${headerOf({ ...RETURNED, ...returned })}\n\nHello Nina`] : []),
  ];
  return message(
    [...head],
    `Content-Type: multipart/report; report-type=${type};\n boundary="=_limit"\n\n${parts
      .map((one) => `--=_limit\n${one}\n`)
      .join('\n')}\n--=_limit--\n`,
    id,
  );
}

export const deliveryStatus = (recipient: string, fields = 'Action: failed\nStatus: 5.1.1'): string =>
  `Reporting-MTA: dns; mx.elsewhere.example\n\nFinal-Recipient: rfc822; ${recipient}\n${fields}\n`;

const inWords = (head: readonly string[], text: string): Buffer =>
  message(head, `Content-Type: text/plain; charset=utf-8\n\n${text}`);

const DAEMON = ['Return-Path: <>', 'From: MAILER-DAEMON@mx.elsewhere.example'];

/** What programs write that know no fields, each giving back `<sent-1@acme.example>` to nina@customer.example. */
export const noticesInWords: Readonly<Record<string, Buffer>> = {
  qmail: inWords(
    [...DAEMON, 'Subject: failure notice'],
    `Hi. This is the qmail-send program at mx.elsewhere.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<nina@customer.example>:
192.0.2.7 does not like recipient.
Remote host said: 550 5.1.1 nobody by that name
Giving up on 192.0.2.7.

--- Below this line is a copy of the message.

${headerOf(RETURNED)}

Hello Nina`,
  ),
  exim: inWords(
    [
      'Return-Path: <>',
      'X-Failed-Recipients: nina@customer.example',
      'Auto-Submitted: auto-replied',
      'From: Mail Delivery System <Mailer-Daemon@mx.elsewhere.example>',
      'Subject: Mail delivery failed: returning message to sender',
    ],
    `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  nina@customer.example
    host mx.customer.example [192.0.2.7]
    SMTP error from remote mail server after RCPT TO:<nina@customer.example>:
    550 5.1.1 <nina@customer.example>: no such mailbox

------ This is a copy of the message, including all the headers. ------

${headerOf(RETURNED)}

Hello Nina`,
  ),
  exchange: inWords(
    ['From: System Administrator <postmaster@elsewhere.example>', 'Subject: Undeliverable: Your printer'],
    `Delivery has failed to these recipients or groups:

nina@customer.example<mailto:nina@customer.example>
The email address you entered couldn't be found.

Diagnostic information for administrators:

Generating server: mx.elsewhere.example

nina@customer.example
Remote Server returned '550 5.1.1 RESOLVER.ADR.RecipNotFound; not found'

Original message headers:

${headerOf(RETURNED)}
`,
  ),
  postfix: inWords(
    [...DAEMON, 'Subject: Undelivered Mail Returned to Sender'],
    `This is the Postfix program at host mx.elsewhere.example.

I'm sorry to have to inform you that your message could not be
delivered to one or more recipients.

                        The Postfix program

<nina@customer.example>: host mx.customer.example[192.0.2.7] said: 550 5.1.1
    <nina@customer.example>: Recipient address rejected: User unknown (in
    reply to RCPT TO command)

------ Original message ------

${headerOf(RETURNED)}

Hello Nina`,
  ),
  gmail: inWords(
    [
      'Return-Path: <>',
      'From: Mail Delivery Subsystem <mailer-daemon@mx.elsewhere.example>',
      'X-Failed-Recipients: nina@customer.example',
      'Subject: Delivery Status Notification (Failure)',
    ],
    `Delivery to the following recipient failed permanently:

     nina@customer.example

Technical details of permanent failure:
The error that the other server returned was:
550 5.1.1 <nina@customer.example>... User Unknown

----- Original message -----

${headerOf(RETURNED)}

Hello Nina`,
  ),
  yahoo: inWords(
    ['From: MAILER-DAEMON@mx.elsewhere.example', 'Subject: Failure Notice'],
    `Sorry, we were unable to deliver your message to the following address.

<nina@customer.example>:
Remote host said: 550 5.1.1 <nina@customer.example>... User Unknown [RCPT_TO]

--- Below this line is a copy of the message.

${headerOf(RETURNED)}

Hello Nina`,
  ),
  sendmail: inWords(
    ['From: Mail Delivery Subsystem <MAILER-DAEMON@mx.elsewhere.example>', 'Subject: Returned mail: User unknown'],
    `   ----- The following addresses had permanent fatal errors -----
<nina@customer.example>

   ----- Transcript of session follows -----
... while talking to mx.customer.example.:
>>> RCPT To:<nina@customer.example>
<<< 550 5.1.1 <nina@customer.example>... User unknown

   ----- Unsent message follows -----
${headerOf(RETURNED)}

Hello Nina`,
  ),
};

/** A server that has not given up yet. */
export const delayedInWords = inWords(
  [...DAEMON, 'Subject: Warning: message delayed 4 hours'],
  `This message was created automatically by mail delivery software.
A message that you have sent has not yet been delivered to one or more of its recipients.

The address to which the message has not yet been delivered is:

  nina@customer.example
    host mx.customer.example [192.0.2.7]: 451 4.3.0 try again later

No action is required on your part. Delivery attempts will continue for some time.
You do not need to resend it: the server will keep trying.

------ This is a copy of the message's headers. ------

${headerOf(RETURNED)}
`,
);

/** Messages that are no reports, though they speak of one. */
export const noReports: Readonly<Record<string, Buffer>> = {
  'a customer who asks what a notice means': inWords(
    ['From: Nina <nina@customer.example>', 'Subject: Fwd: Undelivered Mail Returned to Sender'],
    `What is this? I wrote to your colleague and got:

> <bor@acme.example>: host mx.acme.example said: 550 5.1.1 User unknown
> Message-ID: <question@customer.example>
`,
  ),
  'a vacation notice that names somebody else': inWords(
    ['Return-Path: <>', 'Auto-Submitted: auto-replied', 'From: Nina <nina@customer.example>', 'Subject: Away'],
    'I am unable to read my mail until Monday. Please write to bor@customer.example, or to <jan@customer.example>.',
  ),
  'a newsletter about bounces': inWords(
    ['List-Id: <news.list.example>', 'From: News <news@list.example>', 'Subject: Mail delivery failed'],
    'Every <nina@customer.example>: 550 5.1.1 user unknown costs you money. Write to sales@list.example.',
  ),
  'a customer who passes a notice on as a file': message(
    ['From: Nina <nina@customer.example>', 'Subject: your mail?'],
    `Content-Type: multipart/mixed; boundary="=_m"

--=_m
Content-Type: text/plain

I could not deliver to <bor@acme.example>, see the file.

--=_m
Content-Type: message/rfc822
Content-Disposition: attachment

From: MAILER-DAEMON@mx.customer.example
To: nina@customer.example
Subject: failure notice

<bor@acme.example>: 550 5.1.1 User unknown

--=_m--
`,
  ),
};
