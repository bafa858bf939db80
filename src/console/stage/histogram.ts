import { histogramHeights } from './histogram-heights.ts';
import type { PlaneStatistics } from './plane-statistics.ts';
import type { GreyWindow } from './window-level.ts';

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
