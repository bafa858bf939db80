/** What a picture looks like without saying what is on it: shares of its pixels by grey level and by gradient, each 256. */
export interface PictureStatistics {
  readonly greys: Float64Array;
  /** Length of the gradient by central differences, in grey levels a pixel; 255 holds all above. */
  readonly gradients: Float64Array;
}

export interface GreyPicture {
  readonly widthPx: number;
  readonly heightPx: number;
  /** 8 bit, row-major. */
  readonly samples: Uint8Array;
}

const LEVELS = 256;

export function statisticsOf({ widthPx, heightPx, samples }: GreyPicture): PictureStatistics {
  const greys = new Float64Array(LEVELS);
  const gradients = new Float64Array(LEVELS);
  const share = 1 / samples.length;
  const innerShare = 1 / ((widthPx - 2) * (heightPx - 2));
  for (const grey of samples) greys[grey] = (greys[grey] ?? 0) + share;
  for (let y = 1; y < heightPx - 1; y++) {
    for (let x = 1; x < widthPx - 1; x++) {
      const at = y * widthPx + x;
      const across = (samples[at + 1] ?? 0) - (samples[at - 1] ?? 0);
      const down = (samples[at + widthPx] ?? 0) - (samples[at - widthPx] ?? 0);
      const level = Math.min(LEVELS - 1, Math.round(Math.hypot(across, down) / 2));
      gradients[level] = (gradients[level] ?? 0) + innerShare;
    }
  }
  return { greys, gradients };
}

/** The mean of several pictures' statistics: each picture counts the same, whatever its size. */
export function poolStatistics(pictures: readonly PictureStatistics[]): PictureStatistics {
  const mean = (pick: (picture: PictureStatistics) => Float64Array) =>
    Float64Array.from({ length: LEVELS }, (_, level) => {
      return pictures.reduce((sum, picture) => sum + (pick(picture)[level] ?? 0), 0) / pictures.length;
    });
  return { greys: mean(({ greys }) => greys), gradients: mean(({ gradients }) => gradients) };
}

/**
 * First Wasserstein distance of two distributions over the same levels: how many levels each pixel has to move on average
 * to turn one into the other. It is the area between their cumulative shares.
 */
export function wassersteinDistance(a: Float64Array, b: Float64Array): number {
  let ahead = 0;
  let distance = 0;
  for (let level = 0; level < a.length; level++) {
    ahead += (a[level] ?? 0) - (b[level] ?? 0);
    distance += Math.abs(ahead);
  }
  return distance;
}
