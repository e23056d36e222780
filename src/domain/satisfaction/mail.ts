import type { Address, Email } from '../email/events.js';
import type { OpenAccount } from '../mail-account/mail-account.js';
import { harmlessFirstName, harmlessName, isMachine, MAX_SUBJECT, taggedSubject } from '../outgoing/automatic-mail.js';
import { placeBehind } from '../outgoing/references.js';
import { firstNameOf } from '../outgoing/sender.js';
import { renderTemplate } from '../outgoing/template.js';
import type { TemplateDefinition } from '../outgoing/template-events.js';

/** What speaks against writing to an address. */
export interface Circumstances {
  /** One of us. */
  isOurs(address: string): boolean;
  /** A machine may write to it: it did not complain, and takes mail. */
  mayBeWritten(address: string): Promise<boolean>;
}

/**
 * Whom a message's case is asked about: who wrote it. None: a machine, one of us, somebody who wants no such mail, or it
 * was only ever brought in from files.
 */
export async function recipientOf(
  email: Email,
  fetched: boolean,
  { isOurs, mayBeWritten }: Circumstances,
): Promise<string | null> {
  const { from, automatic, autoResponse } = email;
  if (!fetched || from === null || automatic !== null || (autoResponse?.refused ?? null) !== null) return null;
  const { address } = from;
  if (address === '' || isMachine(address) || isOurs(address)) return null;
  return (await mayBeWritten(address)) ? address : null;
}

/** What the question is written from. */
export interface QuestionFacts {
  readonly email: Email;
  readonly recipient: string;
  readonly account: Pick<OpenAccount, 'name' | 'emailAddress' | 'sending'>;
  readonly case: { readonly number: number; readonly subject: string };
  /** Who had the case; none: nobody. */
  readonly userName: string | null;
  readonly link: string;
  /** None: a usual text. */
  readonly template: Pick<TemplateDefinition, 'subject' | 'text' | 'html'> | null;
}

/** A message as the outbox takes it, but for what is the same of all. */
export interface QuestionMail {
  readonly from: Address;
  readonly replyTo: readonly Address[];
  readonly to: readonly Address[];
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** RFC 3834, section 3.1.7: it answers nothing; and what programs look at that do not know it. */
const HEADERS = [
  ['Auto-Submitted', 'auto-generated'],
  ['X-Auto-Response-Suppress', 'All'],
] as const;

const SUBJECT = 'How did we do?';
const TEXT = `Dear {{person.firstName|customer}},

your case {{case.number}} is closed. How content are you with how it went? Please tell us here:

{{survey.link}}

If something is still open, answer this message.

{{account.name}}
`;

export function questionOf(facts: QuestionFacts): QuestionMail {
  const { email, recipient, account, template, userName, link } = facts;
  const name = harmlessName(email.from?.name ?? '');
  const values = {
    'case.number': facts.case.number,
    'case.subject': facts.case.subject.slice(0, MAX_SUBJECT),
    'person.name': name,
    'person.firstName': harmlessFirstName(name),
    'person.emailAddress': recipient,
    'user.name': userName,
    'user.firstName': userName === null ? null : firstNameOf(userName),
    'account.name': account.name,
    'account.emailAddress': account.emailAddress,
    'email.subject': email.subject.slice(0, MAX_SUBJECT),
    'survey.link': link,
  };
  const { replyTo } = account.sending;
  const html = template && template.html !== '' ? renderTemplate(template.html, values, 'html') : null;
  return {
    from: { name: account.name, address: account.emailAddress },
    replyTo: replyTo === null ? [] : [{ name: '', address: replyTo }],
    to: [{ name: '', address: recipient }],
    subject: taggedSubject(renderTemplate(template?.subject || SUBJECT, values, 'header'), facts.case.number),
    text: renderTemplate(template?.text ?? TEXT, values, 'text'),
    html,
    ...placeBehind(email),
    headers: HEADERS,
  };
}
