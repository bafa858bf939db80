import { expect, it } from 'vitest';
import { createSetbacks } from '../../../src/api/queued-scans/setbacks.ts';

const scan = (id: string, attempts = 0) => ({ id, port: '', receivedAt: new Date(0), request: '{}', attempts });

it('has a scan wait longer each time, up to half a minute, and all of them up to ten seconds', () => {
  const setbacks = createSetbacks();
  const waits = Array.from({ length: 9 }, () => setbacks.add(scan('one')));
  expect(waits.map(({ restMs }) => restMs)).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  expect(waits.map(({ pauseMs }) => pauseMs)).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000, 10_000]);
  setbacks.end('one');
  expect(setbacks.add(scan('one'))).toMatchObject({ restMs: 500, pauseMs: 500 });
});

it('pauses all no longer than at first because of one scan that never gets on, while others do', () => {
  const setbacks = createSetbacks();
  for (let time = 0; time < 9; time++) {
    expect(setbacks.add(scan('one')).pauseMs).toBe(500);
    setbacks.end('another');
  }
});

it('has news once while nothing gets on, and never of a scan that was told of', () => {
  const setbacks = createSetbacks();
  expect(['one', 'one', 'two', 'one'].map((id) => setbacks.add(scan(id)).isNews)).toEqual([true, false, false, false]);
  setbacks.end('two');
  expect(['one', 'two', 'three'].map((id) => setbacks.add(scan(id)).isNews)).toEqual([false, true, false]);
});

it('knows what the records could not be told: how often a scan was begun before', () => {
  const setbacks = createSetbacks();
  setbacks.add(scan('one', 2));
  expect([setbacks.attemptsOf(scan('one', 3)), setbacks.attemptsOf(scan('two', 3))]).toEqual([2, 3]);
  setbacks.end('one');
  expect(setbacks.attemptsOf(scan('one', 3))).toBe(3);
});
