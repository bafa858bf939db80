import { describe, expect, it } from 'vitest';
import { chooseScans } from '../../../../src/commands/bench/gallery/choose-scans.ts';
import { judgedBy } from '../../../../src/commands/evaluation/judged-scan.ts';
import { scoredScan } from '../../../fixtures/scored-scan.ts';

/** Scans of one truth with these scores; the fixture's threshold is 0.5. */
const scans = (truth: 'threat' | 'benign', scores: readonly (number | null)[]) =>
  judgedBy(
    0,
    scores.map((score, place) => scoredScan(truth, [score], { id: `${truth} ${place}` })),
  );

describe('chooseScans', () => {
  it('parts hits, misses and false alarms; what is undecided or rightly cleared is none of them', () => {
    const chosen = chooseScans([...scans('threat', [0.9, 0.2, null]), ...scans('benign', [0.8, 0.1, null])]);
    expect(chosen.map(({ kind, total, chosen: own }) => [kind, total, own.map(({ id }) => id)])).toEqual([
      ['hit', 1, ['threat 0']],
      ['miss', 1, ['threat 1']],
      ['false-alarm', 1, ['benign 0']],
    ]);
  });

  it('takes six at most, from the highest score to the lowest in even steps', () => {
    const [hits] = chooseScans(
      scans(
        'threat',
        Array.from({ length: 51 }, (_, i) => 0.5 + i / 100),
      ),
    );
    expect(hits?.total).toBe(51);
    expect(hits?.chosen.map(({ score }) => Number(score.toFixed(2)))).toEqual([1, 0.9, 0.8, 0.7, 0.6, 0.5]);
  });
});
