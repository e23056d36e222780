import { BlockList, isIP, isIPv6 } from 'node:net';

/** Of the IANA registries of special addresses (RFC 6890): what is not of the public Internet, or leads back out of it. */
const SPECIAL = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24'],
  ...['203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  // IPv4 in IPv6 other than as ::ffff:…, which a BlockList looks into: compatible, NAT64, Teredo, 6to4.
  ...['::/96', '64:ff9b::/96', '64:ff9b:1::/48', '2001::/32', '2002::/16'],
  ...['100::/64', '2001:db8::/32', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
] as const;

const special = listOf(SPECIAL);

export interface ReachableOptions {
  /** Any network may be reached. */
  readonly allowPrivate: boolean;
  /** Host names, addresses and networks (`10.1.0.0/16`) that may be reached besides. */
  readonly allow: readonly string[];
}

/** Which addresses a request that others have asked for may be sent to. */
export class ReachableNetworks {
  private readonly names: ReadonlySet<string>;
  private readonly networks: BlockList;

  constructor(private readonly options: ReachableOptions) {
    this.names = new Set(options.allow.filter((one) => !isNetwork(one)).map((name) => name.toLowerCase()));
    this.networks = listOf(options.allow.filter(isNetwork));
  }

  /** Whether a host may be anywhere, and may be spoken to without TLS: somebody has named it. */
  isNamed(host: string): boolean {
    if (this.options.allowPrivate || this.names.has(host.toLowerCase())) return true;
    return isIP(host) !== 0 && has(this.networks, host);
  }

  /** Whether an address may be connected to. @param host that it was found for */
  mayReach(host: string, address: string): boolean {
    return this.isNamed(host) || has(this.networks, address) || !has(special, address);
  }
}

/** Whether a text names an address or a network. */
export function isNetwork(text: string): boolean {
  const [address = '', bits] = text.split('/');
  const most = isIPv6(address) ? 128 : 32;
  return isIP(address) !== 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most));
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = familyOf(address);
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/** An address with a zone (`fe80::1%eth0`) is of its network all the same. */
const has = (list: BlockList, address: string): boolean => {
  const [plain = ''] = address.split('%');
  return list.check(plain, familyOf(plain));
};

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}
