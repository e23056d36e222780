import { Invalid } from '../../domain/errors.js';
import { nearest } from '../words/nearest.js';

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface Login {
  readonly username: string;
  readonly password: string;
}

export interface ConnectionString {
  /** For the client: complete, and without what it would complain of on the console, where the password would stand. */
  readonly text: string;
  readonly addresses: readonly Address[];
  /** For people: the addresses, no user and no password. */
  readonly name: string;
  readonly isTls: boolean;
  /** A file of certificates; only what these vouch for is trusted. */
  readonly caFile: string | null;
  /** As they are. Null over a connection that others could read: the client sends them over TLS only. */
  readonly login: Login | null;
  /** Milliseconds that a server may take to answer. */
  readonly deadline: number;
}

/** The options that the client knows, and what it takes for them; it takes any spelling of their names. */
const OPTIONS = {
  tls: 'yes or no',
  tlsVerifyCert: 'yes or no',
  tlsCAFile: 'text',
  userCertFile: 'text',
  userKeyFile: 'text',
  connectionName: 'text',
  nodePreference: 'text',
  defaultDeadline: 'integer',
  discoveryInterval: 'integer',
  gossipTimeout: 'integer',
  maxDiscoverAttempts: 'integer',
  keepAliveInterval: 'integer',
  keepAliveTimeout: 'integer',
  throwOnAppendFailure: 'yes or no',
} as const;
type Option = keyof typeof OPTIONS;
// The keys of that table, and no others.
const names = Object.keys(OPTIONS) as Option[];

/**
 * What is meant where the string says nothing. Only the leader knows all that was written; and a part of the client
 * pauses for the interval of discovery before every connection, for half a second if nothing is said.
 */
const DEFAULTS: Partial<Record<Option, string>> = {
  connectionName: 'mailcase',
  defaultDeadline: '10000',
  nodePreference: 'leader',
  discoveryInterval: '100',
};

const DEFAULT_PORT = 2113;
const FORM =
  /^(?:kurrentdb|kurrent|kdb|esdb)(?<discover>\+discover)?:\/\/(?:(?<user>[^@/?]*)@)?(?<hosts>[^/?@]+)\/?(?:\?(?<query>.*))?$/i;

/**
 * Reads a connection string. What it says wrong is told without repeating it: a password may stand in it.
 * @throws Invalid
 */
export function readConnectionString(url: string): ConnectionString {
  const { discover, user, hosts, query } = FORM.exec(url.trim())?.groups ?? {};
  if (!hosts) throw wrong('must look like kurrentdb://user:password@host:2113 or kurrentdb+discover://host:2113');
  const login = user === undefined ? null : checkedLogin(user);
  const addresses = hosts.split(',').map(checkedAddress);
  const options = checkedOptions(query ?? '');
  const isTls = options.get('tls') !== 'false';
  const complete = { ...DEFAULTS, ...Object.fromEntries(options) };
  const text = Object.entries(complete).map(([name, value]) => `${name}=${value}`);
  const places = addresses.map(({ host, port }) => `${host}:${port}`).join(',');
  const caFile = options.get('tlsCAFile');
  return {
    text: `kurrentdb${discover?.toLowerCase() ?? ''}://${user === undefined ? '' : `${user}@`}${places}?${text.join('&')}`,
    addresses,
    name: places,
    isTls,
    caFile: caFile === undefined ? null : decodeURIComponent(caFile),
    login: isTls ? login : null,
    deadline: Number(complete.defaultDeadline),
  };
}

function checkedLogin(login: string): Login {
  const [name, password, ...rest] = login.split(':');
  if (!name || !password || rest.length > 0 || !isEncoded(login)) {
    throw wrong('has a user and a password that cannot be read; write signs such as @ : / % as %40 %3A %2F %25');
  }
  return { username: decodeURIComponent(name), password: decodeURIComponent(password) };
}

function checkedAddress(text: string): Address {
  const [host, port = String(DEFAULT_PORT), ...rest] = text.trim().split(':');
  const number = Number(port);
  if (!host || rest.length > 0 || !/^\d+$/.test(port) || number < 1 || number > 65_535) {
    throw wrong(`names ${JSON.stringify(text)}, which is no host with a port`);
  }
  return { host, port: number };
}

function checkedOptions(query: string): ReadonlyMap<Option, string> {
  const options = new Map<Option, string>();
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const asked = at === -1 ? pair : pair.slice(0, at);
    const value = at === -1 ? '' : pair.slice(at + 1).trim();
    const flat = (name: string) => name.trim().toLowerCase().replace(/[_-]/g, '');
    const name = names.find((known) => flat(known) === flat(asked));
    if (!name) {
      const like = nearest(asked, names);
      throw wrong(
        `has an option ${JSON.stringify(asked)} that is not known${like ? `; ${like} is meant, perhaps` : ''}`,
      );
    }
    if (value === '' || !isEncoded(value)) throw wrong(`has an option ${name} without a value that can be read`);
    if (OPTIONS[name] === 'integer' && !/^-?\d+$/.test(value))
      throw wrong(`has an option ${name} that is no whole number`);
    if (OPTIONS[name] === 'yes or no' && !/^(true|false)$/.test(value))
      throw wrong(`has an option ${name} that is not true or false`);
    options.set(name, value);
  }
  if (Number(options.get('defaultDeadline') ?? 1) <= 0) throw wrong('has a defaultDeadline that is not above 0');
  // An append that fails must say so.
  options.delete('throwOnAppendFailure');
  return options;
}

function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

const wrong = (what: string): Invalid =>
  new Invalid([{ path: '', message: `The connection string of the log's server ${what}.` }], 'log-url-invalid');
