/** One point of a photon-transfer curve: noise variance at a level, and how much it counts. */
export interface TransferPoint {
  readonly level: number;
  readonly variance: number;
  readonly weight: number;
}

/** variance = floor + perLevel · level, both ≥ 0. */
export interface PhotonTransfer {
  readonly floorVariance: number;
  readonly perLevel: number;
}

/** A reading is a whole number: variances below that of rounding are all the same. */
const ROUNDING_VARIANCE = 1 / 12;
const ROUNDS = 4;

/**
 * The line under variance over level (J. R. Janesick, Photon Transfer, SPIE 2007): its slope is the reading that one
 * detected quantum makes, its intercept what electronics and rounding add. Least squares of relative errors, because
 * the dark end counts as much as the bright one; in further rounds points above the line lose weight, because structure
 * can only lift them. Where a term would come out negative, it is 0 and the other is fitted alone.
 */
export function fitPhotonTransfer(points: readonly TransferPoint[]): PhotonTransfer {
  let line = fitLine(points);
  for (let round = 1; round < ROUNDS; round++) {
    const { floorVariance, perLevel } = line;
    line = fitLine(
      points.map((point) => {
        const expected = floorVariance + perLevel * point.level + ROUNDING_VARIANCE;
        const below = Math.min(1, expected / (point.variance + ROUNDING_VARIANCE));
        return { ...point, weight: point.weight * below * below };
      }),
    );
  }
  return line;
}

function fitLine(points: readonly TransferPoint[]): PhotonTransfer {
  let [sums, levels, squares, variances, products] = [0, 0, 0, 0, 0];
  for (const { level, variance, weight } of points) {
    const error = variance + ROUNDING_VARIANCE;
    const scale = weight / (error * error);
    sums += scale;
    levels += scale * level;
    squares += scale * level * level;
    variances += scale * variance;
    products += scale * level * variance;
  }
  const determinant = sums * squares - levels * levels;
  if (determinant > 1e-9 * sums * squares) {
    const perLevel = (sums * products - levels * variances) / determinant;
    const floorVariance = (squares * variances - levels * products) / determinant;
    if (perLevel >= 0 && floorVariance >= 0) return { floorVariance, perLevel };
    if (perLevel < 0) return { floorVariance: variances / sums, perLevel: 0 };
  }
  return { floorVariance: 0, perLevel: squares > 0 ? products / squares : 0 };
}
