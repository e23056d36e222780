import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const program = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot', '/opt/homebrew/sbin/dovecot'].find((file) =>
  existsSync(file),
);

/** Whether a real server can be started here. */
export const hasDovecot = (): boolean => program !== undefined;

export interface AppendOptions {
  readonly seen?: boolean;
  /** INTERNALDATE. */
  readonly date?: Date;
}

export interface DovecotOptions {
  /** Where access tokens are asked about (RFC 7662), with the names of a client of it; none: it takes passwords alone. */
  readonly introspection?: string | null;
  /** How access tokens are taken (SASL); default: both. */
  readonly tokensBy?: readonly ('xoauth2' | 'oauthbearer')[];
  /** Whether it takes mail from an SMTP server as well. */
  readonly lmtp?: boolean;
  /** Where what Sieve scripts of users send goes to, by SMTP; none: there are no scripts. */
  readonly submissionPort?: number | null;
}

/** Dovecot serves no mail of root's; anybody else serves his own. */
const root = process.getuid?.() === 0;
const uid = root ? 65_534 : process.getuid?.();
const gid = root ? 65_534 : process.getgid?.();

/** A real dovecot 2.3 with a throw-away configuration: users in a file, mail in Maildirs, a self-signed certificate. */
export class Dovecot {
  readonly host = '127.0.0.1';
  private child: ChildProcess | null = null;
  private written = 0;

  private constructor(
    readonly directory: string,
    /** Plain, with STARTTLS. */
    readonly port: number,
    readonly tlsPort: number,
    /** SHA-256 of the certificate, `AB:CD:…`. */
    readonly fingerprint: string,
    /** LMTP (RFC 2033), for `user@any.example`; none: it was not asked for. */
    readonly lmtpPort: number | null,
  ) {}

  static async start(options: DovecotOptions = {}): Promise<Dovecot> {
    const { introspection = null, lmtp = false, submissionPort = null } = options;
    const { tokensBy = ['xoauth2', 'oauthbearer'] } = options;
    const directory = await mkdtemp(path.join(os.tmpdir(), 'mc-dovecot-'));
    await chmod(directory, 0o755);
    for (const folder of ['run', 'state', 'mail', 'home', 'users']) await mkdir(path.join(directory, folder));
    for (const folder of ['mail', 'home']) await own(path.join(directory, folder));
    const [port, tlsPort] = [await freePort(), await freePort()];
    const lmtpPort = lmtp ? await freePort() : null;
    const fingerprint = await certificate(directory);
    const dovecot = new Dovecot(directory, port, tlsPort, fingerprint, lmtpPort);
    const settings = await configuration(dovecot, introspection, tokensBy.join(' '));
    await writeFile(dovecot.file('dovecot.conf'), settings + (submissionPort === null ? '' : scripts(submissionPort)));
    await dovecot.start();
    return dovecot;
  }

  /** Starts it (again), on the same ports with the same mail, and waits for its greeting. */
  async start(): Promise<void> {
    if (!program) throw new Error('There is no dovecot here.');
    const child = spawn(program, ['-F', '-c', this.file('dovecot.conf')], { stdio: 'ignore', detached: true });
    this.child = child;
    const leave = () => killGroup(child, 'SIGKILL');
    process.once('exit', leave);
    child.once('exit', () => process.off('exit', leave));
    await until(
      async () => {
        if (child.exitCode !== null) throw new Error(`dovecot ended: ${await this.log()}`);
        return greets(this.port);
      },
      async () => `dovecot does not greet: ${await this.log()}`,
    );
  }

  /** Stops it and cuts all connections; the mail stays. */
  async stop(): Promise<void> {
    const child = this.child;
    this.child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
    // Sessions outlive the master for some seconds; a server that is switched off takes them along.
    killGroup(child, 'SIGKILL');
  }

  /** Stops it and removes all that it was. */
  async remove(): Promise<void> {
    await this.stop();
    await rm(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }

  async addUser(name: string, password: string): Promise<void> {
    // A file for each: dovecot notices a changed one only in the next second.
    await writeFile(this.file('users', name), `${name}:{PLAIN}${password}\n`, { mode: 0o644 });
    for (const folder of ['', 'cur', 'new', 'tmp']) await ownedFolder(path.join(this.maildir(name), folder));
  }

  /** A Sieve script (RFC 5228) for what comes over LMTP from now on. */
  async filterBy(user: string, script: string): Promise<void> {
    await ownedFolder(this.file('home', user));
    await writeFile(this.file('home', user, '.dovecot.sieve'), script, { mode: 0o644 });
  }

  /** The Maildir of a folder (Maildir++: subfolders are `.Name`). */
  maildir(user: string, folder = 'INBOX'): string {
    const root = this.file('mail', user);
    return folder === 'INBOX' ? root : path.join(root, `.${folder.replaceAll('/', '.')}`);
  }

  async createFolder(user: string, folder: string): Promise<void> {
    await this.doveadm('mailbox', 'create', '-u', user, folder);
  }

  async removeFolder(user: string, folder: string): Promise<void> {
    await this.doveadm('mailbox', 'delete', '-u', user, folder);
  }

  async renameFolder(user: string, from: string, to: string): Promise<void> {
    await this.doveadm('mailbox', 'rename', '-u', user, from, to);
  }

  /** As a server does that lost its index: the same messages, and other UIDs to be told by another UIDVALIDITY. */
  async changeUidValidity(user: string, folder = 'INBOX'): Promise<void> {
    const file = path.join(this.maildir(user, folder), 'dovecot-uidlist');
    const [header = '', ...lines] = (await readFile(file, 'latin1')).split('\n');
    const next = Number(/ V(\d+)/.exec(header)?.[1]) + 1;
    await this.doveadm('mailbox', 'update', '-u', user, '--uid-validity', `${next}`, folder);
    if (lines.length === 0) throw new Error(`${file} is empty`);
  }

  async expunge(user: string, folder: string, uids: string): Promise<void> {
    await this.doveadm('expunge', '-u', user, 'mailbox', folder, 'uid', uids);
  }

  /** Delivers one message, as bytes. The folder must exist. */
  async append(user: string, folder: string, raw: string | Uint8Array, options: AppendOptions = {}): Promise<void> {
    await this.write(this.maildir(user, folder), typeof raw === 'string' ? Buffer.from(raw) : raw, options);
  }

  /** Delivers many: some thousands a second. `make` gives the n-th, from 0. */
  async fill(user: string, folder: string, count: number, make: (n: number) => string | Uint8Array): Promise<void> {
    const maildir = this.maildir(user, folder);
    for (let n = 0; n < count; n += 64) {
      const some = Array.from({ length: Math.min(64, count - n) }, (_, i) => make(n + i));
      await Promise.all(some.map((raw) => this.write(maildir, typeof raw === 'string' ? Buffer.from(raw) : raw, {})));
    }
  }

  async log(): Promise<string> {
    return readFile(this.file('dovecot.log'), 'utf8').catch(() => '');
  }

  /** Dovecot gives UIDs in the order of names, so the names count up. */
  private async write(maildir: string, raw: Uint8Array, { seen = false, date }: AppendOptions): Promise<void> {
    const n = ++this.written;
    const name = `${1_000_000_000 + n}.M${n}P${process.pid}.test,S=${raw.length}`;
    const temporary = path.join(maildir, 'tmp', name);
    await writeFile(temporary, raw, { mode: 0o644 });
    if (date) await utimes(temporary, date, date);
    await rename(temporary, path.join(maildir, ...(seen ? ['cur', `${name}:2,S`] : ['new', name])));
  }

  private async doveadm(...command: string[]): Promise<void> {
    await run('doveadm', ['-c', this.file('dovecot.conf'), ...command]);
  }

  private file(...names: string[]): string {
    return path.join(this.directory, ...names);
  }
}

export const startDovecot = (options: DovecotOptions = {}): Promise<Dovecot> => Dovecot.start(options);

const configuration = async (
  { directory, port, tlsPort, lmtpPort }: Dovecot,
  introspection: string | null,
  tokensBy: string,
) => `
base_dir = ${directory}/run
state_dir = ${directory}/state
log_path = ${directory}/dovecot.log
protocols = imap${lmtpPort === null ? '' : ' lmtp'}
listen = 127.0.0.1
ssl = yes
ssl_cert = <${directory}/certificate.pem
ssl_key = <${directory}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login${introspection === null ? '' : ` ${tokensBy}`}
auth_failure_delay = 0
mail_fsync = never
mail_max_userip_connections = 1000
first_valid_uid = 1
mail_location = maildir:${directory}/mail/%u
namespace inbox {
  inbox = yes
  separator = /
}
${introspection === null ? '' : await byTokens(directory, introspection, tokensBy)}
passdb {
  driver = passwd-file
  args = username_format=%u ${directory}/users/%u
}
userdb {
  driver = static
  args = allow_all_users=yes uid=${uid} gid=${gid} home=${directory}/home/%u
}
service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tlsPort}
    ssl = yes
  }
}
# no waiting after a wrong password
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  unix_listener stats-writer {
    mode = 0666
  }
}
${lmtpPort === null ? '' : byLmtp(lmtpPort)}${root ? '' : await withoutRoot()}`;

/** Scripts need `dovecot-sieve`. */
const scripts = (submissionPort: number): string => `
submission_host = 127.0.0.1:${submissionPort}
protocol lmtp {
  mail_plugins = sieve
}
`;

/** Mail for `user@any.example` is the user's. */
const byLmtp = (port: number): string => `
protocol lmtp {
  auth_username_format = %Ln
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${port}
  }
}
`;

/** Access tokens are good as their provider says, for who it says. */
async function byTokens(directory: string, introspection: string, mechanisms: string): Promise<string> {
  const file = path.join(directory, 'oauth2.conf');
  const asks = `introspection_mode = post\nintrospection_url = ${introspection}\n`;
  await writeFile(file, `${asks}username_attribute = sub\nactive_attribute = active\nactive_value = true\n`, {
    mode: 0o644,
  });
  return `passdb {\n  driver = oauth2\n  mechanisms = ${mechanisms}\n  args = ${file}\n}\n`;
}

/** Everything under one user, and nothing locked into a folder: both need root. */
async function withoutRoot(): Promise<string> {
  const { stdout: group } = await run('id', ['-gn']);
  const user = os.userInfo().username;
  const open = ['imap-login', 'anvil', 'stats'].map((service) => `service ${service} {\n  chroot =\n}\n`).join('');
  return `default_internal_user = ${user}\ndefault_internal_group = ${group.trim()}\ndefault_login_user = ${user}\n${open}`;
}

/** The group is our own child's: it was started detached, as the leader of a new one. */
function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // All of it is gone already.
  }
}

async function certificate(directory: string): Promise<string> {
  const file = path.join(directory, 'certificate.pem');
  const key = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-keyout',
    path.join(directory, 'key.pem'),
  ];
  const name = ['-subj', '/CN=mail.example.test', '-addext', 'subjectAltName=DNS:mail.example.test'];
  await run('openssl', ['req', '-x509', ...key, '-out', file, '-days', '30', ...name]);
  return new X509Certificate(await readFile(file)).fingerprint256;
}

async function ownedFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await own(folder);
}

async function own(folder: string): Promise<void> {
  if (root && uid !== undefined && gid !== undefined) await chown(folder, uid, gid);
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

const greets = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    const answer = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('data', (data) => answer(data.toString().startsWith('* OK')));
    socket.once('error', () => answer(false));
    socket.once('close', () => answer(false));
  });

/** Looks every few milliseconds whether something holds; throws after ten seconds. */
async function until(holds: () => Promise<boolean>, complaint: () => Promise<string>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(await complaint());
    await pause(20);
  }
}
