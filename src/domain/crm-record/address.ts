/**
 * The forms under which an address is looked for, the first one found wins: as it is written, and without what follows a
 * plus in front of the `@` (RFC 5233): `ana+shop@x` finds who registered that, else who registered `ana@x`. The other way
 * round nothing is found: who registers `ana+shop@x` means that address alone.
 */
export function formsOf(address: string): readonly string[] {
  const plus = address.indexOf('+');
  const at = address.lastIndexOf('@');
  // A quoted local part is one word, whatever is in it.
  if (plus < 1 || plus > at || address.startsWith('"')) return [address];
  return [address, `${address.slice(0, plus)}${address.slice(at)}`];
}
