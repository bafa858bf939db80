import type { LiveDrift } from '../../domain/drift.ts';
import type { InspectedComparison } from '../../domain/inspected-comparison.ts';

/** Above this Pd's bounds say next to nothing. */
const WIDE = 0.5;

/** What a reader must know before using a figure, the gravest first. */
export function comparisonWarnings(
  [first, second]: readonly [string, string],
  { screened, corrected }: InspectedComparison,
  drift: { readonly first: LiveDrift; readonly second: LiveDrift },
): readonly string[] {
  if (screened === 0) return ['No scan of this choice was screened by both: nothing can be compared.'];
  const warnings: string[] = [];
  if (corrected.state === 'no-random-inspections') {
    warnings.push(
      'There is no corrected Pd or Pfa: no scan that the champion let pass was opened at random. Open some by lot and record them as random.',
    );
  } else {
    const { pd } = corrected.first;
    if (pd.value === null || pd.bounds[1] - pd.bounds[0] > WIDE) {
      warnings.push(
        `The corrected Pd rests on ${corrected.standing.threats} threats in ${corrected.standing.scans} inspections: read its bounds, not its value. More random checks narrow them.`,
      );
    }
    if (corrected.uninspected.length > 0) {
      const scans = corrected.uninspected.reduce((sum, cell) => sum + cell.screened, 0);
      warnings.push(
        `No inspection stands for ${scans} of the scans, on which the technologies decided as they seldom do: the bounds take them for anything.`,
      );
    }
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
