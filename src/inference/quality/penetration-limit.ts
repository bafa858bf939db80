import type { Plane } from '../../domain/scan/plane.ts';

/**
 * Transmission below which a cargo scanner shows noise only. At 6 MV about 2e-3 comes through 200 mm of steel, and the
 * scatter that reaches a collimated array is about 1e-3 of the open beam: what is darker is no longer a picture.
 */
export const PENETRATION_LIMIT = 2.5e-3;

/**
 * The same for an 8-bit display picture, whose gamma is unknown: grey 0 and 1. On a linear scale one level is 4e-3,
 * already above the physical limit, so eight bits cannot tell more; lossy compression moves black by about one level.
 */
const DISPLAY_PENETRATION_LIMIT_GREY = 2;

/** The reading of a plane below which what lies behind is unknown. */
export function penetrationLimitOf(plane: Plane, airLevel: number): number {
  return plane.bitDepth === 8 ? DISPLAY_PENETRATION_LIMIT_GREY : airLevel * PENETRATION_LIMIT;
}

/**
 * Above this share of the judged area below the penetration limit, a view without an alarm is undecided, not clear.
 *
 * Measured (docs/scan-quality.md): in loads from here on, 57 % of bags of 20–30 kg are lost in the noise of their own
 * pixels (95 % bounds 51 and 63), a third of them put by the doors, a third on the floor among the goods and a third at
 * any height; in brighter loads 16 %.
 */
export const LARGEST_DARK_RATIO = 0.3;
