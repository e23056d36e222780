import type { Address, Email } from '../email/events.js';
import type { TemplateValues } from './template.js';

/** What all mail has in common that nobody wrote. As the outbox takes it, but for what is the same of all. */
export interface AutomaticMail {
  readonly from: Address;
  readonly replyTo: readonly Address[];
  readonly to: readonly Address[];
  readonly subject: string;
  readonly text: string;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** Of what answers nothing (RFC 3834, section 5); and what programs look at that do not know it. */
export const GENERATED = [
  ['Auto-Submitted', 'auto-generated'],
  ['X-Auto-Response-Suppress', 'All'],
] as const;

/** Characters of a subject. */
const MAX_SUBJECT = 250;

/** With the case's tag in front, by which an answer is known even where a program loses the ids. */
export function taggedSubject(subject: string, caseNumber: number | null): string {
  const tag = `[#${caseNumber}]`;
  const tagged = caseNumber === null || subject.includes(tag) ? subject : `${tag} ${subject}`;
  return tagged.slice(0, MAX_SUBJECT).trim();
}

/** Whoever forges a sender must not have us say their words to somebody else: what is no name is none. */
function harmlessName(name: string): string | null {
  const trimmed = name.trim();
  return trimmed === '' || trimmed.length > 60 || /[@:/<>]|www\.|\.\p{L}{2,}(?:\s|$)/iu.test(trimmed) ? null : trimmed;
}

/** None: that is no name to begin with. */
const harmlessFirstName = (name: string | null): string | null =>
  name === null || name.includes(',') ? null : (name.split(/\s+/)[0] ?? null);

/** What a template may say of the message that it is about, and of its case. */
export function valuesOf(
  { from, subject }: Email,
  account: { readonly name: string; readonly emailAddress: string },
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

/** Names that no person has (RFC 3834, section 2; RFC 2142, section 6), or that say that they are not to be answered. */
const MACHINES = [
  /^(?:mailer-?daemon|post_?master|root|nobody|daemon|uucp|www-data|listserv|majordomo)$/,
  /^owner-|-(?:request|owner)(?:$|\+)|^bounces?(?:$|[-+._])|-bounces?(?:$|[-+._])/,
  /(?:^|[-+._])(?:no|do[-_.]?not|dont|never)[-_.]?(?:reply|replies|respond|response|answer)(?:$|[-+._])/,
  /^auto-?(?:reply|responder|mailer)(?:$|[-+._])/,
];

/** Whether an address is one that nobody reads. */
export function isMachine(address: string): boolean {
  const name = address.slice(0, address.lastIndexOf('@')).toLowerCase();
  return MACHINES.some((machine) => machine.test(name));
}
