import { type Failure, type FailureCode, fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { Energy } from '../../domain/scan/plane.ts';
import { energiesOf, primaryPlane } from '../../domain/scan/view.ts';
import type { DecisionName, UndecidedReason } from '../../domain/screening/decision.ts';
import type { Detection } from '../../domain/screening/detection.ts';
import type { OperatingPoint } from '../../domain/technology/operating-point.ts';
import {
  countBenignView,
  countThreatView,
  type PixelCounts,
  startPixelCounts,
} from '../../evaluation/pixels/pixel-counts.ts';
import { assessView } from '../../inference/assess-view.ts';
import type { AssessedView, Detector, ViewFindings } from '../../inference/detector.ts';
import { judgeViews, lacksEnergy } from '../../inference/screen.ts';
import type { ScanSource } from '../samples/find-scans.ts';
import { readScan } from '../samples/read-scan.ts';
import { scanKey } from '../samples/scan-key.ts';
import { type Masks, touchesThreat } from '../samples/threat-masks.ts';
import { mapsOutline } from './maps-outline.ts';

/** What came of asking one technology about one scan, and how that lies to the threat. Plain data: it crosses threads. */
export type Verdict = DecidedVerdict | FailedVerdict;

interface DecidedVerdict {
  readonly decision: DecisionName;
  readonly reason: UndecidedReason | null;
  /** Null only where the scan lacks an energy. */
  readonly score: number | null;
  readonly operatingPoint: OperatingPoint;
  /**
   * Whether a detection's box touches the threat's mask (its box, where there is no mask); null without either, and of a
   * technology that tells no places.
   */
  readonly touchesThreat: boolean | null;
  /** The pixels of the scan's anomaly maps, counted; null where they were not asked for, have no truth, or tell no places. */
  readonly pixels: PixelCounts | null;
  /** Of its anomaly maps (`mapsOutline`), where another server gave them: it may answer as it likes. */
  readonly mapsOutline?: readonly number[];
}

/** The technology broke on the scan, or gave no answer. */
export interface FailedVerdict {
  readonly decision: 'failed';
  readonly reason: FailureCode;
  /** The cause in words. */
  readonly message: string;
  readonly score: null;
  /** The technology's own. */
  readonly operatingPoint: OperatingPoint;
  /** False where the threat's place is known: nothing touched it. */
  readonly touchesThreat: boolean | null;
  readonly pixels: null;
}

/** A scan that was screened: what is known of its pictures, and what came of it with each technology. */
export interface ScreenedScan {
  /** Of its pixels (`scanKey`). */
  readonly key: string;
  readonly bitDepth: 8 | 16;
  readonly energies: readonly Energy[];
  readonly verdicts: readonly Verdict[];
}

/**
 * Screens one scan with each detector, in the order of the map, as `screen` does: decoded and assessed once for all, no
 * picture encoded. A detector that breaks on it has a failed verdict, and the others go on; so has one that is not asked, for
 * the reason given by its id. Calls `step` before each run of a model. Fails with what is wrong with the
 * scan or its truth, for which no technology can be blamed.
 */
export async function screenSource(
  source: ScanSource,
  detectors: ReadonlyMap<string, Detector>,
  measuresPixels: boolean,
  notAsked: Readonly<Record<string, string>> = {},
  step: () => void = () => {},
): Promise<Outcome<ScreenedScan>> {
  const read = await readScan(source);
  if (!read.ok) return read;
  const { masks } = read.value;
  const views = read.value.views.map((view): AssessedView => ({ view, assessment: assessView(view) }));
  const [first] = views;
  if (first === undefined) return fail('unreadable-scan', 'it has no view.');
  const verdicts: Verdict[] = [];
  for (const [id, detector] of detectors) {
    const touches = (detections: readonly Detection[]) =>
      detector.technology.tellsPlaces ? touchesThreat(source, detections, masks) : null;
    const reason = notAsked[id];
    if (reason !== undefined) {
      const failure = { code: 'runtime-failed', message: reason } as const;
      verdicts.push(failedVerdict(failure, detector.technology, touches([])));
      continue;
    }
    if (lacksEnergy(detector, views)) {
      const { operatingPoint } = detector.technology;
      const nothing = { score: null, touchesThreat: null, pixels: null } as const;
      verdicts.push({ decision: 'undecided', reason: 'missing-energy', operatingPoint, ...nothing });
      continue;
    }
    const isCalledOff = () => {
      step();
      return false;
    };
    const judgement = await judgeViews(detector, views, { mapBits: measuresPixels ? 16 : null, isCalledOff });
    if (!judgement.ok) {
      verdicts.push(failedVerdict(judgement.failure, detector.technology, touches([])));
      continue;
    }
    const { decision, operatingPoint, findings } = judgement.value;
    const outline = detector.remote === undefined ? null : mapsOutline(findings);
    verdicts.push({
      decision: decision.decision,
      reason: decision.reason,
      score: decision.score,
      operatingPoint,
      touchesThreat: touches(decision.detections),
      pixels: measuresPixels && detector.technology.tellsPlaces ? countPixels(source, findings, masks) : null,
      ...(outline !== null && { mapsOutline: outline }),
    });
  }
  const { planes } = first.view;
  const key = scanKey(read.value.views);
  return succeed({ key, bitDepth: primaryPlane(planes).bitDepth, energies: energiesOf(planes), verdicts });
}

/** The verdict of a technology that gave no answer. */
export function failedVerdict(
  { code, message }: Failure,
  { operatingPoint }: { readonly operatingPoint: OperatingPoint },
  touches: boolean | null,
): FailedVerdict {
  const nothing = { score: null, pixels: null } as const;
  return { decision: 'failed', reason: code, message, operatingPoint, touchesThreat: touches, ...nothing };
}

/** Counts the views whose truth is known pixel by pixel: all of a benign scan, those with a mask of another. */
function countPixels(
  { sample, name }: ScanSource,
  findings: readonly ViewFindings[],
  masks: Masks,
): PixelCounts | null {
  if (sample === null) return null;
  const counts = startPixelCounts();
  for (const { view, anomalyMap } of findings) {
    if (anomalyMap === null || anomalyMap.bitDepth !== 16) continue;
    const mask = masks.get(view) ?? null;
    if (sample.truth === 'benign') countBenignView(counts, anomalyMap.samples);
    else if (mask !== null) {
      countThreatView(counts, name, anomalyMap.samples, { pixels: mask.samples, widthPx: mask.widthPx });
    }
  }
  return counts;
}
