import { expect, it } from 'vitest';
import { msText } from '../../../../src/commands/bench/speed/latency-text.ts';

it.each([
  [0, '0.0 ms'],
  [0.001, '0.001 ms'],
  [0.0499, '0.05 ms'],
  [0.05, '0.1 ms'],
  [12.34, '12.3 ms'],
  [123.4, '123 ms'],
])('writes %f ms as %s, never as 0 where it takes time', (ms, text) => {
  expect(msText(ms)).toBe(text);
});
