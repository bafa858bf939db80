import { isIPv6 } from 'node:net';

const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
const GROUPS = 8;
const NETWORK_GROUPS = 4;

/**
 * Whom an address stands for: an IPv4 address itself, also where a socket of both families writes it as IPv6, and of an
 * IPv6 address its network of 64 bits, because that is the least that anyone is given.
 */
export function networkOf(address: string): string {
  const [, ipv4] = MAPPED_IPV4.exec(address) ?? [];
  if (ipv4 !== undefined) return ipv4;
  const [bare = ''] = address.split('%');
  if (!isIPv6(bare)) return address;
  const [head, tail] = bare.split('::');
  const first = groupsOf(head);
  const last = groupsOf(tail);
  const whole = [...first, ...Array<string>(GROUPS - first.length - last.length).fill('0'), ...last];
  return `${whole
    .slice(0, NETWORK_GROUPS)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

function groupsOf(text = ''): readonly string[] {
  return text === '' ? [] : text.split(':');
}
