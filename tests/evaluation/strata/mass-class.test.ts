import { expect, it } from 'vitest';
import { massClass } from '../../../src/evaluation/strata/mass-class.ts';

it.each([
  [0.5, 'under 3 kg'],
  [2.999, 'under 3 kg'],
  [3, '3–10 kg'],
  [10, '10–30 kg'],
  [99.9, '30–100 kg'],
  [100, '100 kg and more'],
  [2000, '100 kg and more'],
])('massClass puts %d kg into %s', (massKg, name) => {
  expect(massClass(massKg)).toBe(name);
});
