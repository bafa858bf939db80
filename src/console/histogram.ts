import type { PlaneStatistics } from './plane-statistics.ts';
import type { GreyWindow } from './window-level.ts';

/** Sums counts into `binCount` bins and scales them by their square root to 0…1, so that the air peak hides nothing. */
export function histogramHeights(counts: Uint32Array, binCount: number): readonly number[] {
  const sums = new Array<number>(binCount).fill(0);
  for (let reading = 0; reading < counts.length; reading++) {
    const bin = Math.floor((reading * binCount) / counts.length);
    sums[bin] = (sums[bin] ?? 0) + (counts[reading] ?? 0);
  }
  const peak = Math.max(1, ...sums);
  return sums.map((sum) => Math.sqrt(sum / peak));
}

/** The readings of the scan as columns, the window's share of them in full colour. */
export function drawHistogram(canvas: HTMLCanvasElement, statistics: PlaneStatistics, window: GreyWindow): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const { width, height } = canvas;
  const toX = (reading: number) => (reading / statistics.maxReading) * width;
  const style = getComputedStyle(canvas);
  context.clearRect(0, 0, width, height);
  context.fillStyle = style.getPropertyValue('--wash');
  context.fillRect(toX(window.low), 0, toX(window.high) - toX(window.low), height);
  const binCount = width / 2;
  histogramHeights(statistics.counts, binCount).forEach((share, bin) => {
    const reading = ((bin + 0.5) / binCount) * statistics.maxReading;
    const isInside = reading >= window.low && reading <= window.high;
    context.fillStyle = style.getPropertyValue(isInside ? '--accent' : '--line-strong');
    context.fillRect(bin * 2, height - share * height, 2, share * height);
  });
}
