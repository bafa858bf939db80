import { expect, it } from 'vitest';
import { fitsTrial } from '../../../src/inference/runtimes/remote/fits-trial.ts';

const trial = { input: [1, 1, 256, 512], output: [1, 1, 32, 64] };

it.each([
  ['grown with its input', [1, 1, 512, 768], [1, 1, 64, 96]],
  ['rounded up to whole cells', [1, 1, 516, 772], [1, 1, 65, 97]],
  ['without what its layers take off at the edges', [1, 1, 512, 768], [1, 1, 66, 98]],
  ['resized by its graph to a size of its own', [1, 1, 512, 768], [1, 1, 32, 64]],
  ['of several pictures at once', [4, 1, 256, 512], [4, 1, 32, 64]],
])('takes an answer that is %s', (_what, asked, answered) => {
  expect(fitsTrial(trial, asked, answered)).toBe(true);
});

it.each([
  ['on its side', [1, 1, 512, 768], [1, 1, 96, 64]],
  ['of one value', [1, 1, 512, 768], [1, 1, 1, 1]],
  ['of another size than before to the very same input', [1, 1, 256, 512], [1, 1, 33, 64]],
  ['of fewer dimensions', [1, 1, 256, 512], [32, 64]],
  ['of several channels', [1, 1, 512, 768], [1, 3, 64, 96]],
])('takes none that is %s', (_what, asked, answered) => {
  expect(fitsTrial(trial, asked, answered)).toBe(false);
});

it('tells of several channels how many there were', () => {
  const classes = { input: [1, 1, 256, 512], output: [1, 4, 32, 64] };
  expect(fitsTrial(classes, [1, 1, 512, 1024], [1, 4, 64, 128])).toBe(true);
  expect(fitsTrial(classes, [1, 1, 512, 1024], [1, 2, 64, 128])).toBe(false);
});
