import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './dovecot.js';

const run = promisify(execFile);

/** What a relay leaves of a message: all; all but what tells that a machine wrote it; or not even what it answers. */
export const relays = ['faithful', 'unmarked', 'bare'] as const;
export type Relay = (typeof relays)[number];
const MARKS = 'Auto-Submitted|X-Auto-Response-Suppress|Precedence';
const dropped: Record<Exclude<Relay, 'faithful'>, string> = {
  unmarked: MARKS,
  bare: `${MARKS}|In-Reply-To|References`,
};

export type Ports = Readonly<Record<Relay, number>>;
export const freePorts = async (): Promise<Ports> => ({
  faithful: await freePort(),
  unmarked: await freePort(),
  bare: await freePort(),
});

/** A real postfix 3 with a throw-away queue: it takes mail for everybody on each port, and hands it over by LMTP. */
export class Postfix {
  private constructor(private readonly folder: string) {}

  /** @param transports where the mail for a domain goes, by its LMTP port; what is for others goes to `lmtpPort` */
  static async start(ports: Ports, lmtpPort: number, transports: Readonly<Record<string, number>>): Promise<Postfix> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'mc-postfix-'));
    await chmod(folder, 0o755);
    for (const name of ['queue', 'data', 'configuration']) await mkdir(path.join(folder, name));
    const { stdout: uid } = await run('id', ['-u', 'postfix']);
    await run('chown', [uid.trim(), path.join(folder, 'data')]);
    const write = (name: string, text: string) => writeFile(path.join(folder, 'configuration', name), text);
    await write('main.cf', main(folder, lmtpPort, transports));
    await write('master.cf', master(folder, ports));
    for (const [name, fields] of Object.entries(dropped)) await write(name, `/^(${fields}):/ IGNORE\n`);
    const postfix = new Postfix(folder);
    await postfix.tell('start');
    return postfix;
  }

  /** Whether all that it took is handed over. */
  async isEmpty(): Promise<boolean> {
    for (const queue of ['maildrop', 'incoming', 'active', 'deferred', 'hold']) {
      const entries = await readdir(path.join(this.folder, 'queue', queue), { recursive: true, withFileTypes: true });
      if (entries.some((entry) => entry.isFile())) return false;
    }
    return true;
  }

  log(): Promise<string> {
    return readFile(path.join(this.folder, 'log'), 'utf8');
  }

  async remove(): Promise<void> {
    await this.tell('stop');
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private async tell(what: string): Promise<void> {
    await run('postfix', ['-c', path.join(this.folder, 'configuration'), what]);
  }
}

const main = (folder: string, lmtpPort: number, transports: Readonly<Record<string, number>>) => `
compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
maillog_file = ${folder}/log
maillog_file_prefixes = ${folder}
myhostname = mx.example
mynetworks = 127.0.0.0/8
inet_interfaces = loopback-only
inet_protocols = ipv4
disable_dns_lookups = yes
smtpd_peername_lookup = no
smtpd_relay_restrictions = permit_mynetworks, reject
mydestination =
alias_maps =
alias_database =
virtual_mailbox_domains = static:all
virtual_transport = lmtp:inet:127.0.0.1:${lmtpPort}
transport_maps = inline:{ ${Object.entries(transports)
  .map(([domain, port]) => `{ ${domain} = lmtp:inet:127.0.0.1:${port} }`)
  .join(', ')} }
`;

const master = (folder: string, ports: Ports) => `
127.0.0.1:${ports.faithful} inet n - n - - smtpd
127.0.0.1:${ports.unmarked} inet n - n - - smtpd -o cleanup_service_name=unmarked
127.0.0.1:${ports.bare} inet n - n - - smtpd -o cleanup_service_name=bare
cleanup unix n - n - 0 cleanup
unmarked unix n - n - 0 cleanup -o header_checks=regexp:${folder}/configuration/unmarked
bare unix n - n - 0 cleanup -o header_checks=regexp:${folder}/configuration/bare
pickup unix n - n 60 1 pickup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`;

/** For `describe.skipIf(...)`: says why, or throws where nothing may be skipped. */
export function withoutPostfix(): boolean {
  const needed = ['/usr/sbin/postfix', '/usr/lib/dovecot/lmtp', '/usr/lib/dovecot/modules/lib90_sieve_plugin.so'];
  const isRoot = process.getuid?.() === 0;
  if (isRoot && needed.every((file) => existsSync(file))) return false;
  const why = `There is no postfix here${isRoot ? '' : ', which needs root'}, or no dovecot that it delivers to: suites that send real mail around do not run (node scripts/ensure-postfix.mjs).`;
  if (process.env.CI === 'true') throw new Error(why);
  console.warn(why);
  return true;
}
