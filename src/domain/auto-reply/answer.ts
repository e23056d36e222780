import type { Email } from '../email/events.js';
import type { AutoReply } from '../mail-account/events.js';
import { type AutomaticMail, taggedSubject, valuesOf } from '../outgoing/automatic-mail.js';
import { renderTemplate } from '../outgoing/template.js';
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

/** RFC 3834, section 3.1.7; and what programs look at that do not know it. */
const HEADERS = [
  ['Auto-Submitted', 'auto-replied'],
  ['X-Auto-Response-Suppress', 'All'],
  ['Precedence', 'auto_reply'],
] as const;
/** Ids in References: the first and the last ones. */
const MAX_REFERENCES = 50;

export function answerOf({ email, decision, settings, template, account, caseSubject }: AnswerFacts): AutomaticMail {
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
