import type { ComparedPart, DecidedWith, LiveComparison } from '../../domain/comparison/live-comparison.ts';
import { counted } from '../../domain/language/counted.ts';

/** Above this Pd's bounds say next to nothing. */
const WIDE = 0.5;

/** Fewer scans that one of two has not screened, by those that both have, change little. */
const NOTABLE = 0.01;
/** Of models and thresholds, in a sentence. */
const NAMED_SETTINGS = 3;

const NOTHING_SCREENED =
  'No scan of this choice was screened by both: nothing can be compared. Scans are screened by the champion and the challengers of the lineup (PUT /v1/lineup): name both there, or choose two that are, and a period in which they were.';

/** What a reader must know before using a figure, the gravest first. */
export function comparisonWarnings(
  [first, second]: readonly [string, string],
  { screened, corrected, screenedByOne, mcnemar }: ComparedPart,
  { decidedWith, drift }: Pick<LiveComparison, 'decidedWith' | 'drift'>,
): readonly string[] {
  if (screened === 0) return [NOTHING_SCREENED];
  const warnings: string[] = [];
  for (const [technology, settings] of [
    [first, decidedWith.first],
    [second, decidedWith.second],
  ] as const) {
    if (settings.length > 1) warnings.push(mixedSettings(technology, settings));
  }
  if (corrected.state === 'no-random-inspections') {
    warnings.push(
      'There is no corrected Pd or Pfa: no scan that the champion let pass was opened at random. Open some by lot and record them as random.',
    );
  } else {
    const { pd } = corrected.first;
    if (pd.value === null || pd.bounds[1] - pd.bounds[0] > WIDE) {
      warnings.push(
        `The corrected Pd rests on ${counted(corrected.standing.threats, 'threat')} in ${counted(corrected.standing.scans, 'inspection')}: read its bounds, not its value. More random checks narrow them.`,
      );
    }
    if (corrected.uninspected.length > 0) {
      const scans = corrected.uninspected.reduce((sum, cell) => sum + cell.screened, 0);
      warnings.push(
        `No inspection stands for ${scans} of the scans, on which the technologies decided as they seldom do: the bounds take them for anything.`,
      );
    }
  }
  if (mcnemar.random.threats.pValue === null) {
    warnings.push(
      'The lot fell more often on scans on which one of the two alone alarms than on those on which the other does: McNemar’s test over random inspections would take that for a difference and is left out. Corrected figures allow for it; for the test draw by lot over all scans alike.',
    );
  }
  const left = screenedByOne.first + screenedByOne.second;
  if (left > screened * NOTABLE) {
    warnings.push(
      `${counted(left, 'scan')} ${left === 1 ? 'was' : 'were'} screened by one of the two only (${screenedByOne.first} by ${first}, ${screenedByOne.second} by ${second}), as where a challenger came later, was dropped under load or failed: no figure says how the other would have decided on them.`,
    );
  }
  warnings.push(
    'Figures over inspected scans alone are biased: alarms are opened more often than clears, so misses stay unseen.',
  );
  for (const [technology, live] of [
    [first, drift.first],
    [second, drift.second],
  ] as const) {
    if (live.state !== 'measured' || live.level === 'steady') continue;
    const how = live.level === 'shifted' ? 'have shifted' : 'have begun to shift';
    warnings.push(
      `The scores of ${technology} ${how} since it was calibrated: its threshold may not keep its false-alarm limit. Calibrate it again.`,
    );
  }
  return warnings;
}

function mixedSettings(technology: string, settings: readonly DecidedWith[]): string {
  const newest = settings
    .slice(-NAMED_SETTINGS)
    .map(
      ({ model, threshold, scans, firstAt, lastAt }) =>
        `model ${model} at the threshold ${threshold} on ${counted(scans, 'scan')} ${firstAt === lastAt ? `at ${firstAt}` : `from ${firstAt} to ${lastAt}`}`,
    );
  const before = settings.length > newest.length ? `, the newest of ${settings.length} settings` : '';
  const decided = `decided with ${newest.join(', with ')}${before}. The figures mix them: choose`;
  return areAtOnce(settings)
    ? `${technology} has several thresholds at once, as display pictures have one of their own: it ${decided} a port or a lane (laneId) whose scans are of one kind.`
    : `${technology} did not stay the same: it ${decided} a period (from, to) or a port in which it did.`;
}

/** Thresholds of one model that take turns are its operating points; where it was calibrated anew, one ends before the next begins. */
function areAtOnce(settings: readonly DecidedWith[]): boolean {
  return settings.some(({ model, lastAt }, place) =>
    settings.slice(place + 1).some((later) => later.model === model && later.firstAt < lastAt),
  );
}
