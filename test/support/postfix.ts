import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort, hasDovecot } from '../../src/demo/dovecot.js';
import { until } from '../e2e/until.js';

const run = promisify(execFile);
const PROGRAM = '/usr/sbin/postfix';
/** What lets dovecot take mail from it, and answer that by scripts: packages of their own. */
const DELIVERY = ['/usr/lib/dovecot/lmtp', '/usr/lib/dovecot/modules/lib90_sieve_plugin.so'];

/** What a relay leaves of a message: all; all but what tells that a machine wrote it; or not even what it answers. */
export const relays = ['faithful', 'unmarked', 'bare'] as const;
export type Relay = (typeof relays)[number];
const MARKS = 'Auto-Submitted|X-Auto-Response-Suppress|Precedence';
const dropped: Record<Exclude<Relay, 'faithful'>, string> = {
  unmarked: MARKS,
  bare: `${MARKS}|In-Reply-To|References`,
};

/** Where it takes mail, by what it leaves of it. */
export type Ports = Readonly<Record<Relay, number>>;
export const freePorts = async (): Promise<Ports> => ({
  faithful: await freePort(),
  unmarked: await freePort(),
  bare: await freePort(),
});

export interface PostfixOptions {
  /** Default: free ones. */
  readonly ports?: Ports;
  /** The LMTP ports of domains whose mail goes elsewhere. */
  readonly transports?: Readonly<Record<string, number>>;
}

/** For `describe.skipIf(...)`: says why, or throws where nothing may be skipped. */
export function withoutPostfix(): boolean {
  if (hasDovecot() && [PROGRAM, ...DELIVERY].every(existsSync) && process.getuid?.() === 0) return false;
  const why =
    'There is no postfix here with a dovecot that takes its mail, or we are not root: suites that need a real SMTP server do not run (node scripts/ensure-postfix.mjs).';
  if (process.env.CI === 'true') throw new Error(why);
  console.warn(why);
  return true;
}

/** A real postfix with a throw-away configuration on free ports: whatever it takes, it hands over by LMTP. */
export class Postfix {
  readonly host = '127.0.0.1';
  private master = 0;

  private constructor(
    private readonly folder: string,
    readonly ports: Ports,
  ) {}

  get port(): number {
    return this.ports.faithful;
  }

  /** @param lmtpPort where its mail goes, whatever its domain */
  static async start(lmtpPort: number, { ports, transports = {} }: PostfixOptions = {}): Promise<Postfix> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'mc-postfix-'));
    // Its processes have a user of their own.
    await chmod(folder, 0o755);
    const postfix = new Postfix(folder, ports ?? (await freePorts()));
    for (const one of ['etc', 'queue']) await mkdir(path.join(folder, one));
    const write = (name: string, text: string) => writeFile(path.join(folder, 'etc', name), text);
    await write('main.cf', mainConfiguration(folder, lmtpPort, transports));
    await write('master.cf', services(folder, postfix.ports));
    for (const [name, fields] of Object.entries(dropped)) await write(name, `/^(${fields}):/ IGNORE\n`);
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

  /** Whether all that it took is handed over. */
  async isEmpty(): Promise<boolean> {
    for (const queue of ['maildrop', 'incoming', 'active', 'deferred', 'hold']) {
      const entries = await readdir(path.join(this.folder, 'queue', queue), { recursive: true, withFileTypes: true });
      if (entries.some((entry) => entry.isFile())) return false;
    }
    return true;
  }

  async log(): Promise<string> {
    return readFile(path.join(this.folder, 'postfix.log'), 'utf8').catch(() => '');
  }
}

/** Nothing of the machine's own configuration, and no name is looked up. */
const mainConfiguration = (folder: string, lmtpPort: number, transports: Readonly<Record<string, number>>) => `
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
transport_maps =${Object.entries(transports).map(([domain, port]) => ` inline:{ ${domain}=lmtp:inet:127.0.0.1:${port} }`)}
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_peername_lookup = no
disable_dns_lookups = yes
smtp_host_lookup = native
`;

/** Name, type, private, unprivileged, chroot, wake-up, most processes, program (master(5)). */
const services = (folder: string, ports: Ports): string => `
127.0.0.1:${ports.faithful} inet n - n - - smtpd
127.0.0.1:${ports.unmarked} inet n - n - - smtpd -o cleanup_service_name=unmarked
127.0.0.1:${ports.bare} inet n - n - - smtpd -o cleanup_service_name=bare
unmarked unix n - n - 0 cleanup -o header_checks=regexp:${folder}/etc/unmarked
bare unix n - n - 0 cleanup -o header_checks=regexp:${folder}/etc/bare
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
