import type { Box } from '../../domain/scan/box.ts';
import type { Plane } from '../../domain/scan/plane.ts';
import { drawMarks, type Mark } from './overlay.ts';
import { anomalyWords, createRaster, greyWords, maskWords, type Raster } from './raster.ts';
import { fitBox, type Point, panBy, type Size, toPicture, type Viewport, zoomAt } from './viewport.ts';
import { type GreyDisplay, greyTable } from './window-level.ts';

const FIT_MARGIN_PX = 14;
/** From this scale on, a pixel of the scan is shown as the square that it is. */
const SQUARE_PIXELS_FROM_SCALE = 2;

/** What lies over the scan. */
export interface Layers {
  readonly marks: readonly Mark[];
  /** 0 (hidden) … 1. */
  readonly mapOpacity: number;
  readonly isTruthMaskShown: boolean;
}

/** The scan on the screen: one canvas that is painted at most once a frame. */
export interface ScanCanvas {
  readonly canvas: HTMLCanvasElement;
  /** These say false of what this browser has no memory to draw, and show nothing then. */
  showPlane(plane: Plane | null): boolean;
  showMap(map: Plane | null, threshold: number): boolean;
  showTruthMask(mask: Plane | null): boolean;
  setDisplay(display: GreyDisplay): void;
  setLayers(layers: Layers): void;
  /** Whole scan in the frame; with a box, that part of it with some surroundings. */
  fit(box?: Box): void;
  zoom(factor: number, at?: Point): void;
  pan(deltaX: number, deltaY: number): void;
  /** The scan's pixel under a point of the frame, in fractional pixels. */
  locate(at: Point): Point;
  readingAt(x: number, y: number): number | null;
  zoomRatio(): number;
}

/** `onViewport` is told whenever another part of the scan is seen, or at another scale. */
export function createScanCanvas(canvas: HTMLCanvasElement, onViewport: () => void): ScanCanvas {
  const context = canvas.getContext('2d', { alpha: true });
  if (context === null) throw new Error('This browser gives no 2D canvas.');
  let plane: Plane | null = null;
  let scan: Raster | null = null;
  let map: Raster | null = null;
  let truthMask: Raster | null = null;
  let layers: Layers = { marks: [], mapOpacity: 0, isTruthMaskShown: false };
  let viewport: Viewport = { scale: 1, offsetX: 0, offsetY: 0 };
  let isFitted = true;
  let isPaintDue = false;
  let display: GreyDisplay | null = null;
  let isDisplayNew = false;

  const frameSize = (): Size => ({ width: canvas.clientWidth, height: canvas.clientHeight });
  const pictureBox = (): Box => ({ x: 0, y: 0, width: plane?.widthPx ?? 1, height: plane?.heightPx ?? 1 });
  const fitted = () => fitBox(pictureBox(), frameSize(), FIT_MARGIN_PX);

  function resizeTo(width: number, height: number): void {
    // Assigning a size, even the same, throws the canvas away and makes a new one.
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
  }

  function paint(): void {
    isPaintDue = false;
    if (context === null) return;
    const pixelRatio = devicePixelRatio;
    const { width, height } = frameSize();
    resizeTo(Math.max(1, Math.round(width * pixelRatio)), Math.max(1, Math.round(height * pixelRatio)));
    context.resetTransform();
    context.clearRect(0, 0, canvas.width, canvas.height);
    if (plane === null || scan === null) return;
    if (isDisplayNew && display !== null) scan.repaint(greyWords(greyTable(display, 2 ** plane.bitDepth - 1)));
    isDisplayNew = false;
    const { scale, offsetX, offsetY } = viewport;
    const place = { x: offsetX, y: offsetY, width: plane.widthPx * scale, height: plane.heightPx * scale };
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    context.imageSmoothingEnabled = scale * pixelRatio < SQUARE_PIXELS_FROM_SCALE;
    context.imageSmoothingQuality = 'high';
    scan.draw(context, place, pixelRatio);
    if (map !== null && layers.mapOpacity > 0) {
      context.globalAlpha = layers.mapOpacity;
      map.draw(context, place, pixelRatio);
      context.globalAlpha = 1;
    }
    if (truthMask !== null && layers.isTruthMaskShown) truthMask.draw(context, place, pixelRatio);
    drawMarks(context, viewport, layers.marks);
  }

  function schedulePaint(): void {
    if (isPaintDue) return;
    isPaintDue = true;
    requestAnimationFrame(paint);
  }

  function move(next: Viewport, isFit: boolean): void {
    viewport = isFit ? next : panBy(next, 0, 0, pictureBox(), frameSize());
    isFitted = isFit;
    schedulePaint();
    onViewport();
  }

  new ResizeObserver(() => {
    if (isFitted) move(fitted(), true);
    else schedulePaint();
  }).observe(canvas);

  return {
    canvas,
    showPlane(next) {
      const isSameSize = plane !== null && next?.widthPx === plane.widthPx && next.heightPx === plane.heightPx;
      scan = next === null ? null : createRaster(next);
      plane = scan === null ? null : next;
      if (plane !== null && !isSameSize) move(fitted(), true);
      schedulePaint();
      return next === null || scan !== null;
    },
    showMap(next, threshold) {
      map = next === null ? null : createRaster(next);
      map?.repaint(anomalyWords(threshold));
      schedulePaint();
      return next === null || map !== null;
    },
    showTruthMask(next) {
      truthMask = next === null ? null : createRaster(next);
      truthMask?.repaint(maskWords());
      schedulePaint();
      return next === null || truthMask !== null;
    },
    setDisplay(next) {
      display = next;
      isDisplayNew = true;
      schedulePaint();
    },
    setLayers(next) {
      layers = next;
      schedulePaint();
    },
    fit(box) {
      if (box === undefined) move(fitted(), true);
      else move(fitBox(box, frameSize(), Math.min(frameSize().width, frameSize().height) * 0.3), false);
    },
    zoom(factor, at) {
      const { width, height } = frameSize();
      const minScale = Math.min(fitted().scale, 1) / 2;
      move(zoomAt(viewport, factor, at ?? { x: width / 2, y: height / 2 }, minScale), false);
    },
    pan(deltaX, deltaY) {
      move(panBy(viewport, deltaX, deltaY, pictureBox(), frameSize()), false);
    },
    locate: (at) => toPicture(viewport, at),
    readingAt(x, y) {
      if (plane === null || x < 0 || y < 0 || x >= plane.widthPx || y >= plane.heightPx) return null;
      return plane.samples[y * plane.widthPx + x] ?? null;
    },
    zoomRatio: () => viewport.scale,
  };
}
