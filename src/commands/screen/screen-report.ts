import type { Outcome } from '../../domain/failure.ts';
import type { ScanResult, TechnologyResult } from '../../domain/screening/scan-result.ts';
import { isCalibrated, type OperatingPoint } from '../../domain/technology/operating-point.ts';
import { textTable } from '../command-line/text-table.ts';

/** One scan that the command was given, with its answer or why there is none. */
export interface ScreenedInput {
  readonly name: string;
  readonly outcome: Outcome<ScanResult>;
  readonly totalMs: number;
}

/** A line a scan and technology: the decision, why, the score beside the threshold, and the first place. */
export function screeningTable(screened: readonly ScreenedInput[]): string {
  return textTable(
    ['scan', 'technology', 'decision', 'score', 'threshold', 'places', 'first place (x y w h)', 'flags', 'ms'],
    screened.flatMap(({ name, outcome, totalMs }) => {
      if (!outcome.ok) return [[name, '', outcome.failure.code, '', '', '', outcome.failure.message, '', '']];
      const flags = [...new Set(outcome.value.views.flatMap((view) => view.quality.flags))].join(' ');
      return outcome.value.results.map((result) => [
        name,
        result.technology,
        result.reason === null ? result.decision : `${result.decision}: ${result.reason}`,
        result.score?.toFixed(3) ?? '–',
        thresholdText(result.operatingPoint),
        String(result.detections.length),
        firstPlace(result),
        flags,
        totalMs.toFixed(0),
      ]);
    }),
  );
}

/** The answer without its pictures, as `--json` prints it and `--out` writes it. */
export function toJson({ name, outcome, totalMs }: ScreenedInput): unknown {
  if (!outcome.ok) return { scan: name, failure: outcome.failure };
  return { scan: name, views: outcome.value.views, screenings: outcome.value.results.map(withoutPictures), totalMs };
}

function withoutPictures({
  anomalyMapPngs: _,
  ...screening
}: TechnologyResult): Omit<TechnologyResult, 'anomalyMapPngs'> {
  return screening;
}

function thresholdText(point: OperatingPoint): string {
  return isCalibrated(point) ? point.threshold.toFixed(3) : `${point.threshold.toFixed(3)}, not calibrated`;
}

function firstPlace({ detections: [first] }: TechnologyResult): string {
  if (first === undefined) return '';
  const { x, y, width, height } = first.box;
  return `${first.view} ${x} ${y} ${width} ${height}`;
}
