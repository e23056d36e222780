const OF_ALL: Readonly<Record<string, string>> = {
  host: 'Check the name of the server.',
  network: 'Check the port, and whether this machine may reach it through the firewall.',
  timeout: 'Check host and port; where they are right the server is overloaded, or a firewall drops what is sent.',
  tls: 'Check security (tls, starttls) and the name of the server; a certificate that you trust all the same is named by its fingerprint (trustedFingerprint).',
  login:
    'Check the user name and set the password again; some providers take only a password for one program, or OAuth2.',
  'grant-revoked': 'Authorize the account again.',
  protocol: 'Check the port: something else seems to answer there.',
  temporary: 'Try again later: the server takes nobody at present.',
  unavailable: 'Try again later: whoever gives access tokens does not answer.',
  closed: 'Try again.',
};
const OF_IMAP: Readonly<Record<string, string>> = {
  folder: 'Check the names of the folders: they stand as the server has them, also upper and lower case.',
};
const OF_SMTP: Readonly<Record<string, string>> = {
  protocol: 'Check the port (587 with starttls, 465 with tls) and security: something else seems to answer there.',
};

/** What somebody can do about a connection that does not work, for people. @param step what stopped it */
export const adviceFor = (protocol: 'imap' | 'smtp', step: string): string =>
  (protocol === 'imap' ? OF_IMAP : OF_SMTP)[step] ?? OF_ALL[step] ?? 'Try again; the log of the server may say more.';
