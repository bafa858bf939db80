import type { Box } from '../domain/scan/box.ts';
import type { Plane } from '../domain/scan/plane.ts';
import type { ThreatPlace } from '../domain/scan/sample.ts';
import { type ArealDensity, projectSolids } from './areal-density.ts';
import type { FanBeam } from './fan-beam.ts';
import type { SceneThreat } from './scene.ts';
import type { DetectedSpectra } from './spectrum.ts';
import type { ThreatCategory } from './threats/threat-kinds.ts';
import { transmit } from './transmission.ts';

/** The ground truth about a threat in a simulated scan. */
export interface SimulatedThreat {
  /** 8 bit, 255 where rays meet the threat. */
  readonly mask: Plane;
  readonly box: Box;
  readonly massKg: number;
  readonly category: ThreatCategory;
  readonly place: ThreatPlace;
  /** Whether the scene without it is so dark behind its mask, at the median, that this scanner shows nothing there. */
  readonly belowPenetration: boolean;
}

/** Less than this on a ray is a corner that no detector element could tell from nothing. */
const LEAST_AREAL_DENSITY_G_PER_CM2 = 0.1;

/**
 * Where a threat is in the picture, and whether its scanner could show it there at all.
 *
 * @param benign - ray sums of the same scene without the threat.
 * @param penetrationLimit - high-energy transmission, 0…1, below which the scanner shows nothing.
 */
export function outlineThreat(
  threat: SceneThreat,
  benign: ArealDensity,
  fan: FanBeam,
  spectra: DetectedSpectra,
  penetrationLimit: number,
): SimulatedThreat {
  const { columns, rows } = fan;
  const mask = new Uint8Array(columns * rows);
  const layers = [...projectSolids(threat.solids, fan).values()];
  const rays: number[] = [];
  let [left, top, right, bottom] = [columns, rows, 0, 0];
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      const ray = column * rows + row;
      let mass = 0;
      for (const sums of layers) mass += sums[ray] ?? 0;
      if (mass < LEAST_AREAL_DENSITY_G_PER_CM2) continue;
      mask[row * columns + column] = 255;
      rays.push(ray);
      left = Math.min(left, column);
      right = Math.max(right, column + 1);
      top = Math.min(top, row);
      bottom = Math.max(bottom, row + 1);
    }
  }
  return {
    mask: { widthPx: columns, heightPx: rows, bitDepth: 8, samples: mask },
    box: { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) },
    massKg: threat.massKg,
    category: threat.category,
    place: threat.place,
    belowPenetration: medianTransmission(benign, rays, spectra) < penetrationLimit,
  };
}

/** High-energy transmission of the median ray, without noise; 1 where there are no rays. */
function medianTransmission(densities: ArealDensity, rays: readonly number[], spectra: DetectedSpectra): number {
  const behind: ArealDensity = new Map(
    [...densities].map(([material, sums]) => [material, Float32Array.from(rays, (ray) => sums[ray] ?? 0)] as const),
  );
  const { high } = transmit(behind, spectra, rays.length);
  return high.sort()[rays.length >> 1] ?? 1;
}
