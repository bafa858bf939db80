import { expect, it } from 'vitest';
import { whyNoChoice } from '../../../src/console/comparison/why-no-choice.ts';

it('asks for two different technologies where there are two, and says how to come by one where there are not', () => {
  expect(whyNoChoice(2)).toBe('Choose two different technologies.');
  expect(whyNoChoice(1)).toMatch(
    /^There is only one technology here, .* needs two: add a model with “scanbench models add”/,
  );
  expect(whyNoChoice(0)).toMatch(/^There is no technology here, .* needs two/);
});
