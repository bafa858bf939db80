import type { Outcome } from '../../../domain/failure.ts';
import type { WantedScans } from '../../samples/find-scans.ts';
import type { DrawnScan } from './draw-scan.ts';

// All that crosses between the benchmark and the process that draws for it: plain data.

/** What the process is told when it starts. */
export interface DrawingSetup {
  readonly modelsDir: string;
  readonly technology: string;
  readonly scans: WantedScans;
}

/** The first word of the process: whether the technology is loaded. */
export type DrawingStart = Outcome<null>;

export interface DrawingOrder {
  /** The name of a scan. */
  readonly scan: string;
}
export type DrawingReply = Outcome<DrawnScan>;
