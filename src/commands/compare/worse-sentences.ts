import type { ReportedTechnology } from '../bench/report.ts';
import { changeText, valueText } from './change-text.ts';
import type { TechnologyComparison } from './comparison.ts';

interface Findings {
  readonly technologies: readonly TechnologyComparison[];
  readonly lost: readonly string[];
  /** Of the second report: answered otherwise when timed, which in the first it did not. */
  readonly refused: readonly ReportedTechnology[];
}

/** Everything by which the second report is worse beyond its uncertainty, a sentence each: what `--gate` stops at. */
export function worseSentences({ technologies, lost, refused }: Findings): readonly string[] {
  return [
    ...technologies.flatMap(({ second, changes }) =>
      changes
        .filter(({ gates, finding }) => gates && finding === 'worse')
        .map(
          (change) =>
            `${second}: ${change.measure} is worse: ${valueText(change, 'first')}, then ${valueText(change, 'second')} (${changeText(change)}).`,
        ),
    ),
    ...lost.map((id) => `${id}: the second report lacks it.`),
    ...refused.map(({ id, speed }) => `${id}: ${speed.state === 'refused' ? speed.reason : ''}`),
  ];
}
