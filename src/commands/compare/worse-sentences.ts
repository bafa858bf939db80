import { changeText, valueText } from './change-text.ts';
import type { Change, TechnologyComparison } from './comparison.ts';

interface Findings {
  readonly technologies: readonly TechnologyComparison[];
  readonly lost: readonly string[];
  /** What of a speed the second report refuses, a sentence each, and the first did not. */
  readonly speedless: readonly string[];
}

/** Everything by which the second report is worse beyond its uncertainty, a sentence each: what `--gate` stops at. */
export function worseSentences({ technologies, lost, speedless }: Findings): readonly string[] {
  return [
    ...technologies.flatMap(({ second, changes }) =>
      changes
        .filter(({ gates, finding }) => gates && finding === 'worse')
        .map(
          (change) =>
            `${second}: ${change.measure} is worse: ${valueText(change, 'first')}, then ${valueText(change, 'second')} (${changeText(change)}).${ofThese(change, changes)}`,
        ),
    ),
    ...lost.map((id) => `${id}: the second report lacks it.`),
    ...speedless,
  ];
}

/** How many of the scans without a score failed: the others lack an energy. */
function ofThese({ measure }: Change, changes: readonly Change[]): string {
  const failed = changes.find((other) => other.measure === 'failed');
  if (measure !== 'without a score' || failed === undefined) return '';
  return ` It failed on ${valueText(failed, 'first')} of all scans, then on ${valueText(failed, 'second')}.`;
}
