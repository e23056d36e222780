/** Elements whose content is not text. */
const HIDDEN = new Set(['script', 'style', 'head', 'title', 'template', 'svg']);
/** Elements that do not break the line they stand in. */
const INLINE = new Set(
  'a abbr b big cite code del em font i img ins kbd mark q s small span strike strong sub sup tt u var wbr'.split(' '),
);
/** The named entities that mail is written with; others stand as they are. */
const ENTITIES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    nbsp: ' ',
    shy: '',
    zwnj: '',
    zwj: '',
    hellip: '…',
    ndash: '–',
    mdash: '—',
    lsquo: '‘',
    rsquo: '’',
    ldquo: '“',
    rdquo: '”',
    bdquo: '„',
    laquo: '«',
    raquo: '»',
    bull: '•',
    middot: '·',
    copy: '©',
    reg: '®',
    trade: '™',
    euro: '€',
    pound: '£',
    deg: '°',
    times: '×',
    scaron: 'š',
    Scaron: 'Š',
    auml: 'ä',
    ouml: 'ö',
    uuml: 'ü',
    Auml: 'Ä',
    Ouml: 'Ö',
    Uuml: 'Ü',
    szlig: 'ß',
    eacute: 'é',
    egrave: 'è',
    agrave: 'à',
    ccedil: 'ç',
    ntilde: 'ñ',
    oacute: 'ó',
    aacute: 'á',
    iacute: 'í',
    uacute: 'ú',
    apos: "'",
  }),
);

/**
 * The text of an HTML document, good enough to read and to preview: no tags, no styles, no scripts, entities decoded,
 * block elements in paragraphs of their own. One pass, linear in its input, whatever that is; stops after `max` characters.
 */
export function htmlToText(html: string, max = Number.POSITIVE_INFINITY): string {
  let text = '';
  let at = 0;
  let headIsOpen = false;
  while (at < html.length && text.length < max) {
    const open = html.indexOf('<', at);
    const until = open === -1 ? html.length : open;
    if (until > at) text += decodeEntities(html.slice(at, until)).replace(/\s+/g, ' ');
    if (open === -1) break;
    if (html.startsWith('<!--', open)) {
      const end = html.indexOf('-->', open + 2);
      if (end === -1) break;
      at = end + 3;
      continue;
    }
    const tag = tagAt(html, open);
    if (tag === null) {
      text += '<';
      at = open + 1;
      continue;
    }
    const close = html.indexOf('>', open);
    if (close === -1) break;
    at = close + 1;
    if (!INLINE.has(tag.name)) text += '\n';
    if (tag.closing || !HIDDEN.has(tag.name) || (tag.name === 'head' && headIsOpen)) continue;
    const end = endOf(html, tag.name, at);
    if (end !== -1) at = end;
    // A style that is never closed hides the rest; a head that is never closed hides nothing, and is looked for once.
    else if (tag.name === 'head') headIsOpen = true;
    else break;
  }
  return text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/\n[ \n]+/g, '\n\n')
    .trim();
}

function tagAt(html: string, open: number): { readonly name: string; readonly closing: boolean } | null {
  const closing = html[open + 1] === '/';
  const start = open + (closing ? 2 : 1);
  let end = start;
  while (end < html.length && end - start < 32 && /[a-z0-9]/i.test(html.charAt(end))) end++;
  const name = html.slice(start, end).toLowerCase();
  if (name !== '' && /[a-z]/.test(name.charAt(0))) return { name, closing };
  // Declarations and processing instructions are tags without a name.
  return html[start] === '!' || html[start] === '?' ? { name: 'span', closing } : null;
}

function endOf(html: string, name: string, from: number): number {
  const end = new RegExp(`</${name}[^>]{0,200}>`, 'gi');
  end.lastIndex = from;
  return end.test(html) ? end.lastIndex : -1;
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]{2,8}));?/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES.get(name) ?? whole;
    const code = hex !== undefined ? Number.parseInt(hex, 16) : Number.parseInt(decimal, 10);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : '\ufffd';
  });
}
