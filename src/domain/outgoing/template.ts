import { Invalid, type InvalidField } from '../errors.js';

/** What a text of ours may name. Another name is refused when the text is saved. */
export const PLACEHOLDERS = [
  'case.number',
  'case.subject',
  'person.name',
  'person.firstName',
  'person.emailAddress',
  'user.name',
  'user.firstName',
  'account.name',
  'account.emailAddress',
  'email.subject',
] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** What the placeholders stand for; one that is missing, or empty, gets the default that stands beside its name. */
export type TemplateValues = Readonly<Partial<Record<Placeholder, string | number | null>>>;

/**
 * Where a text goes: `header` is one line (a subject, a display name), in which nothing can begin another field; in
 * `html` values are escaped, for text and for attribute values alike.
 */
export type TemplateForm = 'text' | 'html' | 'header';

const MARKED = /\{\{([^{}]*)\}\}/g;
const known: ReadonlySet<string> = new Set(PLACEHOLDERS);
const isKnown = (name: string): name is Placeholder => known.has(name);

/**
 * Refuses what could not be rendered: a name that is none, and braces that are not closed. There are no loops, no
 * conditions and no includes.
 * @param path of the field that holds the text, for the error
 * @throws Invalid naming each, with its place: the number of the character, from 1
 */
export function checkTemplate(text: string, path: string, further: readonly string[] = []): void {
  const wrong = problemsOf(text, path, further);
  if (wrong.length > 0) throw new Invalid(wrong, 'template-invalid');
}

/** What `checkTemplate` would refuse. */
export function problemsOf(text: string, path: string, further: readonly string[] = []): InvalidField[] {
  const wrong: InvalidField[] = [];
  // What is left when every placeholder is taken out has no braces to open another.
  const rest = text.replaceAll(MARKED, (whole, inside: string, at: number) => {
    const [name = ''] = split(inside);
    if (!isKnown(name) && !further.includes(name)) {
      const message = `there is no placeholder {{${name.slice(0, 60)}}} (at character ${at + 1}); there are: ${[...PLACEHOLDERS, ...further].join(', ')}`;
      wrong.push({ path, message });
    }
    return ' '.repeat(whole.length);
  });
  const open = rest.indexOf('{{');
  if (open >= 0) wrong.push({ path, message: `a placeholder is not closed (at character ${open + 1})` });
  return wrong;
}

/**
 * The text with its values, each expanded once: a value that looks like a placeholder stays what it is.
 * A name that is none (the text was never checked) gives nothing.
 */
export function renderTemplate(
  text: string,
  values: TemplateValues & Readonly<Record<string, string | number | null | undefined>>,
  form: TemplateForm,
): string {
  const rendered = text.replaceAll(MARKED, (_, inside: string) => {
    const [name = '', ...stated] = split(inside);
    const value = Object.hasOwn(values, name) ? values[name] : null;
    // What stands in the template of HTML is HTML already.
    if (value === null || value === undefined || value === '') return stated.join('|');
    return form === 'html' ? escapeHtml(withoutControls(String(value))) : withoutControls(String(value));
  });
  return form === 'header' ? oneLine(rendered) : rendered;
}

/** `person.name|there`: the name, and its default in as many parts as it has. */
const split = (inside: string): string[] => {
  const [name = '', ...stated] = inside.split('|');
  return [name.trim(), ...stated];
};

/** Values are of one line: a subject or a name that came with line breaks is no reason for any in ours. */
const withoutControls = (value: string): string => value.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');

/** What may stand in a header field (RFC 5322, section 2.2): no line breaks, no control characters. */
export const oneLine = (text: string): string =>
  withoutControls(text)
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim();

export const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
