import { auroc, aurocOfTally } from '../../src/evaluation/auroc.ts';
import { bootstrap, statisticOf } from '../../src/evaluation/bootstrap.ts';
import { compareAurocs } from '../../src/evaluation/compare-aurocs.ts';
import { operatingCurve } from '../../src/evaluation/operating-curve.ts';
import { countBenignView, startPixelCounts } from '../../src/evaluation/pixels/pixel-counts.ts';
import { type RankedScores, rankScores } from '../../src/evaluation/ranked-scores.ts';
import { rocCurve } from '../../src/evaluation/roc.ts';
import { createRandom } from '../../src/simulator/random.ts';
import { median } from '../median.ts';

export interface EvaluationCost {
  readonly work: string;
  /** The median of the rounds, of all the process's threads. */
  readonly cpuMs: number;
}

const VIEW_PX = 1500 * 500;
const PFA_LIMITS = Array.from({ length: 20 }, (_, i) => (i + 1) / 200);

/** What the measures cost at the sizes that the project promises them for, and at those of its results page. */
export function measureEvaluationCost(rounds: number): readonly EvaluationCost[] {
  const million = [drawScores(1, 500_000, 0.3), drawScores(2, 500_000, 0)] as const;
  const other = rank(drawScores(3, 500_000, 0.2), drawScores(4, 500_000, 0));
  const scans = { threats: 1000, benigns: 2000, seed: 1 };
  const thousands = rank(drawScores(5, scans.threats, 0.3), drawScores(6, scans.benigns, 0));
  const map = Uint16Array.from(drawScores(7, VIEW_PX, 0), (score) => 65_535 * score);
  const one = rank(...million);
  return [
    cost('ROC, AUROC and DeLong bounds of 1,000,000 scores', rounds, () => {
      const scores = rank(...million);
      return [rocCurve(scores), auroc(scores)];
    }),
    cost('paired DeLong test of 2 × 1,000,000 ranked scores', rounds, () => compareAurocs(one, other)),
    cost('AUROC of 3,000 scans, 2,000 resamples', rounds, () => bootstrap(statisticOf(thousands, aurocOfTally), scans)),
    cost('the same with BCa bounds', rounds, () =>
      bootstrap(statisticOf(thousands, aurocOfTally), { ...scans, method: 'bca' }),
    ),
    cost('operating curve of 3,000 scans at 20 limits', rounds, () => operatingCurve(thousands, PFA_LIMITS)),
    cost('pixels of one benign view of 1500 × 500', rounds, () => countBenignView(startPixelCounts(), map)),
  ];
}

function drawScores(seed: number, count: number, shift: number): Float64Array {
  const random = createRandom(seed, 'evaluation cost');
  return Float64Array.from({ length: count }, () => (random.unit() + shift) / 1.3);
}

function rank(threats: Float64Array, benigns: Float64Array): RankedScores {
  const ranked = rankScores({ threats, benigns });
  if (!ranked.ok) throw new Error(ranked.failure.message);
  return ranked.value;
}

function cost(work: string, rounds: number, run: () => unknown): EvaluationCost {
  const cpuMs = Array.from({ length: rounds }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return { work, cpuMs: median(cpuMs) };
}
