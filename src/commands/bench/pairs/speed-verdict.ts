import { factorText } from '../../report-text/number-text.ts';
import type { PairReport } from '../report/pair-report.ts';
import { speedFinding, whyNotShown } from './finding.ts';

/** What is known of the speeds of a pair. */
export interface SpeedEvidence {
  readonly speed: PairReport['speed'];
  /** How many scenarios the plan has. */
  readonly planned: number;
  /** Who may not be timed. */
  readonly refused: readonly string[];
  /** Who failed on too many queries of the first scenario of the plan for a figure, of which else the verdict tells. */
  readonly withheld: readonly string[];
}

type Compared = PairReport['speed'][number];

/**
 * How fast the first technology is beside the second, by the first scenario of the plan, which is named where there are
 * several; and by each other that says something else, so that no verdict stands on the scenario that suits it.
 */
export function speedVerdict({ speed, planned, refused, withheld }: SpeedEvidence): string {
  if (refused.length > 0) return `speed not compared: that of ${refused.join(' and ')} was refused`;
  if (withheld.length > 0) return `speed not compared: ${withheld.join(' and ')} failed on too many queries`;
  const [first, ...others] = speed;
  if (first === undefined) return 'speed not measured';
  const saysElse = others.filter((other) => speedFinding(other) !== speedFinding(first));
  return [first, ...saysElse].map((compared) => wordsFor(compared, planned > 1)).join('; ');
}

function wordsFor(compared: Compared, isOneOfSeveral: boolean): string {
  const { scenario } = compared;
  const speed = isOneOfSeveral ? `${scenario} speed` : 'speed';
  if (compared.state === 'too-few-rounds') {
    return `too few rounds to compare ${speed} (${compared.rounds} of ${compared.needed})`;
  }
  if (compared.state === 'not-held') {
    const { technologies } = compared;
    return `${speed} not compared: ${technologies.join(' and ')} ${technologies.length === 1 ? 'does' : 'do'} not hold ${scenario}`;
  }
  const { ratio, bounds } = compared;
  const finding = speedFinding(compared);
  if (finding === 'none shown') {
    return `no difference shown in ${speed} (${factorText(1 / ratio)} × the time ${inverseRange(bounds)}${whyNotShown(compared, 1)})`;
  }
  const where = isOneOfSeveral ? ` in ${scenario}` : '';
  if (finding === 'better') return `${factorText(ratio)} × faster${where} [${bounds.map(factorText).join(', ')}]`;
  return `${factorText(1 / ratio)} × slower${where} ${inverseRange(bounds)}`;
}

function inverseRange([lower, upper]: readonly [number, number]): string {
  return `[${factorText(1 / upper)}, ${factorText(1 / lower)}]`;
}
