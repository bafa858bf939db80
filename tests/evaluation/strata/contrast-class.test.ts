import { expect, it } from 'vitest';
import { contrastClass, isFaint } from '../../../src/evaluation/strata/contrast-class.ts';

it.each([
  [0, 'under 0.5 %', true],
  [0.0049, 'under 0.5 %', true],
  [0.005, '0.5–2 %', true],
  [0.0199, '0.5–2 %', true],
  [0.02, '2–10 %', false],
  [0.1, '10 % and more', false],
  [0.9, '10 % and more', false],
])('contrastClass puts %d of the open beam into %s', (contrast, name, isHardlySeen) => {
  expect(contrastClass(contrast)).toBe(name);
  expect(isFaint(contrast)).toBe(isHardlySeen);
});
