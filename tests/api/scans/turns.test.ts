import { expect, it } from 'vitest';
import { createTurns } from '../../../src/api/scans/turns.ts';

it('never runs the work of one whose time is up before its turn, and lets nobody past the work before it', async () => {
  const turns = createTurns();
  let end = () => {};
  const mayEnd = new Promise<void>((resolve) => {
    end = resolve;
  });
  const ran: string[] = [];
  const run =
    (name: string, until = Promise.resolve()) =>
    async () => {
      await until;
      ran.push(name);
      return name;
    };
  const first = turns.take('a name', run('first', mayEnd));
  const late = { at: performance.now(), ms: 1000 };
  expect(await turns.takeInTime('a name', late, run('hasty'))).toMatchObject({ failure: { code: 'deadline-passed' } });
  const patient = turns.takeInTime('a name', { at: performance.now() + 600_000, ms: 600_000 }, run('patient'));
  expect(await turns.take('another name', run('another'))).toBe('another');
  expect(ran).toEqual(['another']);
  end();
  expect([await first, await patient]).toEqual(['first', { ok: true, value: 'patient' }]);
  expect(ran).toEqual(['another', 'first', 'patient']);
});

it('goes on after work that fails, which its own caller hears', async () => {
  const turns = createTurns();
  const failing = turns.take('a name', () => Promise.reject(new Error('a bug')));
  const next = turns.take('a name', async () => 'next');
  await expect(failing).rejects.toThrow('a bug');
  expect(await next).toBe('next');
});
