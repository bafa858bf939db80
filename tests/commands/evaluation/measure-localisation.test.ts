import { expect, it } from 'vitest';
import { judgedBy } from '../../../src/commands/evaluation/judged-scan.ts';
import { measureLocalisation } from '../../../src/commands/evaluation/measure-localisation.ts';
import { countBenignView, countThreatView, startPixelCounts } from '../../../src/evaluation/pixels/pixel-counts.ts';
import { scoredScan } from '../../fixtures/scored-scan.ts';

it('claims no certainty of AUPIMO where no threat of a few is marked', () => {
  const scans = ['a', 'b', 'c'].map((id) => scoredScan('threat', [0.4], { id }));
  const pixels = startPixelCounts();
  countBenignView(pixels, new Uint16Array(100_000).fill(9));
  const mask = { pixels: new Uint8Array([1, 0]), widthPx: 2 };
  for (const { name } of scans) countThreatView(pixels, name, new Uint16Array([3, 0]), mask);
  const [all] = measureLocalisation(judgedBy(0, scans), pixels, 1);
  expect(all?.aupimo).toMatchObject({ value: 0, n: 3 });
  expect(all?.aupimo?.bounds[0]).toBe(0);
  // Of 0 in 3, Clopper and Pearson's upper end is 0.708.
  expect(all?.aupimo?.bounds[1]).toBeCloseTo(0.71, 1);
});
