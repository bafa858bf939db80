import type { Report } from '../report/report.ts';
import { type Finding, pdFinding, rankingFinding, speedFinding } from './finding.ts';

/** How many pairs of technologies a reader takes in as sentences; of more, the standings come first. */
const PAIRS_TO_READ = 3;

/** Of how many other technologies one is shown to be better and worse, of those that it was compared with. */
export interface Tally {
  readonly better: number;
  readonly worse: number;
  readonly compared: number;
}

/** Where a technology stands among all others of a report. */
export interface Standing {
  readonly technology: string;
  /** At the first false-alarm limit of the plan. */
  readonly finding: Tally;
  readonly ranking: Tally;
  /** In the first scenario of the plan. */
  readonly speed: Tally;
}

/** Whether the pairs of a report are too many to begin with. */
export function hasManyPairs({ pairs }: Pick<Report, 'pairs'>): boolean {
  return pairs.length > PAIRS_TO_READ;
}

/** Each technology beside all others, counted by the very rules of the verdicts. */
export function standingsOf({ technologies, pairs, evaluation, plan }: Report): readonly Standing[] {
  const [told] = plan.scenarios;
  const findings = pairs.map(({ first, second, pd, speed }) => {
    const tests = evaluation.comparisons.find(
      (other) => other.condition === 'all' && other.first === first && other.second === second,
    );
    return {
      ...{ first, second, finding: pdFinding(pd[0]), ranking: rankingFinding(tests) },
      speed: speedFinding(speed.find(({ scenario }) => scenario === told?.scenario)),
    };
  });
  return technologies.map(({ id }) => {
    const tally = (respect: 'finding' | 'ranking' | 'speed') =>
      tallyOf(
        findings.flatMap(({ first, second, [respect]: found }) => {
          if (first === id) return [found];
          return second === id ? [inverse(found)] : [];
        }),
      );
    return { technology: id, finding: tally('finding'), ranking: tally('ranking'), speed: tally('speed') };
  });
}

function tallyOf(findings: readonly Finding[]): Tally {
  const count = (wanted: Finding) => findings.filter((found) => found === wanted).length;
  return {
    better: count('better'),
    worse: count('worse'),
    compared: findings.length - count('not compared'),
  };
}

function inverse(found: Finding): Finding {
  if (found === 'better') return 'worse';
  return found === 'worse' ? 'better' : found;
}
