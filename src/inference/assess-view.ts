import type { Box } from '../domain/box.ts';
import type { UndecidedReason } from '../domain/decision.ts';
import type { Energy, Plane } from '../domain/plane.ts';
import type { QualityFlag, ScanQuality } from '../domain/quality.ts';
import { energiesOf, primaryPlane, type View } from '../domain/view.ts';
import { airLevelOf } from './quality/air-level.ts';
import { histogramOf, quantileOf, shareBelow } from './quality/histogram.ts';
import { PENETRATION_LIMIT_8_BIT, PENETRATION_LIMIT_16_BIT } from './quality/penetration-limit.ts';

/** What is found out about a view before any technology looks at it: classical, cheap, the same for all of them. */
export interface ViewAssessment {
  /** The reading that stands for open beam (transmission 1), for each energy that the view has. */
  readonly airLevels: Readonly<Partial<Record<Energy, number>>>;
  readonly container: Box | null;
  readonly containers: readonly Box[];
  /** The boxes that technologies judge: the containers' insides, or the whole view. At least one. */
  readonly judgedBoxes: readonly [Box, ...Box[]];
  readonly quality: ScanQuality;
  /** Why this view cannot be called clear, or null. An alarm elsewhere wins over it. */
  readonly undecidable: Exclude<UndecidedReason, 'missing-energy'> | null;
}

/** Measures a view's radiometry and quality and says where its containers are. */
export function assessView(view: View): ViewAssessment {
  const plane = primaryPlane(view.planes);
  const whole: Box = { x: 0, y: 0, width: plane.widthPx, height: plane.heightPx };
  const airLevels: Partial<Record<Energy, number>> = {};
  for (const energy of energiesOf(view.planes)) {
    const ofEnergy: Plane | undefined = view.planes[energy];
    if (ofEnergy !== undefined) airLevels[energy] = airLevelOf(ofEnergy, histogramOf(ofEnergy, whole));
  }
  const histogram = histogramOf(plane, whole);
  const airLevel = airLevelOf(plane, histogram);
  const limit = plane.bitDepth === 8 ? PENETRATION_LIMIT_8_BIT : PENETRATION_LIMIT_16_BIT;
  const darkRatio = shareBelow(histogram, airLevel * limit + 1);
  const saturatedRatio = 1 - shareBelow(histogram, plane.bitDepth === 8 ? 255 : 65_520);
  const blank = quantileOf(histogram, 0.999) - quantileOf(histogram, 0.001) < airLevel * 0.02;
  const tooDark = darkRatio > 0.5;
  const flags: QualityFlag[] = [...view.flags, 'container-not-located'];
  if (blank) flags.push('blank');
  if (tooDark) flags.push('low-penetration');
  return {
    airLevels,
    container: null,
    containers: [],
    judgedBoxes: [whole],
    quality: { darkRatio, saturatedRatio, deadLines: 0, flags },
    undecidable: blank ? 'unreadable-view' : tooDark ? 'low-penetration' : null,
  };
}
