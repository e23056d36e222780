import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Certificates {
  readonly key: string;
  /** For 127.0.0.1 and localhost, vouched for by the authority. */
  readonly certificate: string;
  /** The authority's own certificate. */
  readonly caFile: string;
  remove(): Promise<void>;
}

/**
 * A key and a certificate for a server of this machine, from an authority that nobody knows.
 * @param names as OpenSSL writes them
 * @param days for which the certificate is good; of none: it has expired
 */
export async function makeCertificates(names = 'IP:127.0.0.1,DNS:localhost', days = 2): Promise<Certificates> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mailcase-tls-'));
  const file = (name: string) => path.join(folder, name);
  const openssl = (...args: string[]) => run('openssl', args);
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const authority = ['-keyout', file('ca.key'), '-out', file('ca.pem'), '-subj', '/CN=Nobody knows it', '-days', '2'];
  await openssl('req', '-x509', ...newKey, ...authority);
  await openssl('req', ...newKey, '-keyout', file('key.pem'), '-out', file('request.pem'), '-subj', '/CN=double');
  await writeFile(file('names'), `subjectAltName=${names}\nbasicConstraints=CA:FALSE\n`);
  const signing = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial', '-extfile', file('names')];
  await openssl(
    'x509',
    '-req',
    '-in',
    file('request.pem'),
    ...signing,
    '-out',
    file('certificate.pem'),
    '-days',
    `${days}`,
  );
  return {
    key: await readFile(file('key.pem'), 'utf8'),
    certificate: await readFile(file('certificate.pem'), 'utf8'),
    caFile: file('ca.pem'),
    remove: () => rm(folder, { recursive: true }),
  };
}
