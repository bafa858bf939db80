import { expect, it } from 'vitest';
import { intervalFigure } from '../../../../src/commands/bench/html/interval-figure.ts';

it('takes the middle out of a name that does not fit beside the drawing, and keeps how many scans it has', () => {
  const name = `the container terminal of ${'x'.repeat(40)} (n 75)`;
  const rate = { count: 3, n: 4, rate: 0.75, bounds: [0.19, 0.99] } as const;
  const { text } = intervalFigure([{ name, rates: [rate] }], 'Pd', '');
  expect(text).toContain('>the container termina…xxxxxxx (n 75)</text>');
});
