import { normalAddress, parseAddresses } from './addresses.js';

/** Nothing in it that has to be parsed. */
const PLAIN = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9.-]+$/i;

/**
 * The addresses in what somebody has entered (RFC 5322, section 3.4): with names, comments and quotes, or a group of
 * several; in the form in which those of messages are. None: there is no address in it.
 */
export function enteredAddresses(text: string): readonly string[] {
  const trimmed = text.trim();
  if (PLAIN.test(trimmed)) return [normalAddress(trimmed) ?? []].flat();
  return parseAddresses([trimmed]).map(({ address }) => address);
}
