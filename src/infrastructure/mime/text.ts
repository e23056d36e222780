/** C0, DEL, C1: NUL, CR and LF among them, so that no value can begin a header line of its own. */
const CONTROL = /\p{Cc}+/gu;
/** Marks that turn the direction of what follows, so that `exe.pdf` may stand where `fdp.exe` is. */
const BIDIRECTIONAL = /\p{Bidi_Control}+/gu;
/** What newsletters pad their first line with: soft hyphens, joiners, blanks of no width. */
const INVISIBLE = /\u034f|[\u00ad\u180e\u200b\u200c\u2060-\u2064\ufeff]/g;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/** No text of a header needs more to give what is kept of it. */
const WORK = 64 * 1024;

/**
 * One line of harmless text: without control characters, bidirectional marks and lone surrogates, blanks collapsed,
 * at most `max` UTF-16 units.
 */
export function oneLine(text: string, max: number): string {
  const line = text
    .slice(0, WORK)
    .replace(BIDIRECTIONAL, '')
    .replace(CONTROL, ' ')
    .replace(LONE_SURROGATE, '\ufffd')
    .replace(/\s+/g, ' ')
    .trim();
  return truncate(line, max);
}

/** The first words of a text, at most 300 UTF-16 units, for lists. */
export function previewOf(text: string): string {
  return oneLine(text.trimStart().slice(0, WORK).replace(INVISIBLE, ''), 300);
}

/** At most `max` UTF-16 units, never half of a pair. */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max).trimEnd();
}
