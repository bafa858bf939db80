import type { Box } from '../domain/scan/box.ts';
import type { Energy } from '../domain/scan/plane.ts';
import type { QualityFlag, ScanQuality } from '../domain/scan/quality.ts';
import { primaryPlane, type View } from '../domain/scan/view.ts';
import type { UndecidedReason } from '../domain/screening/decision.ts';
import { judgedAreaOf } from './container/judged-area.ts';
import { locateContainers } from './container/locate-containers.ts';
import { reduceToTransmission } from './container/transmission-grid.ts';
import { airLevelOf } from './quality/air-level.ts';
import { isBlank } from './quality/blank.ts';
import { countFaultyLines } from './quality/detector-lines.ts';
import { areEnergiesSwapped } from './quality/energies-swapped.ts';
import { histogramOf, shareBelow } from './quality/histogram.ts';
import { foreignKindOf } from './quality/not-a-radiograph.ts';
import { LARGEST_DARK_RATIO, penetrationLimitOf } from './quality/penetration-limit.ts';
import { LARGEST_SATURATED_RATIO, saturatedRatioOf } from './quality/saturation.ts';
import { isStriped } from './quality/striped.ts';
import { isTooSmall } from './quality/too-small.ts';

/** The reading that stands for open beam (transmission 1), for each energy that a view has. */
export type AirLevels = Readonly<Partial<Record<Energy, number>>>;

/** What is found out about a view before any technology looks at it: classical, cheap, the same for all of them. */
export interface ViewAssessment {
  readonly airLevels: AirLevels;
  readonly container: Box | null;
  readonly containers: readonly Box[];
  /** The boxes that technologies judge: the containers' insides, or the whole view. At least one. */
  readonly judgedBoxes: readonly [Box, ...Box[]];
  readonly quality: ScanQuality;
  /** Why this view cannot be called clear, or null. An alarm elsewhere wins over it. */
  readonly undecidable: Exclude<UndecidedReason, 'missing-energy'> | null;
}

/** Levels and shares are the same over every second row of the cargo and every fourth of the view, at less work. */
const JUDGED_ROW_STRIDE = 2;
const WHOLE_ROW_STRIDE = 4;

/**
 * Measures a view's radiometry and quality and says where its containers are. Geometry and quality are read from the
 * primary plane; each energy has its own open-beam level.
 */
export function assessView(view: View): ViewAssessment {
  const plane = primaryPlane(view.planes);
  const whole: Box = { x: 0, y: 0, width: plane.widthPx, height: plane.heightPx };
  const histogram = histogramOf(plane, [whole], WHOLE_ROW_STRIDE);
  const airLevel = airLevelOf(plane, histogram);
  const flags = new Set<QualityFlag>(view.flags);

  const grid = reduceToTransmission(plane, airLevel);
  const blank = isBlank(histogram, airLevel);
  const unreadable = blank || isTooSmall(plane);
  const foreign = !unreadable && foreignKindOf(plane, airLevel, histogram, grid) !== null;
  const containers = unreadable || foreign ? [] : locateContainers(plane, airLevel, grid);
  const [first, ...others] = containers;
  const judgedBoxes: readonly [Box, ...Box[]] =
    first === undefined ? [whole] : [judgedAreaOf(first), ...others.map(judgedAreaOf)];

  const judged = first === undefined ? histogram : histogramOf(plane, judgedBoxes, JUDGED_ROW_STRIDE);
  const darkRatio = shareBelow(judged, penetrationLimitOf(plane, airLevel));
  const deadLines = countFaultyLines(plane, airLevel);
  const airLevels = airLevelsOf(view, airLevel);
  const tooDark = darkRatio > LARGEST_DARK_RATIO;

  if (first === undefined) flags.add('container-not-located');
  if (tooDark) flags.add('low-penetration');
  if (first !== undefined && saturatedRatioOf(plane, judged) > LARGEST_SATURATED_RATIO) flags.add('saturated');
  if (!unreadable && !foreign && areEnergiesSwapped(view.planes, airLevels, judgedBoxes)) flags.add('energies-swapped');
  if (deadLines > 0) flags.add('dead-lines');
  if (!blank && isStriped(plane, airLevel)) flags.add('striped');
  if (blank) flags.add('blank');
  if (foreign) flags.add('not-a-radiograph');

  return {
    airLevels,
    container: first ?? null,
    containers,
    judgedBoxes,
    quality: { darkRatio, saturatedRatio: saturatedRatioOf(plane, histogram), deadLines, flags: [...flags] },
    undecidable: unreadable ? 'unreadable-view' : foreign ? 'not-a-radiograph' : tooDark ? 'low-penetration' : null,
  };
}

function airLevelsOf(view: View, primaryAirLevel: number): AirLevels {
  const { high, low } = view.planes;
  if (high === undefined) return { low: primaryAirLevel };
  if (low === undefined) return { high: primaryAirLevel };
  const whole: Box = { x: 0, y: 0, width: low.widthPx, height: low.heightPx };
  return { high: primaryAirLevel, low: airLevelOf(low, histogramOf(low, [whole], WHOLE_ROW_STRIDE)) };
}
