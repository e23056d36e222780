/** Header fields by lower-case name; values unfolded. */
type Fields = ReadonlyMap<string, readonly string[]>;

/**
 * Why a message was sent by a machine, or none: a person wrote it. Such messages make no case and get no automatic
 * answer (RFC 3834, section 2; RFC 3464 and RFC 8098 reports; RFC 5965 complaints; RFC 2919 and RFC 2369 lists; and
 * what programs wrote before there was a standard). X-Auto-Response-Suppress alone says nothing of who wrote it:
 * people's own mail programs set it.
 */
export function automaticReason(fields: Fields): string | null {
  return (
    report(fields) ?? autoSubmitted(fields) ?? sender(fields) ?? autoReply(fields) ?? list(fields) ?? precedence(fields)
  );
}

/** RFC 6522, section 3: what kind of report this is. */
function report(fields: Fields): string | null {
  const contentType = value(fields, 'content-type').toLowerCase();
  const kind = /^multipart\/report\s*;.*?\breport-type\s*=\s*"?([a-z0-9-]{1,60})/s.exec(contentType)?.[1];
  if (kind !== undefined) return kind;
  const itself =
    /^(?:message\/(delivery-status|global-delivery-status|disposition-notification|feedback-report))\b/.exec(
      contentType,
    )?.[1];
  if (itself !== undefined) return itself;
  if (/^multipart\/report\b/.test(contentType)) return 'report';
  if (fields.has('feedback-type')) return 'feedback-report';
  return fields.has('x-failed-recipients') ? 'delivery-status' : null;
}

/** RFC 3834, section 5: anything but `no`. */
function autoSubmitted(fields: Fields): string | null {
  const keyword = /^[a-z0-9-]{1,60}/i.exec(value(fields, 'auto-submitted'))?.[0].toLowerCase();
  return keyword === undefined || keyword === 'no' ? null : `auto-submitted: ${keyword}`;
}

/** RFC 5321, section 4.5.5: what must not be answered comes from nobody. */
function sender(fields: Fields): string | null {
  if (/^<\s*>/.test(value(fields, 'return-path'))) return 'null-return-path';
  const program =
    PROGRAM.exec(value(fields, 'from').slice(0, 1_000)) ?? PROGRAM.exec(value(fields, 'return-path').slice(0, 1_000));
  return program?.[1]?.toLowerCase().replaceAll('_', '') ?? null;
}

/** Some write `post_master`. */
const PROGRAM = /(?:^|[\s<"(])(mailer-daemon|post_?master)(?=[@\s>"(]|$)/i;

const AUTO_REPLY_FIELDS = ['x-autoreply', 'x-autorespond', 'x-autoresponse', 'x-auto-reply', 'x-mail-autoreply'];

function autoReply(fields: Fields): string | null {
  const field = AUTO_REPLY_FIELDS.find((name) => fields.has(name) && value(fields, name).toLowerCase() !== 'no');
  if (field !== undefined) return field;
  for (const name of fields.keys()) if (name.startsWith('x-vacation')) return 'vacation';
  return fields.has('x-loop') ? 'x-loop' : null;
}

/** RFC 2919, RFC 2369, and what list programs wrote before. */
const LIST_FIELDS = ['list-id', 'list-post', 'list-unsubscribe', 'list-subscribe', 'mailing-list', 'x-mlserver'];

function list(fields: Fields): string | null {
  return LIST_FIELDS.some((name) => value(fields, name) !== '') ? 'list' : null;
}

function precedence(fields: Fields): string | null {
  const word = /^(?:bulk|list|junk|auto_reply)\b/i.exec(value(fields, 'precedence'))?.[0].toLowerCase();
  return word === undefined ? null : `precedence: ${word}`;
}

const value = (fields: Fields, name: string): string => fields.get(name)?.[0]?.trim() ?? '';
