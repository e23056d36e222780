import type { Email } from '../email/events.js';
import type { OpenAccount } from '../mail-account/mail-account.js';
import { type AutomaticMail, GENERATED, isMachine, taggedSubject, valuesOf } from '../outgoing/automatic-mail.js';
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

export interface QuestionMail extends AutomaticMail {
  readonly html: string | null;
}

const SUBJECT = 'How did we do?';
const TEXT = `Dear {{person.firstName|customer}},

your case {{case.number}} is closed. How content are you with how it went? Please tell us here:

{{survey.link}}

If something is still open, answer this message.

{{account.name}}
`;

export function questionOf(facts: QuestionFacts): QuestionMail {
  const { email, recipient, account, template, userName, link } = facts;
  const values = {
    ...valuesOf(email, account, facts.case),
    'person.emailAddress': recipient,
    'user.name': userName,
    'user.firstName': userName === null ? null : firstNameOf(userName),
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
    headers: GENERATED,
  };
}
