import { expect, it } from 'vitest';
import { createFailedAttempts } from '../../../src/api/access/failed-attempts.ts';

function start() {
  const clock = { now: 0 };
  const waits: number[] = [];
  const attempts = createFailedAttempts(
    () => clock.now,
    async (ms) => waits.push(ms),
  );
  return { clock, waits, fail: (address = '192.0.2.1') => attempts.slowDown(address) };
}

it('makes an address wait longer with each failure, after the mistakes that anyone makes, up to five seconds', async () => {
  const { waits, fail } = start();
  for (let n = 0; n < 13; n++) await fail();
  expect(waits).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000]);
});

it('lets other addresses be, and forgets one that has stopped', async () => {
  const { clock, waits, fail } = start();
  for (let n = 0; n < 6; n++) await fail();
  await fail('192.0.2.2');
  expect(waits).toEqual([100]);
  clock.now = 600_000;
  await fail();
  expect(waits).toEqual([100]);
});

it('counts an IPv6 network of 64 bits as one, and IPv4 as one however it is written', async () => {
  const { waits, fail } = start();
  for (let n = 0; n < 6; n++) await fail(`2001:db8:0:7::${n}`);
  expect(waits).toEqual([100]);
  await fail('2001:db8:0:8::1');
  expect(waits).toEqual([100]);
  for (let n = 0; n < 3; n++) await fail('192.0.2.1');
  for (let n = 0; n < 3; n++) await fail('::ffff:192.0.2.1');
  expect(waits).toEqual([100, 100]);
});

it('remembers ten thousand addresses, the last ones', async () => {
  const { waits, fail } = start();
  for (let n = 0; n < 6; n++) await fail('first');
  for (let n = 0; n < 6; n++) await fail('second');
  for (let n = 0; n < 9999; n++) await fail(`other ${n}`);
  await fail('second');
  await fail('first');
  expect(waits).toEqual([100, 100, 200]);
});

it('holds two hundred refusals at a time: the next goes out at once', async () => {
  const pending: (() => void)[] = [];
  const attempts = createFailedAttempts(
    () => 0,
    () => new Promise<void>((resolve) => pending.push(resolve)),
  );
  for (let n = 0; n < 5; n++) await attempts.slowDown('a');
  const held = Array.from({ length: 200 }, () => attempts.slowDown('a'));
  await attempts.slowDown('a');
  expect(pending.length).toBe(200);
  for (const release of pending) release();
  await Promise.all(held);
});
