import { Invalid } from '../../domain/errors.js';
import { derivedId } from '../../domain/ids.js';
import { htmlOfText } from '../../domain/outgoing/quote.js';
import type { Texts } from '../../domain/outgoing/template-events.js';
import { checkTexts } from '../../domain/outgoing/text-template.js';
import type { HtmlText } from '../ports/html-text.js';
import type { ComposedAttachment } from '../ports/mail-composer.js';

/** Of one HTML. What reads it takes quadratic time for tags that stand in one another. */
const MOST_TAGS = 20_000;

export function hasTooManyTags(html: string): boolean {
  let count = 0;
  for (const _ of html.matchAll(/<[a-z]/gi)) if (++count > MOST_TAGS) return true;
  return false;
}

/** Of each what is not given is made of the other; HTML is cleaned. @throws Invalid with `too-large` */
export function bothOf(given: Partial<Texts>, html: HtmlText): Texts {
  const isGiven = (text: string | undefined): text is string => text !== undefined && text.trim() !== '';
  if (isGiven(given.html)) {
    if (hasTooManyTags(given.html)) {
      throw new Invalid([{ path: 'html', message: `has more than ${MOST_TAGS} tags` }], 'too-large');
    }
    const cleaned = html.clean(given.html);
    return { html: cleaned, text: isGiven(given.text) ? given.text : html.textOf(cleaned) };
  }
  const { text = '' } = given;
  return { text, html: htmlOfText(text) };
}

/** Settings whose signature, where they have one, is cleaned. @throws Invalid naming placeholders that are none */
export function withSafeSignature<Settings extends { readonly signature?: Partial<Texts> }>(
  settings: Settings,
  html: HtmlText,
): Settings {
  if (!settings.signature) return settings;
  checkTexts({ text: '', html: '', ...settings.signature });
  return { ...settings, signature: bothOf(settings.signature, html) };
}

/** As `clean` writes them. */
const OWN_IMAGE = /src="data:(image\/(?:png|jpeg|gif|webp));base64,([A-Za-z0-9+/=]+)"/g;

/** Images that stand in HTML as `data:`, which mail programs do not show, become files beside it (RFC 2392). */
export function withImagesBeside(html: string): {
  readonly html: string;
  readonly images: readonly ComposedAttachment[];
} {
  const images = new Map<string, ComposedAttachment>();
  const replaced = html.replaceAll(OWN_IMAGE, (_, contentType: string, base64: string) => {
    const content = Buffer.from(base64, 'base64');
    const hash = derivedId('image', contentType, base64).replaceAll('-', '');
    const contentId = `${hash}@images.mailcase`;
    const name = `image-${hash.slice(0, 8)}.${contentType.slice('image/'.length)}`;
    images.set(contentId, { name, contentType, content, contentId });
    return `src="cid:${contentId}"`;
  });
  return { html: replaced, images: [...images.values()] };
}
