import type { Box } from '../../domain/scan/box.ts';

/** Outer heights of containers, ISO 668. */
const HEIGHT_MM = 2_591;
const HIGH_CUBE_HEIGHT_MM = 2_896;
/** Length over height: 4.7 for a 40-ft container, 4.2 for a high cube of that length, 2.3 for one of 20 ft. */
const HIGH_CUBE_ASPECTS = [3.5, 4.45] as const;

/**
 * Millimetres that a pixel covers in the container's middle, from the height of a located container: nothing else in a
 * picture of unknown scale has a known size. Wrong by the depth of the container and by a tenth where a high cube is
 * taken for a standard one.
 */
export function estimatePitchMm(container: Box): number {
  const aspect = container.width / container.height;
  const isHighCube = aspect > HIGH_CUBE_ASPECTS[0] && aspect < HIGH_CUBE_ASPECTS[1];
  return (isHighCube ? HIGH_CUBE_HEIGHT_MM : HEIGHT_MM) / container.height;
}
