import { expect, it } from 'vitest';
import { ofThemThreats } from '../../../src/domain/comparison/of-them-threats.ts';

it.each([
  [0, 'none of them a threat'],
  [1, 'one of them a threat'],
  [1204, '1,204 of them threats'],
])('says of %i threats: %s', (count, text) => {
  expect(ofThemThreats(count)).toBe(text);
});
