import { comparePairs } from '../../../../src/commands/bench/pairs/compare-pairs.ts';
import type { ReportedTechnology } from '../../../../src/commands/bench/report/report.ts';
import { compareTechnologies } from '../../../../src/commands/evaluation/compare-technologies.ts';
import type { ScoredScan } from '../../../../src/commands/evaluation/scored-scan.ts';
import { createRandom } from '../../../../src/simulator/random.ts';
import { scoredScan, screenedTechnology } from '../../../fixtures/scored-scan.ts';

export const PLAN = {
  pfaLimits: [0.05],
  seed: 1,
  scenarios: [{ scenario: 'single-stream' as const, rounds: 8, roundSeconds: 1 }],
};

const ROUNDS = [40, 44, 39, 61, 42, 40, 47, 41] as const;

/** A technology whose blocks take `factor` times as long as those of the first, each with some per cent of its own. */
export function technology(name: string, factor: number, jitter = 0): ReportedTechnology {
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
export function scans(scoresOf: (shown: number) => readonly number[]): readonly ScoredScan[] {
  const random = createRandom(5, 'scans');
  return Array.from({ length: 240 }, (_, i) => {
    const isThreat = i % 2 === 0;
    const shown = 1 / (1 + Math.exp(-random.normal() - (isThreat ? 1 : -1)));
    return scoredScan(isThreat ? 'threat' : 'benign', scoresOf(shown), { id: `s${i}` });
  });
}

export function verdict(second: ReportedTechnology, judged: readonly ScoredScan[]): string {
  const technologies = [technology('alpha', 1), second];
  const comparisons = compareTechnologies(
    technologies.map(({ id }) => id),
    judged,
  );
  const [pair] = comparePairs({ technologies, scans: judged, comparisons, plan: PLAN });
  if (pair === undefined) throw new Error('two technologies are a pair');
  return pair.verdict;
}
