/** A page that opens a download anyway may do nothing. */
export const SANDBOX = "sandbox; default-src 'none'";

/** Types that no program runs and no browser draws with scripts; all else is only bytes. */
const INERT = new Set([
  'application/gzip',
  'application/pdf',
  'application/zip',
  'audio/mpeg',
  'audio/ogg',
  'image/bmp',
  'image/gif',
  'image/jpeg',
  'image/png',
  'image/tiff',
  'image/webp',
  'text/plain',
  'video/mp4',
]);

/** A content type that is safe to serve for what a sender calls so. */
export function inertType(claimed: string): string {
  const [type = ''] = claimed.split(';');
  const plain = type.trim().toLowerCase();
  return INERT.has(plain) ? plain : 'application/octet-stream';
}

/** Halves of a character, which no encoding has: a name from outside, or one that was cut, may end in one. */
const LONE_SURROGATES = /\p{Surrogate}/gu;

/** To be saved, under a name that any client understands (RFC 6266, section 4.3; RFC 8187). */
export function attachmentDisposition(name: string): string {
  const clean =
    name
      .replace(LONE_SURROGATES, '_')
      .replace(/[\p{Cc}\p{Cf}/\\]/gu, '_')
      .slice(0, 200) || 'attachment';
  const ascii = clean.replace(/[^\x20-\x7e]/g, '_').replace(/["%]/g, '_');
  const encoded = encodeURIComponent(clean.replace(LONE_SURROGATES, '_')).replace(/['()*]/g, percent);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

const percent = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
