import type { CorrectedShare } from '../../domain/comparison/inspected-comparison.ts';
import type { LiveComparison } from '../../domain/comparison/live-comparison.ts';
import { shortNames } from '../short-names.ts';
import { shareText } from './interval-text.ts';

/** What can be said of the two in a sentence each for Pd and Pfa: a difference only where its whole interval is one. */
export function answerText({ technologies, screened, corrected }: LiveComparison): readonly string[] {
  if (screened === 0) return ['No scan was screened by both of them in this choice.'];
  if (corrected.state !== 'estimated') {
    return ['Which of them finds more cannot be said: no scan that the champion let pass was opened by lot.'];
  }
  const [first, second] = shortNames(technologies);
  return [
    differenceText(corrected.pdDifference, first, second, 'finds more threats', 'Pd'),
    // A higher Pfa is the worse one.
    differenceText(corrected.pfaDifference, second, first, 'raises fewer false alarms', 'Pfa'),
  ];
}

/** `above` is the one that a difference above 0 speaks for. */
function differenceText(
  { value, bounds: [lower, upper] }: CorrectedShare,
  above: string,
  below: string,
  says: string,
  measure: string,
): string {
  if (lower <= 0 && upper >= 0) {
    const range = `between ${shareText(lower)} and ${shareText(upper)}`;
    return `Which ${says} cannot be told yet: the difference of ${measure} lies ${range}.`;
  }
  const [better, other] = lower > 0 ? [above, below] : [below, above];
  const [least, most] = [Math.min(Math.abs(lower), Math.abs(upper)), Math.max(Math.abs(lower), Math.abs(upper))];
  const size = value === null ? '' : ` by ${shareText(Math.abs(value))},`;
  return `${better} ${says} than ${other}: ${measure} differs${size} at 95 % by ${shareText(least)} to ${shareText(most)}.`;
}
