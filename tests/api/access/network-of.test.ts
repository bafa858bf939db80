import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { networkOf } from '../../../src/api/access/network-of.ts';

it.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::FFFF:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:0DB8::0001', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['1::2:3:4:5:6:7', '1:0:2:3::/64'],
  ['no address', 'no address'],
])('%s stands for %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

it('takes two addresses for one another exactly where their first 64 bits are the same', () => {
  const group = fc.integer({ min: 0, max: 0xffff });
  const eight = fc.array(group, { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(eight, eight, (one, other) => {
      const text = (groups: readonly number[]) => groups.map((n) => n.toString(16)).join(':');
      const sibling = [...one.slice(0, 4), ...other.slice(4)];
      expect(isIPv6(text(sibling))).toBe(true);
      expect(networkOf(text(sibling))).toBe(networkOf(text(one)));
      const isSame = one.slice(0, 4).every((n, at) => n === other[at]);
      expect(networkOf(text(one)) === networkOf(text(other))).toBe(isSame);
    }),
  );
});
