import { compile } from 'html-to-text';
import sanitizeHtml from 'sanitize-html';
import type { HtmlText } from '../../application/ports/html-text.js';

const COLOUR = [/^#[0-9a-f]{3,8}$/i, /^rgba?\([\d\s.,%]+\)$/i, /^[a-z]{3,25}$/i];
const LENGTH = [/^(?:\d{1,4}(?:\.\d+)?(?:px|pt|em|rem|%)?\s*){1,4}$/i, /^auto$/i];
const WORDS = [/^[a-z0-9 ,'"-]{1,100}$/i];
/** Browsers take no notice of capitals, nor of blanks and control characters. */
const IN_ITSELF = /^[\p{Cc}\s]*d\p{Cc}*a\p{Cc}*t\p{Cc}*a\p{Cc}*:/iu;
const OWN_IMAGE = /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+$/;

const RULES: sanitizeHtml.IOptions = {
  allowedTags: [
    ...sanitizeHtml.defaults.allowedTags,
    ...['img', 'del', 'ins', 'font', 'center', 'strike', 'big', 'details', 'summary'],
  ],
  allowedAttributes: {
    a: ['href', 'title'],
    img: ['src', 'alt', 'title', 'width', 'height'],
    blockquote: ['type', 'cite'],
    font: ['color', 'face', 'size'],
    table: ['width', 'border', 'cellpadding', 'cellspacing', 'align', 'bgcolor'],
    td: ['width', 'height', 'colspan', 'rowspan', 'align', 'valign', 'bgcolor'],
    th: ['width', 'height', 'colspan', 'rowspan', 'align', 'valign', 'bgcolor'],
    ol: ['start', 'type'],
    '*': ['dir', 'lang', 'style'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['http', 'https', 'cid', 'data'], blockquote: ['http', 'https', 'cid', 'mid'] },
  allowProtocolRelative: false,
  allowedStyles: {
    '*': {
      color: COLOUR,
      'background-color': COLOUR,
      'font-size': [...LENGTH, ...WORDS],
      'font-family': WORDS,
      'font-weight': WORDS,
      'font-style': WORDS,
      'text-align': WORDS,
      'text-decoration': WORDS,
      'line-height': LENGTH,
      margin: LENGTH,
      'margin-left': LENGTH,
      padding: LENGTH,
      'padding-left': LENGTH,
      'border-left': [/^[a-z0-9 #.()-]{1,60}$/i],
      width: LENGTH,
      'max-width': LENGTH,
      'white-space': WORDS,
    },
  },
  nestingLimit: 200,
  exclusiveFilter: ({ tag, attribs: { src } }) =>
    tag === 'img' && (src === undefined || (IN_ITSELF.test(src) && !OWN_IMAGE.test(src))),
};

const toText = compile({
  wordwrap: false,
  limits: { maxDepth: 200, maxInputLength: 2_000_000, ellipsis: '…' },
  selectors: [
    { selector: 'img', format: 'skip' },
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true, noAnchorUrl: true } },
    { selector: 'table', format: 'block' },
    { selector: 'blockquote', options: { trimEmptyLines: true } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
});

/** By sanitize-html, which keeps what is named and nothing else, and html-to-text. */
export class LibraryHtmlText implements HtmlText {
  clean(html: string): string {
    return sanitizeHtml(html, RULES).trim();
  }

  textOf(html: string): string {
    return toText(html).trim();
  }
}
