import type { Random } from '../random.ts';

/**
 * How a threat's picture is changed before it lands: six of the seven variations of T. W. Rogers et al., Threat image
 * projection (TIP) into X-ray images of cargo containers for training humans and machines (ICCST 2016). The seventh,
 * obscuration, is where it lands.
 */
export interface ThreatVariation {
  /** Turn in the picture's plane, in radians, −π…π. */
  readonly angle: number;
  readonly isMirrored: boolean;
  /**
   * Stretch of the height alone: a threat nearer to the source covers more of the fan, while its length along the lane
   * stays what the line pitch makes of it.
   */
  readonly magnification: number;
  /** Translation within a pixel, 0…1; whole pixels are the place. */
  readonly shift: { readonly x: number; readonly y: number };
  /** Exponent on the transmission: how much more (or less) of the same lies on each ray. */
  readonly density: number;
  /** The beam over the threat is brighter by up to this share on one side and darker on the other … */
  readonly illumination: number;
  /** … in this direction, in radians. */
  readonly illuminationAngle: number;
}

/** Depths from 1.1 m nearer to the source than the container's middle to 1.1 m farther, at 3.7 m from it. */
const MAGNIFICATIONS = [0.77, 1.42] as const;
const DENSITIES = [0.75, 1.3] as const;
const LARGEST_ILLUMINATION = 0.03;
/** What stands on something leans a little at most; what lies among goods lies as it fell. */
const LARGEST_LEAN = 0.15;

/**
 * Draws a variation. Among goods every angle is as likely as another; what stands free is upright, on its head or on a
 * side.
 */
export function drawVariation(random: Random, lies: 'among-goods' | 'upright'): ThreatVariation {
  const lean = random.between(-1, 1);
  const quarter = random.integer(-1, 2);
  const [least, most] = MAGNIFICATIONS;
  // Even in depth, which is even in the inverse of the magnification.
  const magnification = 1 / random.between(1 / most, 1 / least);
  return {
    angle: lies === 'among-goods' ? lean * Math.PI : (quarter * Math.PI) / 2 + lean * LARGEST_LEAN,
    isMirrored: random.chance(0.5),
    magnification,
    shift: { x: random.unit(), y: random.unit() },
    density: random.between(...DENSITIES),
    illumination: random.between(0, LARGEST_ILLUMINATION),
    illuminationAngle: random.between(-Math.PI, Math.PI),
  };
}
