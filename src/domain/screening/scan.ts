import type { Failure } from '../failure.ts';
import type { Box } from '../scan/box.ts';
import type { Energy } from '../scan/plane.ts';
import type { ScanQuality } from '../scan/quality.ts';
import type { ScanMetadata } from '../scan/scan-metadata.ts';
import type { OperatingPoint } from '../technology/operating-point.ts';
import type { Decision } from './decision.ts';
import type { Timings } from './timings.ts';

/** What is known of a view once it was read and judged, without its pixels. */
export interface ViewReport {
  readonly name: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bitDepth: 8 | 16;
  readonly energies: readonly Energy[];
  readonly sha256: string;
  /** The container's rectangle, or null when it was not located and the whole view was judged. */
  readonly container: Box | null;
  /** All containers, left to right: two 20-ft boxes on one chassis give two. */
  readonly containers: readonly Box[];
  readonly quality: ScanQuality;
}

/** One pass of a scan through one technology, as the client reads it. */
export type Screening = Decision & {
  readonly technology: string;
  readonly operatingPoint: OperatingPoint;
  /** A data URI for each view when maps were asked for, else absent. */
  readonly anomalyMaps?: Readonly<Record<string, string>>;
  readonly timings: Timings;
};

/** `queued`: accepted, and screened later; `failed`: accepted, and found impossible to screen. */
export const SCAN_STATES = ['queued', 'screened', 'failed'] as const;
export type ScanState = (typeof SCAN_STATES)[number];

/** The answer to a posted scan. */
export interface ScanDocument {
  readonly id: string;
  readonly receivedAt: string;
  readonly state: ScanState;
  /** Why it could not be screened; only of a failed one. */
  readonly failure?: Failure;
  readonly metadata: ScanMetadata;
  readonly views: readonly ViewReport[];
  readonly screenings: readonly Screening[];
}
