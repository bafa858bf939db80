import { unbroken } from '../../domain/language/unbroken.ts';
import type { Plane } from '../../domain/scan/plane.ts';
import type { Detection } from '../../domain/screening/detection.ts';
import { pageElement } from '../element.ts';
import { createDisplayControls } from './display-controls.ts';
import { createLayerControls } from './layer-controls.ts';
import { type Marked, marksOf } from './marks.ts';
import { describePlane, type PlaneStatistics } from './plane-statistics.ts';
import { readoutText } from './readout.ts';
import { createScanCanvas } from './scan-canvas.ts';
import { attachGestures } from './viewer-gestures.ts';
import type { Point } from './viewport.ts';

const BUTTON_ZOOM = 1.5;

export interface Stage {
  /**
   * Another view: its readings, and what to say of it to those who cannot see it. This and the next two say false of what
   * this browser has no memory to draw, and show nothing then.
   */
  showView(plane: Plane | null, marked: Marked, description: string): boolean;
  showMap(map: Plane | null): boolean;
  showTruthMask(mask: Plane | null): boolean;
  /** The same view with another technology or another selection. */
  mark(marked: Marked): void;
  zoomTo(detection: Detection): void;
}

/** The scan with everything that one does to it: zoom, window and level, layers, readout. */
export function createStage(): Stage {
  const canvas = pageElement('scan', HTMLCanvasElement);
  const readout = pageElement('readout', HTMLOutputElement);
  const zoomRatio = pageElement('zoom-ratio', HTMLOutputElement);
  const controls = pageElement('controls', HTMLElement);
  let statistics: PlaneStatistics | null = null;
  let marked: Marked | null = null;

  const view = createScanCanvas(canvas, () => {
    zoomRatio.value = unbroken(`${Math.round(view.zoomRatio() * 100)} %`);
  });
  const display = createDisplayControls((next) => view.setDisplay(next));
  const layers = createLayerControls(publishLayers);

  function publishLayers(): void {
    if (marked === null) return;
    const choice = layers.choice();
    view.setLayers({
      marks: marksOf(marked, choice),
      mapOpacity: choice.mapOpacity,
      isTruthMaskShown: choice.isTruthShown,
    });
  }

  function showReadout(at: Point | null): void {
    const pixel = at === null ? null : view.locate(at);
    const x = Math.floor(pixel?.x ?? -1);
    const y = Math.floor(pixel?.y ?? -1);
    const reading = view.readingAt(x, y);
    readout.hidden = reading === null || statistics === null;
    if (at === null || reading === null || statistics === null) return;
    readout.value = readoutText(x, y, reading, statistics);
    // Never over what it reads.
    readout.classList.toggle('is-aside', at.x < canvas.clientWidth / 2 && at.y > canvas.clientHeight / 2);
  }

  function mark(next: Marked): void {
    marked = next;
    layers.allowTruth(next.sample !== null && next.sample.truth !== 'benign');
    publishLayers();
  }

  attachGestures(view, { onPointer: showReadout, onWindowDrag: display.drag });
  pageElement('zoom-in', HTMLButtonElement).addEventListener('click', () => view.zoom(BUTTON_ZOOM));
  pageElement('zoom-out', HTMLButtonElement).addEventListener('click', () => view.zoom(1 / BUTTON_ZOOM));
  pageElement('zoom-fit', HTMLButtonElement).addEventListener('click', () => view.fit());

  return {
    showView(plane, next, description) {
      canvas.setAttribute('aria-label', description);
      const isDrawn = view.showPlane(plane);
      controls.hidden = plane === null || !isDrawn;
      view.showMap(null, 1);
      view.showTruthMask(null);
      mark(next);
      if (plane === null || !isDrawn) return isDrawn;
      statistics = describePlane(plane, next.view.container);
      display.use(statistics);
      return true;
    },
    showMap: (map) => view.showMap(map, marked?.screening.operatingPoint.threshold ?? 1),
    showTruthMask: view.showTruthMask,
    mark,
    zoomTo: (detection) => view.fit(detection.box),
  };
}
