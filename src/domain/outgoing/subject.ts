import { oneLine } from './template.js';

/** What programs in many languages put before the subject of an answer; `Re[2]:` and `Re (3):` count how many. */
const ANSWER = /^\s*(?:re|aw|antw|antwort|sv|odg|ref|rif|odp|vs|ynt|回复|答复)\s*(?:[[(]\d+[\])])?\s*[:：]\s*/i;
const FORWARD = /^\s*(?:fwd?|wg|pd|tr|rv|enc|i|doorst|vl|videresend|转发)\s*(?:[[(]\d+[\])])?\s*[:：]\s*/i;

/** Characters of a subject. */
const MOST = 900;

/**
 * The subject of an answer: that of the message which is answered, with `Re:` once.
 * @param tag of the case, where it is to stand in the subject
 */
export function answerSubject(subject: string, tag: number | null): string {
  return prefixed('Re: ', without(oneLine(subject), ANSWER), tag);
}

/** The same with `Fwd:`; that what is forwarded was an answer itself stays to be seen. */
export function forwardSubject(subject: string, tag: number | null): string {
  return prefixed('Fwd: ', without(oneLine(subject), FORWARD), tag);
}

function prefixed(prefix: string, subject: string, tag: number | null): string {
  const isTagged = tag === null || subject.includes(`[#${tag}]`);
  return `${prefix}${isTagged ? '' : `[#${tag}] `}${subject}`.slice(0, MOST).trim();
}

function without(subject: string, prefix: RegExp): string {
  let rest = subject;
  while (prefix.test(rest)) rest = rest.replace(prefix, '');
  return rest;
}
