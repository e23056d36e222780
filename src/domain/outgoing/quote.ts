import type { Address, Email } from '../email/events.js';
import { escapeHtml, oneLine } from './template.js';
import type { Texts } from './template-events.js';

/** A message whose words are quoted; its HTML is safe already. */
export interface Quoted extends Pick<Email, 'from' | 'to' | 'cc' | 'subject' | 'date'> {
  readonly text: string;
  readonly html: string;
}

/** Characters of a text that are quoted. */
const MOST = 200_000;

/** Addresses that are not told, in lower case: of them the names alone. */
export type Untold = ReadonlySet<string>;

/** What is answered, below the answer: each line behind `>`, and as a block of HTML. */
export function quoted(message: Quoted, untold: Untold): Texts {
  const who = message.from ? person(message.from, untold) : 'somebody';
  const attribution = `${message.date ? `On ${dateOf(message.date)}, ` : ''}${who} wrote:`;
  const lines = cut(message.text)
    .split(/\r?\n/)
    .map((line) => (line.startsWith('>') ? `>${line}` : line === '' ? '>' : `> ${line}`));
  return {
    text: `${attribution}\n${lines.join('\n')}`,
    html: `<p>${escapeHtml(attribution)}</p><blockquote type="cite">${htmlOf(message)}</blockquote>`,
  };
}

/** What is passed on, with what its header says. */
export function forwarded(message: Quoted, untold: Untold): Texts {
  const people = (list: readonly Address[]) => list.map((one) => person(one, untold)).join(', ');
  const facts: readonly (readonly [string, string])[] = [
    ['From', message.from ? person(message.from, untold) : ''],
    ['Date', message.date ? dateOf(message.date) : ''],
    ['Subject', oneLine(message.subject)],
    ['To', people(message.to)],
    ['Cc', people(message.cc)],
  ];
  const told = facts.filter(([, value]) => value !== '');
  const heading = '---------- Forwarded message ----------';
  return {
    text: [heading, ...told.map(([name, value]) => `${name}: ${value}`), '', cut(message.text)].join('\n'),
    html: `<p>${heading}<br>${told.map(([name, value]) => `${name}: ${escapeHtml(value)}`).join('<br>')}</p>${htmlOf(message)}`,
  };
}

const cut = (text: string): string => text.slice(0, MOST).trimEnd();
const htmlOf = ({ html, text }: Quoted): string => (html !== '' ? html : htmlOfText(cut(text)));

/** HTML that looks as the text does. */
export const htmlOfText = (text: string): string =>
  text
    .trim()
    .split(/\r?\n(?:[ \t]*\r?\n)+/)
    .map((paragraph) => `<p>${escapeHtml(paragraph).replaceAll(/\r?\n/g, '<br>')}</p>`)
    .join('\n');

function person({ name, address }: Address, untold: Untold): string {
  const isUntold = untold.has(address.toLowerCase());
  const said = oneLine(name);
  if (isUntold) return [...untold].some((one) => said.toLowerCase().includes(one)) || said === '' ? 'us' : said;
  return said === '' ? address : `${said} <${address}>`;
}

/** `2 March 2026, 09:00 UTC`, wherever it is read. */
function dateOf(instant: string): string {
  const date = new Date(instant);
  const month = date.toLocaleString('en-GB', { month: 'long', timeZone: 'UTC' });
  return `${date.getUTCDate()} ${month} ${date.getUTCFullYear()}, ${instant.slice(11, 16)} UTC`;
}
