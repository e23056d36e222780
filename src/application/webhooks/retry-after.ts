/**
 * Milliseconds that an answer asks for (RFC 9110, section 10.2.3: seconds, or a date); none: it does not ask, or not in a
 * form that can be read.
 */
export function retryAfterOf(field: string | null, now: number): number | null {
  if (field === null) return null;
  const text = field.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  // Not what `Date.parse` takes besides: a sign, a number with a point.
  const at = /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
