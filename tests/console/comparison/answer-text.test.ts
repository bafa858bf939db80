import { describe, expect, it } from 'vitest';
import { answerText } from '../../../src/console/comparison/answer-text.ts';
import type { LiveComparison } from '../../../src/domain/comparison/live-comparison.ts';

const PD = { value: 0.5, bounds: [0, 1] } as const;
const PFA = { value: 0.01, bounds: [0, 1] } as const;
const RATES = { pd: PD, pdOrUndecided: PD, pfa: PFA, pfaOrUndecided: PFA };

function comparison(pd: readonly [number, number], pfa: readonly [number, number]): LiveComparison {
  const inspected = {
    isBiased: true as const,
    rates: { threats: null, benigns: null },
    inspectedShares: { alarm: null, clear: null, undecided: null },
  };
  const test = { n: 0, pValue: 1, counts: { bothRight: 0, onlyFirstRight: 0, onlySecondRight: 0, bothWrong: 0 } };
  const tests = { threats: test, benigns: test };
  const difference = (bounds: readonly [number, number]) => ({ value: (bounds[0] + bounds[1]) / 2, bounds });
  return {
    technologies: ['a@onnx-cpu', 'b@onnx-cpu'],
    screened: 100,
    withoutChampion: 0,
    screenedByOne: { first: 0, second: 0 },
    decidedWith: { first: [], second: [] },
    uncorrected: { first: inspected, second: inspected },
    corrected: {
      state: 'estimated',
      first: RATES,
      second: RATES,
      pdDifference: difference(pd),
      pfaDifference: difference(pfa),
      prevalence: PFA,
      standing: { scans: 10, threats: 5 },
      uninspected: [],
    },
    agreement: null,
    mcnemar: { random: tests, allInspected: tests },
    latency: { first: null, second: null },
    drift: { first: { state: 'no-live-scores' }, second: { state: 'no-live-scores' } },
    warnings: [],
    parts: [],
    partsLeftOut: 0,
  };
}

describe('answerText', () => {
  it('names the better one only where the whole interval does', () => {
    expect(answerText(comparison([0.2, 0.4], [0.01, 0.03]))).toEqual([
      'a finds more threats than b: Pd differs by 30 %, at 95 % by 20 % to 40 %.',
      'b raises fewer false alarms than a: Pfa differs by 2 %, at 95 % by 1 % to 3 %.',
    ]);
    expect(answerText(comparison([-0.4, -0.2], [-0.03, -0.01]))).toEqual([
      'b finds more threats than a: Pd differs by 30 %, at 95 % by 20 % to 40 %.',
      'a raises fewer false alarms than b: Pfa differs by 2 %, at 95 % by 1 % to 3 %.',
    ]);
  });

  it('says where nothing can be told', () => {
    expect(answerText(comparison([-0.14, 0.67], [0, 0]))).toEqual([
      'Which finds more threats cannot be told yet: the difference of Pd lies between −14 % and 67 %.',
      'Which raises fewer false alarms cannot be told yet: the difference of Pfa lies between 0 % and 0 %.',
    ]);
    const unchecked = { ...comparison([0, 1], [0, 1]), corrected: { state: 'no-random-inspections' as const } };
    expect(answerText(unchecked)).toEqual([expect.stringMatching(/opened by lot/)]);
    expect(answerText({ ...unchecked, screened: 0 })).toEqual([expect.stringMatching(/No scan was screened/)]);
  });
});
