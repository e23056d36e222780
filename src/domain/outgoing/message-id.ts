/** Says whether a text was signed by this installation; the domain has no cryptography of its own. */
export interface Signer {
  /** 16 lower-case letters and digits that only the key can make of this text. */
  sign(text: string): string;
}

/** What a Message-ID of ours says. */
export interface OurMessageId {
  /** The number of the case that the message belongs to; none: it belongs to none. */
  readonly caseNumber: number | null;
}

const FORM = /^<mailcase\.([0-9a-f]{32})\.(0|[1-9][0-9]{0,14})\.([a-z0-9]{16})@([^<>@\s]{1,255})>$/;

/**
 * A Message-ID (RFC 5322, section 3.6.4) of ours: it carries the case, and a signature by which it is known as ours when
 * an answer or a bounce brings it back. Nobody else can make one that links to a case.
 * @param unique 32 hexadecimal digits
 * @param domain of the address that it is sent from
 */
export function makeMessageId(signer: Signer, unique: string, caseNumber: number | null, domain: string): string {
  const said = `${unique}.${caseNumber ?? 0}`;
  return `<mailcase.${said}.${signer.sign(`${said}@${domain}`)}@${domain}>`;
}

/** Whether it looks like one of ours; anybody can write such a one. */
export const isOfOurForm = (messageId: string): boolean => FORM.test(messageId);

/** None: it is not ours, or somebody has changed it. */
export function readMessageId(signer: Signer, messageId: string): OurMessageId | null {
  const [, unique, number, signature, domain] = FORM.exec(messageId) ?? [];
  if (unique === undefined || number === undefined || signature !== signer.sign(`${unique}.${number}@${domain}`)) {
    return null;
  }
  return { caseNumber: number === '0' ? null : Number(number) };
}

/** Ids of our form that are tried on one message: whoever writes more of them has made them up. */
const MOST = 100;

/**
 * The number of the case that a message answers by an id of ours; none: it names no such id, or none that we have made.
 * @param ids that the message names, the nearest first
 */
export function caseAnswered(signer: Signer, ids: readonly string[]): number | null {
  for (const id of ids.filter(isOfOurForm).slice(0, MOST)) {
    const number = readMessageId(signer, id)?.caseNumber ?? null;
    if (number !== null) return number;
  }
  return null;
}
