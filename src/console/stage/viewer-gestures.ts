import { pinchOf } from './pinch.ts';
import type { ScanCanvas } from './scan-canvas.ts';
import type { Point } from './viewport.ts';

const KEY_ZOOM = 1.25;
const KEY_PAN_PX = 60;
const WHEEL_ZOOM_PER_PX = 0.0016;

export interface GestureHandlers {
  /** The pointer is over the frame at this point, or has left it. */
  readonly onPointer: (at: Point | null) => void;
  /** Dragged with the right button (or with Shift): by how much, in CSS pixels. */
  readonly onWindowDrag: (deltaX: number, deltaY: number) => void;
}

function pointOf(event: MouseEvent, canvas: HTMLCanvasElement): Point {
  const frame = canvas.getBoundingClientRect();
  return { x: event.clientX - frame.left, y: event.clientY - frame.top };
}

function wheelPixels(event: WheelEvent): number {
  return event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 16 : event.deltaY;
}

/** Mouse, pen, touch and keys on the scan: wheel and two fingers zoom where they are, drag pans, double-click fits. */
export function attachGestures(view: ScanCanvas, handlers: GestureHandlers): void {
  const { canvas } = view;
  let drag: 'pan' | 'window' | null = null;
  /** Where each finger, or the one mouse, went down or last moved to. */
  const pressed = new Map<number, Point>();

  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      view.zoom(Math.exp(-wheelPixels(event) * WHEEL_ZOOM_PER_PX), pointOf(event, canvas));
      handlers.onPointer(pointOf(event, canvas));
    },
    { passive: false },
  );
  canvas.addEventListener('contextmenu', (event) => event.preventDefault());
  canvas.addEventListener('dblclick', () => view.fit());
  canvas.addEventListener('pointerdown', (event) => {
    drag = event.button === 2 || event.shiftKey ? 'window' : 'pan';
    pressed.set(event.pointerId, pointOf(event, canvas));
    canvas.setPointerCapture(event.pointerId);
    canvas.classList.toggle('is-panning', drag === 'pan');
  });
  canvas.addEventListener('pointermove', (event) => {
    const at = pointOf(event, canvas);
    const last = pressed.get(event.pointerId);
    const other = [...pressed].find(([id]) => id !== event.pointerId)?.[1];
    if (last !== undefined && other !== undefined) {
      const { factor, from, to } = pinchOf([last, other], [at, other]);
      view.pan(to.x - from.x, to.y - from.y);
      view.zoom(factor, to);
    } else if (last !== undefined) {
      if (drag === 'pan') view.pan(at.x - last.x, at.y - last.y);
      if (drag === 'window') handlers.onWindowDrag(at.x - last.x, at.y - last.y);
    }
    if (last !== undefined) pressed.set(event.pointerId, at);
    handlers.onPointer(at);
  });
  const endDrag = (event: PointerEvent) => {
    pressed.delete(event.pointerId);
    if (pressed.size > 0) return;
    drag = null;
    canvas.classList.remove('is-panning');
  };
  canvas.addEventListener('pointerup', endDrag);
  canvas.addEventListener('pointercancel', endDrag);
  canvas.addEventListener('pointerleave', () => handlers.onPointer(null));

  const keys: Readonly<Record<string, () => void>> = {
    '+': () => view.zoom(KEY_ZOOM),
    '=': () => view.zoom(KEY_ZOOM),
    '-': () => view.zoom(1 / KEY_ZOOM),
    '0': () => view.fit(),
    ArrowLeft: () => view.pan(KEY_PAN_PX, 0),
    ArrowRight: () => view.pan(-KEY_PAN_PX, 0),
    ArrowUp: () => view.pan(0, KEY_PAN_PX),
    ArrowDown: () => view.pan(0, -KEY_PAN_PX),
  };
  canvas.addEventListener('keydown', (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
}
