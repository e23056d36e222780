import type { Granted } from '../../../application/oauth/grants.js';

/** What somebody sees who comes back from a provider. What others have said stands in it as text. */
export function grantedPage({ emailAddress, warnings }: Pick<Granted, 'emailAddress' | 'warnings'>): string {
  return page(`${emailAddress} is authorized`, [
    ...warnings,
    'Its mail is fetched from now on. You can close this window.',
  ]);
}

export function refusedPage(detail: string): string {
  return page('The account is not authorized', [detail]);
}

const page = (title: string, paragraphs: readonly string[]): string =>
  [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><title>${text(title)}</title></head>`,
    `<body><h1>${text(title)}</h1>`,
    ...paragraphs.map((words) => `<p>${text(words)}</p>`),
    '</body></html>',
    '',
  ].join('\n');

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const text = (words: string): string => words.replace(/[&<>"']/g, (one) => ENTITIES[one] ?? '');
