import type { Address, Email } from '../email/events.js';
import type { AutoReply } from '../mail-account/events.js';
import { harmlessFirstName, harmlessName, MAX_SUBJECT, taggedSubject } from '../outgoing/automatic-mail.js';
import { renderTemplate, type TemplateValues } from '../outgoing/template.js';
import type { TemplateDefinition } from '../outgoing/template-events.js';
import type { AutoReplyDecision } from './events.js';
import type { Responder } from './responders.js';

/** What the answer is written from. */
export interface AnswerFacts {
  readonly email: Email;
  readonly decision: AutoReplyDecision & { readonly answer: NonNullable<AutoReplyDecision['answer']> };
  /** Those that were decided by. */
  readonly settings: AutoReply;
  /** That they name, as it is now; none: they name none, or it is none for this any more. */
  readonly template: Pick<TemplateDefinition, 'subject' | 'text'> | null;
  readonly account: Pick<Responder, 'name' | 'emailAddress'>;
  readonly caseSubject: string | null;
}

/** A message as the outbox takes it, but for what is the same of all. */
export interface AutoReplyMail {
  readonly from: Address;
  readonly replyTo: readonly Address[];
  readonly to: readonly Address[];
  readonly subject: string;
  readonly text: string;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** RFC 3834, section 3.1.7; and what programs look at that do not know it. */
const HEADERS = [
  ['Auto-Submitted', 'auto-replied'],
  ['X-Auto-Response-Suppress', 'All'],
  ['Precedence', 'auto_reply'],
] as const;
/** Ids in References: the first and the last ones. */
const MAX_REFERENCES = 50;

export function answerOf({ email, decision, settings, template, account, caseSubject }: AnswerFacts): AutoReplyMail {
  const { answer, case: belongs } = decision;
  const values = valuesOf(email, account, { number: belongs?.number ?? null, subject: caseSubject });
  const usual = template?.text.trim() ? template.text : settings.text;
  const text = answer.outOfHours && settings.outOfHours ? settings.outOfHours.text : usual;
  const subject = template?.subject.trim() ? template.subject : settings.subject;
  return {
    from: { name: settings.fromName ?? account.name, address: account.emailAddress },
    replyTo: settings.replyTo === null ? [] : [{ name: '', address: settings.replyTo }],
    to: [{ name: '', address: answer.to }],
    subject: taggedSubject(renderTemplate(subject, values, 'header'), belongs?.number ?? null),
    text: renderTemplate(text, values, 'text'),
    inReplyTo: email.messageId,
    references: referencesOf(email),
    headers: HEADERS,
  };
}

/** RFC 5322, section 3.6.4. */
function referencesOf({ messageId, references, inReplyTo }: Email): readonly string[] {
  if (messageId === null) return [];
  const before = references.length > 0 ? references : inReplyTo.length === 1 ? inReplyTo : [];
  const all = [...before.filter((id) => id !== messageId), messageId];
  return all.length <= MAX_REFERENCES ? all : [...all.slice(0, 1), ...all.slice(1 - MAX_REFERENCES)];
}

function valuesOf(
  { from, subject }: Email,
  account: AnswerFacts['account'],
  about: { readonly number: number | null; readonly subject: string | null },
): TemplateValues {
  const name = harmlessName(from?.name ?? '');
  return {
    'case.number': about.number,
    'case.subject': about.subject?.slice(0, MAX_SUBJECT) ?? null,
    'person.name': name,
    'person.firstName': harmlessFirstName(name),
    'person.emailAddress': from?.address ?? null,
    'account.name': account.name,
    'account.emailAddress': account.emailAddress,
    'email.subject': subject.slice(0, MAX_SUBJECT),
  };
}
