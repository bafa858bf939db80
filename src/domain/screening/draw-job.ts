import type { Box } from '../scan/box.ts';
import type { ScanFile } from '../scan/view.ts';

/** What a thread needs to draw one view for people to look at; the bytes in it are owned and moved, never copied. */
export interface DrawJob {
  /** The files of the view. */
  readonly files: readonly ScanFile[];
  /** What a technology said of it; null for the view alone. */
  readonly findings: ViewDrawing | null;
}

export interface ViewDrawing {
  /** The anomaly map as it was kept, a PNG; null where none was. */
  readonly mapPng: Uint8Array<ArrayBuffer> | null;
  readonly threshold: number;
  readonly detections: readonly { readonly box: Box; readonly score: number }[];
  readonly containers: readonly Box[];
}
