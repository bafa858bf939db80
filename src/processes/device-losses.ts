import type { ProcessEnd } from '../domain/service/process-end.ts';
import { doublingDelayMs } from '../domain/time/doubling-delay.ts';

/** The brake on a GPU that computes in its probe, and is lost with the scans. */
export interface DeviceLosses {
  /** A process of this place has ended. */
  ended(end: { readonly reason: ProcessEnd; readonly livedMs: number }): void;
  /** So long the next one serves before it gives way for a GPU that computes again. */
  restMs(): number;
}

const MINUTE_MS = 60_000;
/** Until then what does not need the GPU is screened; an outage of seconds in half an hour is what a broken one costs. */
const LONGEST_REST_MS = 30 * MINUTE_MS;
/** A process that lived longer ended for another loss than the one before it. */
const LONG_LIFE_MS = 60 * MINUTE_MS;

/**
 * The first loss is answered at once. After that a process serves for a minute, two, four, at last thirty before it gives
 * way once more, because its replacement screens nothing until its models are warm, not on the CPU either.
 */
export function createDeviceLosses(): DeviceLosses {
  let losses = 0;
  return {
    ended({ reason, livedMs }) {
      if (livedMs >= LONG_LIFE_MS) losses = 0;
      if (reason === 'device-lost') losses += 1;
    },
    restMs: () => doublingDelayMs(losses, { firstMs: MINUTE_MS, longestMs: LONGEST_REST_MS }),
  };
}
