import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort, hasDovecot } from '../../src/demo/dovecot.js';
import { until } from '../e2e/until.js';

const run = promisify(execFile);
const PROGRAM = '/usr/sbin/postfix';
/** What lets dovecot take mail from it: a package of its own. */
const LMTP = '/usr/lib/dovecot/lmtp';

/** For `describe.skipIf(...)`: says why, or throws where nothing may be skipped. */
export function withoutPostfix(): boolean {
  if (hasDovecot() && existsSync(PROGRAM) && existsSync(LMTP) && process.getuid?.() === 0) return false;
  const why =
    'There is no postfix here with a dovecot that takes its mail, or we are not root: suites that need a real SMTP server do not run (node scripts/ensure-postfix.mjs).';
  if (process.env.CI === 'true') throw new Error(why);
  console.warn(why);
  return true;
}

/** A real postfix with a throw-away configuration on a free port: whatever it takes, it hands over by LMTP. */
export class Postfix {
  readonly host = '127.0.0.1';
  private master = 0;

  private constructor(
    private readonly folder: string,
    readonly port: number,
  ) {}

  /** @param lmtpPort where all of its mail goes, whatever its domain */
  static async start(lmtpPort: number): Promise<Postfix> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'mc-postfix-'));
    // Its processes have a user of their own.
    await chmod(folder, 0o755);
    const postfix = new Postfix(folder, await freePort());
    for (const one of ['etc', 'queue']) await mkdir(path.join(folder, one));
    await writeFile(path.join(folder, 'etc', 'main.cf'), mainConfiguration(folder, lmtpPort));
    await writeFile(path.join(folder, 'etc', 'master.cf'), services(postfix.port));
    await postfix.begin();
    return postfix;
  }

  async remove(): Promise<void> {
    this.kill('SIGTERM');
    await until(
      () => this.isGone(),
      (gone) => gone,
    );
    process.off('exit', this.leave);
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private async begin(): Promise<void> {
    // It returns when the master process, the leader of a session of its own, listens.
    await run(PROGRAM, ['-c', path.join(this.folder, 'etc'), 'start']);
    this.master = Number(await readFile(path.join(this.folder, 'queue', 'pid', 'master.pid'), 'utf8'));
    process.once('exit', this.leave);
  }

  private readonly leave = () => this.kill('SIGKILL');

  private kill(signal: NodeJS.Signals | 0): void {
    // 0 would be our own group.
    if (this.master > 1) process.kill(-this.master, signal);
  }

  private isGone(): boolean {
    try {
      this.kill(0);
      return false;
    } catch {
      return true;
    }
  }

  async log(): Promise<string> {
    return readFile(path.join(this.folder, 'postfix.log'), 'utf8').catch(() => '');
  }
}

/** Nothing of the machine's own configuration, and no name is looked up. */
const mainConfiguration = (folder: string, lmtpPort: number): string => `
compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
maillog_file = ${folder}/postfix.log
maillog_file_prefixes = ${folder}
myhostname = mx.example.test
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = loopback-only
inet_protocols = ipv4
alias_maps =
alias_database =
virtual_mailbox_domains = static:all
virtual_transport = lmtp:inet:127.0.0.1:${lmtpPort}
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_peername_lookup = no
disable_dns_lookups = yes
smtp_host_lookup = native
`;

/** Name, type, private, unprivileged, chroot, wake-up, most processes, program (master(5)). */
const services = (port: number): string => `
127.0.0.1:${port} inet n - n - - smtpd
postlog unix-dgram n - n - 1 postlogd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
`;
