import { createHash } from 'node:crypto';
import type { SatisfactionQuestion } from '../../../application/queries/index.js';
import { escapeHtml } from '../../../domain/outgoing/template.js';
import { MAX_COMMENT, RATINGS, type Rating } from '../../../domain/satisfaction/events.js';
import type { HttpRequest } from '../fastify-types.js';

export const HTML_TYPE = 'text/html; charset=utf-8';
/** Browsers say that they take HTML; programs seldom do. */
export const wantsPage = ({ headers }: HttpRequest): boolean => headers.accept?.includes('text/html') ?? false;

type About = Pick<SatisfactionQuestion, 'caseNumber' | 'accountName'>;

const STYLE = `body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem}
fieldset{border:0;padding:0;margin:0 0 1rem}label{display:block;padding:.3rem 0}
textarea{width:100%;box-sizing:border-box;font:inherit}button{font:inherit;padding:.5rem 1.5rem;margin-top:1rem}`;
const styleHash = createHash('sha256').update(STYLE).digest('base64');

/** Of these pages: one style, no script, nothing from elsewhere, and a form that goes to where it comes from. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const WORDS: Readonly<Record<Rating, string>> = {
  5: 'Very content',
  4: 'Content',
  3: 'Neither',
  2: 'Not content',
  1: 'Not content at all',
};

/** The question, as a form. */
export function questionPage(about: About): string {
  const choices = RATINGS.toReversed().map(
    (one) => `<label><input type="radio" name="rating" value="${one}" required> ${WORDS[one]}</label>`,
  );
  return page(titleOf(about), [
    '<form method="post">',
    '<fieldset><legend>How content are you with how it went?</legend>',
    ...choices,
    '</fieldset>',
    `<label for="comment">What would you like to add?</label>`,
    `<textarea id="comment" name="comment" rows="5" maxlength="${MAX_COMMENT}"></textarea>`,
    '<button>Send</button>',
    '</form>',
  ]);
}

export const answeredPage = (about: About): string =>
  page(titleOf(about), ['<p>You have answered this already. Thank you.</p>']);

export const thanksPage = (about: About): string => page(titleOf(about), ['<p>Thank you for your answer.</p>']);

/** @param words as they are meant, not HTML */
export const refusedPage = (words: string): string => page('This did not work', [`<p>${escapeHtml(words)}</p>`]);

const titleOf = ({ accountName, caseNumber }: About): string =>
  accountName === '' ? `Case ${caseNumber}` : `${accountName}: case ${caseNumber}`;

/** @param body HTML */
const page = (title: string, body: readonly string[]): string =>
  [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>`,
    `<body><h1>${escapeHtml(title)}</h1>`,
    ...body,
    '</body></html>',
    '',
  ].join('\n');
