import { UserId } from '../ids.js';

/** More than these are no mentions but a list. */
const MOST = 50;

/** Between backticks: one line of it, or a block that goes on to its end or that of the text. */
const CODE = /```[\s\S]*?(?:```|$)|`[^`\n]*`/g;
/** Neither part of a word, an address or a path before it, nor going on as one behind it. */
const MENTION =
  /(?<![\p{L}\p{N}_.@/+-])@([a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?)(?![\p{L}\p{N}_@]|[._-]+[\p{L}\p{N}@])/giu;

/** Whom a note names as `@user`, whether there are such users or not; nobody in code, in words or in addresses. */
export function mentionedIn(text: string): readonly UserId[] {
  const found = new Set<UserId>();
  for (const [, name = ''] of text.replaceAll(CODE, ' ').matchAll(MENTION)) {
    const userId = UserId.safeParse(name.toLowerCase());
    if (userId.success) found.add(userId.data);
    if (found.size >= MOST) break;
  }
  return [...found];
}
