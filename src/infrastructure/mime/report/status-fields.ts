import { isPermanent, statusOf } from '../../../domain/email/delivery-status.js';
import {
  EnhancedStatus,
  MAX_DIAGNOSTIC,
  ReportedAction,
  type ReportedRecipient,
} from '../../../domain/email/report.js';
import { normalAddress } from '../addresses.js';
import { decodeRaw, first, type HeaderFields, readHeader } from '../header.js';
import { oneLine } from '../text.js';

/** More are counted and not read. */
const MAX_BLOCKS = 20_000;

const ADDRESS = /[^\s<>"(),:;]{1,200}@[^\s<>"(),;]{1,253}/;

/** The groups of fields of a report (RFC 3464, section 2.1), an empty line between two. Linear in its input. */
export function fieldGroups(text: string): HeaderFields[] {
  return text
    .replaceAll('\r\n', '\n')
    .split(/\n(?:[ \t]*\n)+/, MAX_BLOCKS)
    .map((group) => readHeader(Buffer.from(`${group.trim()}\n\n`, 'latin1')).fields)
    .filter((fields) => fields.size > 0);
}

/** The recipients of a delivery status notification (RFC 3464, section 2.3; RFC 6533, section 3). */
export function deliveryRecipients(groups: readonly HeaderFields[], stands: string | null): ReportedRecipient[] {
  return groups.flatMap((fields) => {
    const original = typedAddress(first(fields, 'original-recipient'));
    const final = typedAddress(first(fields, 'final-recipient'));
    const named = original ?? final;
    const action = ReportedAction.safeParse(/^[a-z]+/.exec((first(fields, 'action') ?? '').trim().toLowerCase())?.[0]);
    const isRecipient = named !== null || (action.success && first(fields, 'status') !== null);
    const recipient = named ?? (isRecipient ? stands : null);
    if (recipient === null) return [];
    const diagnostic = lineOf(first(fields, 'diagnostic-code')?.replace(/^\s*[a-z0-9-]+\s*;\s*/i, '') ?? null);
    return [
      reported({
        recipient,
        finalRecipient: final !== null && final !== recipient ? final : null,
        action: action.success ? action.data : 'failed',
        status: statusField(first(fields, 'status')),
        diagnostic,
      }),
    ];
  });
}

/** What somebody's mail program did with a message (RFC 8098, section 3.2); none: nothing that is known. */
export function disposition(fields: HeaderFields): ReportedRecipient[] {
  const original = typedAddress(first(fields, 'original-recipient'));
  const final = typedAddress(first(fields, 'final-recipient'));
  const recipient = original ?? final;
  const type = /;\s*([a-z]+)/i.exec(first(fields, 'disposition') ?? '')?.[1]?.toLowerCase();
  const action = ReportedAction.extract(['displayed', 'deleted', 'dispatched', 'processed']).safeParse(type);
  if (recipient === null || !action.success) return [];
  return [
    {
      recipient,
      finalRecipient: final !== null && final !== recipient ? final : null,
      action: action.data,
      status: null,
      diagnostic: null,
      permanent: false,
    },
  ];
}

/** With what follows from what is said: the status that the words mean where none is given, and whether that is for good. */
export function reported(said: Omit<ReportedRecipient, 'permanent'>): ReportedRecipient {
  const { action, diagnostic } = said;
  const status = said.status ?? (diagnostic === null ? null : statusOf(diagnostic));
  return { ...said, status, permanent: isPermanent(action, status, diagnostic) };
}

/** `rfc822; ana@example.com`, `utf-8; …` (RFC 6533, section 3), and addresses that were written without their type. */
export function typedAddress(value: string | null): string | null {
  if (value === null) return null;
  const text = decodeRaw(value).slice(0, 1_000);
  const [, type, rest] = /^\s*([a-z0-9-]{1,20})\s*;(.*)$/is.exec(text) ?? [null, '', text];
  const plain = type?.toLowerCase() === 'utf-8' ? unitext(rest ?? '') : (rest ?? '');
  return normalAddress(ADDRESS.exec(plain)?.[0] ?? '');
}

/** Characters as `\x{20AC}` (RFC 6533, section 3: utf-8-addr-xtext and utf-8-addr-unitext). */
const unitext = (text: string): string =>
  text.replace(/\\x\{([0-9a-f]{2,6})\}/gi, (whole, hex: string) => {
    const code = Number.parseInt(hex, 16);
    return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? whole : String.fromCodePoint(code);
  });

/** The status of a Status field, without the comment that some write behind it. */
function statusField(value: string | null): string | null {
  const status = EnhancedStatus.safeParse(/^\s*(\d\.\d{1,3}\.\d{1,3})/.exec(value ?? '')?.[1]);
  return status.success ? status.data : null;
}

export const lineOf = (text: string | null): string | null =>
  text === null ? null : oneLine(decodeRaw(text), MAX_DIAGNOSTIC) || null;
