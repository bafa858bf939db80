import { expect, it } from 'vitest';
import { contrastTable } from '../../../src/commands/evaluation/contrast-table.ts';
import { judgedBy } from '../../../src/commands/evaluation/judged-scan.ts';
import { measureTechnology } from '../../../src/commands/evaluation/measure-technology.ts';
import type { ScoredScan } from '../../../src/commands/evaluation/scored-scan.ts';
import { scoredScan, screenedTechnology } from '../../fixtures/scored-scan.ts';

function tableOf(scans: readonly ScoredScan[]): readonly string[] {
  const technologies = ['keen', 'blind'].map((model, place) =>
    measureTechnology({
      technology: screenedTechnology(model),
      scans: judgedBy(place, scans),
      pixels: new Map(),
      seed: 1,
    }),
  );
  return contrastTable(technologies);
}

const BENIGN = [scoredScan('benign', [0.2, 0.5]), scoredScan('benign', [0.4, 0.5])];

it('sets technologies beside each other by how far threats change the picture', () => {
  const table = tableOf([
    ...BENIGN,
    scoredScan('threat', [0.3, 0.5], { contrast: 0.001 }),
    scoredScan('threat', [0.3, 0.5], { contrast: 0.004 }),
    scoredScan('threat', [0.9, null], { contrast: 0.3 }),
    scoredScan('threat', [0.8, null], { contrast: 0.4 }),
  ]);
  expect(table[2]).toBe('| technology | under 0.5 % (n 2) | 10 % and more (n 2) |');
  expect(table[4]).toMatch(/^\| keen@onnx-cpu \| 0\.500 .*\| 1\.000 /);
  // No score of a threat, nothing to rank.
  expect(table[5]).toMatch(/^\| blind@onnx-cpu \| 0\.500 .*\| – \|$/);
});

it('is no table where no threat says how far it changes the picture', () => {
  expect(tableOf([...BENIGN, scoredScan('threat', [0.9, 0.9])])).toEqual([]);
});
