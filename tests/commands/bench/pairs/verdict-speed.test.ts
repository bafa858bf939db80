import { describe, expect, it } from 'vitest';
import { comparePairs } from '../../../../src/commands/bench/pairs/compare-pairs.ts';
import { rateOf } from '../../../../src/evaluation/rates.ts';
import { PLAN, scans, technology, verdict } from './judged-pairs.ts';

describe('the verdict on the speeds of a pair', () => {
  const same = scans((shown) => [shown, shown]);

  it('names one that is slowed by exactly 20 % as such', () => {
    expect(verdict(technology('slowed', 1.2), same)).toBe(
      'gives the very same answers on all 240 scans; 1.20 × faster [1.20, 1.20]',
    );
    expect(verdict(technology('hurried', 1 / 1.2), same)).toContain('1.20 × slower [1.20, 1.20]');
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
});
