const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether an address may be asked: by TLS, or on this very machine, where that was allowed. */
export function isSafe(address: string, allowInsecure: boolean): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && allowInsecure && LOOPBACK.test(hostname));
}
