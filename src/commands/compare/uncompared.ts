import { benignsToLimit } from '../../evaluation/compare-pd.ts';
import { LEAST_ROUNDS } from '../../performance/two-run-ratio.ts';
import type { Report, ReportedTechnology } from '../bench/report.ts';
import { limitText } from '../evaluation/number-text.ts';
import type { Change } from './comparison.ts';
import { nameOfLimit } from './ranking-changes.ts';

/** What two reports could be expected to say of a technology and do not, a sentence each: nothing is left out in silence. */
export function uncompared(
  changes: readonly Change[],
  first: ReportedTechnology,
  second: ReportedTechnology,
  { plan }: Pick<Report, 'plan'>,
): readonly string[] {
  const has = (measure: string) => changes.some((change) => change.measure === measure);
  return [
    ...(has('AUROC')
      ? []
      : ['AUROC is not compared: it takes two threats and two benign scans with a score from both.']),
    ...plan.pfaLimits
      .filter((limit) => !has(nameOfLimit(limit)))
      .map((limit) => {
        const benigns = Math.min(first.detection.benigns, second.detection.benigns);
        const text = `Pd at Pfa ${limitText(limit)} is not compared: `;
        return benigns < benignsToLimit(limit)
          ? `${text}too few benign scans (${benigns} of ${benignsToLimit(limit)}).`
          : `${text}the second report does not state it, or no threat has a score from both.`;
      }),
    ...speedless(first, second),
  ];
}

function speedless(first: ReportedTechnology, second: ReportedTechnology): readonly string[] {
  if (first.speed.state === 'refused' || second.speed.state === 'refused') {
    const which = [first, second].flatMap(({ speed }, place) =>
      speed.state === 'refused' ? [place === 0 ? 'first' : 'second'] : [],
    );
    return [`Speed is not compared: its answers changed when it was timed for the ${which.join(' and the ')} report.`];
  }
  const others = second.speed.scenarios;
  return first.speed.scenarios.flatMap((result) => {
    const { scenario } = result;
    const other = others.find((candidate) => candidate.scenario === scenario);
    if (other === undefined) return [`${scenario} is not compared: the second report has none.`];
    if (other.workers !== result.workers) {
      return [`${scenario} is not compared: ${result.workers} workers, then ${other.workers}.`];
    }
    if (Math.min(result.rounds, other.rounds) >= LEAST_ROUNDS) return [];
    return [
      `${scenario} is not compared: too few rounds (${result.rounds}, then ${other.rounds}, of ${LEAST_ROUNDS}).`,
    ];
  });
}
