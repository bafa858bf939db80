import { describe, expect, it } from 'vitest';
import { comparePairs } from '../../../../src/commands/bench/pairs/compare-pairs.ts';
import { compareTechnologies } from '../../../../src/commands/evaluation/compare-technologies.ts';
import { createRandom } from '../../../../src/simulator/random.ts';
import { scoredScan } from '../../../fixtures/scored-scan.ts';
import { PLAN, scans, technology, verdict } from './judged-pairs.ts';

function squash(score: number): number {
  return Math.min(1, Math.max(0, score));
}

describe('the verdict on a pair', () => {
  const same = scans((shown) => [shown, shown]);

  it('says of one technology under two names that the answers are the very same, and shows no difference in speed', () => {
    expect(verdict(technology('beta', 1, 0.03), same)).toMatch(
      /^gives the very same answers on all 240 scans; no difference shown in speed \([\d.]+ × the time \[[\d., ]+\]\)$/,
    );
  });

  it('says why no difference in ranking is shown where bounds that are not corrected leave 0 out', () => {
    const judged = scans((shown) => [shown, shown / 2]);
    const ids = ['alpha@onnx-cpu', 'beta@onnx-cpu'];
    const [tests] = compareTechnologies(ids, judged);
    if (tests === undefined) throw new Error('two technologies are a pair');
    const auroc = { difference: 0.2, bounds: [0.01, 0.39], pValue: 0.04, pHolm: 0.36 } as const;
    const technologies = [technology('alpha', 1), technology('beta', 1)];
    const comparisons = [{ ...tests, auroc }];
    const [pair] = comparePairs({ technologies, scans: judged, comparisons, plan: PLAN });
    expect(pair?.verdict).toContain(
      'no difference shown in ranking (AUROC +0.200 [+0.010, +0.390], p 0.3600 corrected over all pairs)',
    );
  });

  it('says that scans are too few for a test of rankings where bounds leave 0 out and there is none', () => {
    const threats = scans((shown) => [0.5 + shown / 2, 1 - shown]).filter(({ truth }) => truth === 'threat');
    const benigns = scans((shown) => [shown / 2, shown]).filter(({ truth }) => truth === 'benign');
    expect(verdict(technology('beta', 1), [...threats.slice(0, 8), ...benigns])).toMatch(
      /no difference shown in ranking \(AUROC \S+ \[[^\]]+\], too few scans for a test \(8 of 10 threats\)\)/,
    );
    expect(verdict(technology('beta', 1), [...threats.slice(0, 8), ...benigns.slice(0, 9)])).toContain(
      'too few scans for a test (8 of 10 threats, 9 of 10 benign scans)',
    );
  });

  it('corrects over all pairs what each is shown to find at a limit', () => {
    const random = createRandom(8, 'six');
    const judged = scans((shown) => Array.from({ length: 6 }, () => shown + 0.3 * random.normal()).map(squash));
    const technologies = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => technology(name, 1));
    const pairs = comparePairs({ technologies, scans: judged, comparisons: [], plan: PLAN });
    const estimated = pairs.flatMap(({ pd }) => pd.filter((own) => own.state === 'estimated'));
    expect(estimated).toHaveLength(15);
    const least = estimated.toSorted((a, b) => (a.pValue ?? 1) - (b.pValue ?? 1))[0];
    expect(least?.pHolm).toBeCloseTo(Math.min(1, 15 * (least?.pValue ?? 0)), 12);
  });

  it('names one with another threshold as such, with what that costs', () => {
    const shifted = same.map((scan) => ({
      ...scan,
      verdicts: scan.verdicts.map((own, place) =>
        place === 0 || own.score === null
          ? own
          : { ...own, decision: own.score >= 0.8 ? ('alarm' as const) : ('clear' as const) },
      ),
    }));
    expect(verdict(technology('shifted', 1), shifted)).toMatch(
      /^gives the same scores on all 240 scans and differs by its threshold alone; at its own threshold alarms on more threats \(\d+ it alone, 0 the other alone\); at its own threshold alarms on more benign scans/,
    );
  });

  it('compares no alarms where a threshold is a placeholder, and all else', () => {
    const other = same.map((scan) => ({
      ...scan,
      verdicts: scan.verdicts.map((own, place) =>
        place === 0 || own.score === null ? own : { ...own, decision: 'alarm' as const },
      ),
    }));
    const beta = technology('beta', 1.2);
    expect(verdict({ ...beta, operatingPoint: { ...beta.operatingPoint, benignCount: 0 } }, other)).toBe(
      `gives the same scores on all 240 scans and differs by its threshold alone; alarms not compared: ${beta.id} is not ` +
        'calibrated; 1.20 × faster [1.20, 1.20]',
    );
    expect(verdict(beta, other)).toContain('at its own threshold alarms on fewer threats');
  });

  it('names one with noise in its scores as one that finds less and ranks worse', () => {
    const random = createRandom(6, 'noise');
    const noisy = scans((shown) => [shown, Math.min(1, Math.max(0, shown + 0.6 * random.normal()))]);
    expect(verdict(technology('noisy', 1), noisy)).toMatch(
      /^finds [\d.]+ points more at Pfa 5 % \[.+\]; ranks better \(AUROC \+/,
    );
  });

  it('says on how many scans rankings rest where one gave no score for others', () => {
    const random = createRandom(7, 'gaps');
    const gaps = scans((shown) => [shown, shown / 2])
      .map((scan, place) => (place % 20 === 0 ? scoredScan(scan.truth, [0.9, null], { id: scan.id }) : scan))
      .toSorted(() => random.normal());
    expect(verdict(technology('gappy', 1), gaps)).toMatch(
      /^on what both scored \(108 of 120 threats, 120 of 120 benign scans\): /,
    );
    expect(
      verdict(
        technology('beta', 1),
        scans((shown) => [shown, shown / 2]),
      ),
    ).not.toContain('both scored');
    const few = gaps.filter(({ truth }, place) => truth === 'threat' || place % 12 === 0);
    const scored = few.map((scan) =>
      scan.truth === 'benign' ? scoredScan('benign', [0.2, null], { id: scan.id }) : scan,
    );
    expect(verdict(technology('gappy', 1), scored)).toContain(
      'too few benign scans that both scored to compare at Pfa 5 % (0 of 19)',
    );
  });

  it('claims nothing of few benign scans', () => {
    expect(verdict(technology('beta', 1), scans((shown) => [shown, shown / 2]).slice(0, 20))).toContain(
      'too few benign scans to compare at Pfa 5 % (10 of 19)',
    );
  });
});
