import type { Energy } from './plane.ts';

/** What the sender says about a scan. Everything is optional; what is there was validated. */
export interface ScanMetadata {
  /** ISO 6346, check digit included. Never a label, never logged. */
  readonly containerNumber?: string;
  readonly containerNumbers?: readonly string[];
  /** UN/LOCODE, e.g. `NLRTM`. A key that is bound to a port sets it. */
  readonly portCode?: string;
  readonly scannerId?: string;
  readonly laneId?: string;
  /** ISO 8601 with an offset; kept in UTC. */
  readonly capturedAt?: string;
  readonly pixelPitchMm?: number;
  readonly energiesMeV?: Readonly<Partial<Record<Energy, number>>>;
  readonly consignmentId?: string;
  readonly hsCodes?: readonly string[];
  readonly declaredEmpty?: boolean;
  readonly declaredGrossKg?: number;
}

/** All containers that the scan shows, each once, as far as its sender named them. */
export function containersOf({ containerNumber, containerNumbers = [] }: ScanMetadata): readonly string[] {
  return [...new Set([...(containerNumber === undefined ? [] : [containerNumber]), ...containerNumbers])];
}
