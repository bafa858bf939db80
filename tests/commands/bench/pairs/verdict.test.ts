import { describe, expect, it } from 'vitest';
import { comparePairs } from '../../../../src/commands/bench/pairs/compare-pairs.ts';
import type { ReportedTechnology } from '../../../../src/commands/bench/report/report.ts';
import { compareTechnologies } from '../../../../src/commands/evaluation/compare-technologies.ts';
import type { ScoredScan } from '../../../../src/commands/evaluation/scored-scan.ts';
import { rateOf } from '../../../../src/evaluation/rates.ts';
import { createRandom } from '../../../../src/simulator/random.ts';
import { scoredScan, screenedTechnology } from '../../../fixtures/scored-scan.ts';

const PLAN = {
  pfaLimits: [0.05],
  seed: 1,
  scenarios: [{ scenario: 'single-stream' as const, rounds: 8, roundSeconds: 1 }],
};

const ROUNDS = [40, 44, 39, 61, 42, 40, 47, 41] as const;

/** A technology whose blocks take `factor` times as long as those of the first, each with some per cent of its own. */
function technology(name: string, factor: number, jitter = 0): ReportedTechnology {
  const random = createRandom(name.length, name);
  const { model, ...screened } = screenedTechnology(name);
  const msPerScanByRound = ROUNDS.map((ms) => ms * factor * Math.exp(jitter * random.normal()));
  return {
    ...screened,
    model,
    detection: { threats: 0, benigns: 0, atLimits: [], curve: [] },
    answers: { scans: 4, sha256: '0'.repeat(64) },
    speed: {
      state: 'measured',
      cost: { weightsBytes: 1, loadMs: 1, warmUpMs: 1, peakMemoryBytes: 1 },
      scenarios: [
        {
          scenario: 'single-stream',
          rounds: ROUNDS.length,
          queries: 80,
          workers: 1,
          seconds: 4,
          scansPerSecond: 20,
          meanLatencyMs: 50,
          percentiles: [],
          latencies: null,
          withinTakt: null,
          cpuMsPerScan: 50,
          scansPerCoreSecond: 20,
          latencyByRound: null,
          msPerScanByRound,
        },
      ],
    },
  };
}

/** 120 threats and 120 benign scans; `score` makes the scores of both technologies of what the scan shows. */
function scans(scoresOf: (shown: number) => readonly number[]): readonly ScoredScan[] {
  const random = createRandom(5, 'scans');
  return Array.from({ length: 240 }, (_, i) => {
    const isThreat = i % 2 === 0;
    const shown = 1 / (1 + Math.exp(-random.normal() - (isThreat ? 1 : -1)));
    return scoredScan(isThreat ? 'threat' : 'benign', scoresOf(shown), { id: `s${i}` });
  });
}

function squash(score: number): number {
  return Math.min(1, Math.max(0, score));
}

function verdict(second: ReportedTechnology, judged: readonly ScoredScan[]): string {
  const technologies = [technology('alpha', 1), second];
  const comparisons = compareTechnologies(
    technologies.map(({ id }) => id),
    judged,
  );
  const [pair] = comparePairs({ technologies, scans: judged, comparisons, plan: PLAN });
  if (pair === undefined) throw new Error('two technologies are a pair');
  return pair.verdict;
}

describe('the verdict on a pair', () => {
  const same = scans((shown) => [shown, shown]);

  it('says of one technology under two names that the answers are the very same, and shows no difference in speed', () => {
    expect(verdict(technology('beta', 1, 0.03), same)).toMatch(
      /^gives the very same answers on all 240 scans; no difference shown in speed \([\d.]+ × the time \[[\d., ]+\]\)$/,
    );
  });

  it('names one that is slowed by exactly 20 % as such', () => {
    expect(verdict(technology('slowed', 1.2), same)).toBe(
      'gives the very same answers on all 240 scans; 1.20 × faster [1.20, 1.20]',
    );
    expect(verdict(technology('hurried', 1 / 1.2), same)).toContain('1.20 × slower [1.20, 1.20]');
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

  it('calls one of six alike faster in at most one run in twenty, whichever pair it is, and says why where bounds of it alone would', () => {
    const RUNS = 200;
    let anyCalled = 0;
    let anyOutside = 0;
    for (let run = 0; run < RUNS; run++) {
      const alike = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => technology(`${name}${run}`, 1, 0.03));
      const pairs = comparePairs({ technologies: alike, scans: [], comparisons: [], plan: PLAN });
      const isOutside = ({ speed: [own] }: (typeof pairs)[number]) =>
        own?.state === 'estimated' && (own.bounds[0] > 1 || own.bounds[1] < 1);
      if (pairs.some(isOutside)) anyOutside++;
      if (pairs.some(({ verdict: said }) => /(faster|slower)/.test(said))) anyCalled++;
      for (const pair of pairs.filter(isOutside)) {
        expect(pair.verdict).toMatch(
          /(faster|slower)|no difference shown in speed .* p [\d.]+ corrected over all pairs\)$/,
        );
      }
    }
    // 5 % are 10; more than 20 come of that once in a thousand. Bounds of each pair alone leave 1 out in some pair of most sixes.
    expect(anyCalled).toBeLessThanOrEqual(20);
    expect(anyOutside).toBeGreaterThan(40);
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

  it('divides no latency by one of traffic that is not held', () => {
    const late = technology('late', 3);
    if (late.speed.state !== 'measured') throw new Error('it was measured');
    const speed = {
      ...late.speed,
      scenarios: late.speed.scenarios.map((own) => ({ ...own, scenario: 'train' as const, withinTakt: rateOf(9, 20) })),
    };
    const first = technology('alpha', 1);
    if (first.speed.state !== 'measured') throw new Error('it was measured');
    const scenarios = first.speed.scenarios.map((own) => ({
      ...own,
      scenario: 'train' as const,
      withinTakt: rateOf(20, 20),
    }));
    const technologies = [
      { ...first, speed: { ...first.speed, scenarios } },
      { ...late, speed },
    ];
    const [pair] = comparePairs({ technologies, scans: same, comparisons: [], plan: PLAN });
    expect(pair?.speed).toEqual([{ state: 'not-held', scenario: 'train', technologies: ['late@onnx-cpu'] }]);
    expect(pair?.verdict).toMatch(/; speed not compared: late@onnx-cpu does not hold train$/);
  });

  it('tells of another scenario where the first of the plan has too few rounds, and names it', () => {
    const technologies = [technology('alpha', 1), technology('slowed', 1.2)].map((own) => {
      if (own.speed.state !== 'measured') throw new Error('it was measured');
      const [single] = own.speed.scenarios;
      if (single === undefined) throw new Error('one scenario was measured');
      const lanes = { ...single, scenario: 'lanes' as const, msPerScanByRound: single.msPerScanByRound.slice(0, 2) };
      return { ...own, speed: { ...own.speed, scenarios: [lanes, single] } };
    });
    const lanes = { scenario: 'lanes' as const, rounds: 2, roundSeconds: 1, lanes: 4 };
    const plan = { ...PLAN, scenarios: [lanes, ...PLAN.scenarios] };
    const [pair] = comparePairs({ technologies, scans: same, comparisons: [], plan });
    expect(pair?.verdict).toMatch(/; 1\.20 × faster in single-stream \[1\.20, 1\.20\]$/);
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

  it('names the scenario where there are several, and each other one that says something else', () => {
    const several = (name: string, factors: readonly number[]) => {
      const { speed, ...rest } = technology(name, 1);
      if (speed.state === 'refused') throw new Error('its speed was measured');
      const scenarios = (['single-stream', 'multi-stream', 'offline'] as const).flatMap((scenario, place) =>
        speed.scenarios.map((own) => ({
          ...own,
          scenario,
          msPerScanByRound: own.msPerScanByRound.map((ms) => ms * (factors[place] ?? 1)),
        })),
      );
      return { ...rest, speed: { ...speed, scenarios } };
    };
    const verdictOf = (factors: readonly number[]) => {
      const technologies = [several('alpha', [1, 1, 1]), several('other', factors)];
      const scenarios = (['single-stream', 'offline'] as const).map((scenario) => ({
        scenario,
        rounds: 8,
        roundSeconds: 1,
      }));
      const [pair] = comparePairs({ technologies, scans: same, comparisons: [], plan: { ...PLAN, scenarios } });
      return pair?.verdict;
    };
    expect(verdictOf([1.2, 1.3, 1.1])).toMatch(/; 1\.20 × faster in single-stream \[1\.20, 1\.20\]$/);
    expect(verdictOf([1.2, 1.3, 0.5])).toMatch(
      /; 1\.20 × faster in single-stream \[1\.20, 1\.20\]; 2\.00 × slower in offline \[2\.00, 2\.00\]$/,
    );
    expect(verdictOf([1.2, 1, 1.1])).toMatch(
      /single-stream \[1\.20, 1\.20\]; no difference shown in multi-stream speed \(1\.00 × the time \[1\.00, 1\.00\]\)$/,
    );
  });

  it('compares no speed with one that failed on too many queries, in the words of the first scenario or none', () => {
    const { speed, ...shaky } = technology('shaky', 1);
    if (speed.state === 'refused') throw new Error('its speed was measured');
    const withheld = [{ scenario: 'single-stream', queries: 60, failed: 12, reason: 'It answers 500.' } as const];
    expect(verdict({ ...shaky, speed: { ...speed, withheld } }, same)).toContain(
      'speed not compared: shaky@onnx-cpu failed on too many queries',
    );
  });

  it('compares no speed with one whose answers changed', () => {
    const refused = {
      ...technology('changed', 1),
      speed: { state: 'refused', reason: 'Its answers changed.' } as const,
    };
    expect(verdict(refused, same)).toContain('speed not compared: that of changed@onnx-cpu was refused');
  });

  it('claims nothing of few benign scans', () => {
    expect(verdict(technology('beta', 1), scans((shown) => [shown, shown / 2]).slice(0, 20))).toContain(
      'too few benign scans to compare at Pfa 5 % (10 of 19)',
    );
  });
});
