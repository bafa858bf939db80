import { expect, it } from 'vitest';
import { createReplacementBrake } from '../../../src/workers/threads/replacement-brake.ts';

const HOUR_MS = 3_600_000;

it('replaces the first thread at once, and the next ones ever later up to a minute', () => {
  const brake = createReplacementBrake();
  const rests = Array.from({ length: 9 }, () => brake.restMs(5000) / 1000);
  expect(rests).toEqual([0, 1, 2, 4, 8, 16, 32, 60, 60]);
});

it('begins anew with a thread that lived long', () => {
  const brake = createReplacementBrake();
  for (let broken = 0; broken < 5; broken++) brake.restMs(5000);
  expect(brake.restMs(HOUR_MS)).toBe(0);
  expect(brake.restMs(5000)).toBe(1000);
});
