import { actionOf, statusOf } from '../../../domain/email/delivery-status.js';
import type { ReportedRecipient } from '../../../domain/email/report.js';
import { normalAddress } from '../addresses.js';
import { lineOf, reported } from './status-fields.js';

/** Of a notice's words; behind that comes what was returned. */
const MAX_NOTICE = 64 * 1024;
/** Longer lines are no notice's. */
const MAX_LINE = 2_000;
const MAX_RECIPIENTS = 10_000;

/** Where programs say that the message which they return begins; each stands at the beginning of a line. */
const RETURNED = [
  /-{2,}\s*(?:below this line is a copy|this is a copy of|the headers? of the original|original message|unsent message|returned message|returned mail|header of|message header)/,
  /(?:original message follows|message headers? follows?|below is a copy|included is a copy|a copy of the message follows|original message headers?|original message)\b.{0,40}[:.]?\s*$/,
  /(?:received|return-path|message-id|mime-version|dkim-signature):\s/,
].map((begins) => new RegExp(`^[ \\t]*${begins.source}`, 'im'));

const ADDRESS = '[^\\s<>"(),:;\\[\\]]{1,200}@[^\\s<>"(),:;\\[\\]]{1,253}';
/** `<ana@example.com>: …`, `   ana@example.com`, `>>> ana@example.com <…>`: a line of its own. */
const AT_THE_BEGINNING = new RegExp(`^[\\s>*-]{0,40}["<]{0,2}(${ADDRESS})(?=[\\s<>":;,(\\[]|$)`);
/** `… could not be delivered to: <ana@example.com>`, `Unknown user: …`, `RCPT TO:<…>`. */
const IN_WORDS = new RegExp(
  `(?:\\bto|\\buser|\\brecipients?|\\berrors|\\baddress(?:es)?|\\bmailing list|\\brcpt to)\\s{0,5}:?\\s{0,5}["<]{0,2}(${ADDRESS})`,
  'i',
);
/** A list program that takes nothing from who is no member. */
const NO_MEMBER = new RegExp(`not (?:a )?member of (?:this|the) mailing list\\s{0,5}["<]{0,2}(${ADDRESS})`, 'i');
/** It says that something did not arrive. */
const FAILED =
  /could ?n[o']t|cannot|can't|unable to|not able to|failed|failure|undeliver|not (?:been )?(?:delivered|relayed)|did not reach|returned|rejected|(?:permanent|fatal|delivery) error|delivery (?:problem|has been delayed|status)|an error|error(?:s|:)|unknown|trouble delivering|not (?:a )?member|delayed|warning/i;

/** The words of a notice, without what it returns. */
export function noticeOf(text: string): string {
  const words = text.slice(0, MAX_NOTICE);
  const ends = RETURNED.map((begins) => begins.exec(words)?.index ?? words.length);
  return words.slice(0, Math.min(...ends));
}

/**
 * Whom a notice in words names, for those systems that write no fields for it: the addresses that stand at the beginning
 * of a line, else those that something could not be delivered "to"; each with the words behind it.
 * @param others who wrote the message and who gets the notice: they stand in it as well
 */
export function recipientsInWords(notice: string, others: ReadonlySet<string>): ReportedRecipient[] {
  if (!FAILED.test(notice)) return [];
  const lines = notice.split(/\r?\n/).map((line) => line.slice(0, MAX_LINE));
  for (const pattern of [NO_MEMBER, AT_THE_BEGINNING, IN_WORDS]) {
    const found = namedIn(lines, pattern, others);
    if (found.size > 0) return describe(lines, found);
  }
  return [];
}

/** What a notice says of recipients that are known from elsewhere. */
export function describedIn(notice: string, recipients: readonly string[]): ReportedRecipient[] {
  const lines = notice.split(/\r?\n/).map((line) => line.slice(0, MAX_LINE));
  const places = new Map<string, number>();
  for (const [n, line] of lines.entries()) {
    const named = normalAddress(AT_THE_BEGINNING.exec(line)?.[1] ?? IN_WORDS.exec(line)?.[1] ?? '');
    if (named !== null && !places.has(named)) places.set(named, n);
  }
  return describe(lines, new Map(recipients.map((address) => [address, places.get(address) ?? lines.length])));
}

/** The addresses, and in which line each stands. */
function namedIn(lines: readonly string[], pattern: RegExp, others: ReadonlySet<string>): Map<string, number> {
  const found = new Map<string, number>();
  for (const [n, line] of lines.entries()) {
    const address = normalAddress((pattern.exec(line)?.[1] ?? '').replace(/[.'>]+$/, ''));
    if (address === null || others.has(address) || found.has(address)) continue;
    found.set(address, n);
    if (found.size === MAX_RECIPIENTS) break;
  }
  return found;
}

function describe(lines: readonly string[], found: ReadonlyMap<string, number>): ReportedRecipient[] {
  const all = lines.join('\n');
  const action = actionOf(all);
  const common = tellingLine(lines);
  const starts = new Set(found.values());
  return [...found].map(([recipient, n]) => {
    const own = paragraph(lines, n, starts).replace(recipient, '').trim();
    const diagnostic = lineOf(unicode(statusOf(own) === null ? (common ?? own) : own));
    return reported({ recipient, finalRecipient: null, action, status: null, diagnostic });
  });
}

/** From the line that names a recipient to the next empty line, or to the next that names one. */
function paragraph(lines: readonly string[], from: number, starts: ReadonlySet<number>): string {
  const own: string[] = [];
  for (let n = from; n < lines.length && own.length < 20; n++) {
    const line = lines[n] ?? '';
    if (n > from && (line.trim() === '' || starts.has(n))) break;
    own.push(line.trim());
  }
  return own.join(' ');
}

/** The line that says most: with a status, else with words that are commonly meant for one. */
function tellingLine(lines: readonly string[]): string | null {
  const telling = lines.filter((line) => statusOf(line) !== null);
  return telling.find((line) => /(?<!\d)[45]\d\d[\s-]|[45]\.\d{1,3}\.\d{1,3}/.test(line)) ?? telling[0] ?? null;
}

/** Text as the header's reader wants its bytes. */
const unicode = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
