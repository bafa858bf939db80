import { Type } from 'typebox';
import { count, type ValuesOf } from './variables.ts';

export const ADMISSION_VARIABLES = {
  SCANBENCH_QUEUE_URL: Type.Enum(['none'], {
    default: 'none',
    description: '"none": queues between machines are not supported by this version',
  }),
  SCANBENCH_ASYNC_LIMIT: Type.Integer({
    minimum: 0,
    maximum: 1_000_000,
    default: 1000,
    description: 'scans that may wait after respond-async, a whole number from 0 to 1000000',
  }),
  SCANBENCH_IN_FLIGHT_LIMIT: count(
    1,
    100_000,
    'a whole number from 1 to 100000; by default 2 × workers + 4, at least 8',
  ),
  SCANBENCH_DEADLINE_MS: Type.Integer({
    minimum: 1,
    maximum: 600_000,
    default: 30_000,
    description: 'milliseconds, a whole number from 1 to 600000',
  }),
  SCANBENCH_TAKT_SECONDS: Type.Number({
    exclusiveMinimum: 0,
    maximum: 86_400,
    default: 30,
    description: 'seconds between two containers at the gate, above 0 and at most 86400',
  }),
  SCANBENCH_MAX_SCAN_BYTES: Type.Integer({
    minimum: 1024,
    maximum: 1_073_741_824,
    default: 67_108_864,
    description: 'bytes, a whole number from 1024 to 1073741824',
  }),
};

/** Which scans are let in, how many at once, and how long they may take. */
export interface AdmissionSettings {
  /** Scans that were accepted with `respond-async` and wait. */
  readonly asyncLimit: number;
  /** Of all processes together. Undefined: what `placesFor` says, for each. */
  readonly inFlightLimit?: number;
  readonly deadlineMs: number;
  readonly taktSeconds: number;
  readonly maxScanBytes: number;
}

/** Scans that a process with so many workers lets in where the settings do not say: enough for those that come in a bunch. */
export function placesFor(workers: number): number {
  return Math.max(8, 2 * workers + 4);
}

export function admissionSettingsFrom(values: ValuesOf<typeof ADMISSION_VARIABLES>): AdmissionSettings {
  const { SCANBENCH_IN_FLIGHT_LIMIT: inFlightLimit } = values;
  return {
    asyncLimit: values.SCANBENCH_ASYNC_LIMIT,
    ...(inFlightLimit !== undefined && { inFlightLimit }),
    deadlineMs: values.SCANBENCH_DEADLINE_MS,
    taktSeconds: values.SCANBENCH_TAKT_SECONDS,
    maxScanBytes: values.SCANBENCH_MAX_SCAN_BYTES,
  };
}
