import { expect, it } from 'vitest';
import { intervalFigure } from '../../../../src/commands/bench/html/interval-figure.ts';

it('takes the middle out of a name that does not fit beside the drawing, and keeps how many scans it has', () => {
  const name = `the container terminal of ${'x'.repeat(40)} (n 75)`;
  const rate = { count: 3, n: 4, rate: 0.75, bounds: [0.19, 0.99] } as const;
  const { text } = intervalFigure([{ name, rates: [rate] }], 'Pd', '');
  expect(text).toContain('>the container termina…xxxxxxx (n 75)</text>');
});

it('names no part of which it has nothing to draw, and draws nothing where that is each', () => {
  const rate = { count: 3, n: 4, rate: 0.75, bounds: [0.19, 0.99] } as const;
  const [drums, empty] = [
    { name: 'drums', rates: [null, rate] },
    { name: 'empty', rates: [null, null] },
  ];
  const { text } = intervalFigure([drums, empty], 'Pd', '');
  expect(text).toContain('>drums</text>');
  expect(text).not.toContain('>empty</text>');
  expect(intervalFigure([empty], 'Pd', 'Pd by cargo.').text).toBe('');
  expect(intervalFigure([], 'Pd', 'Pd by cargo.').text).toBe('');
});
