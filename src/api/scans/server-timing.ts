import type { InferTimings } from '../../domain/screening/infer-job.ts';
import type { Screening } from '../../domain/screening/scan.ts';

export interface ScanTimings {
  readonly uploadMs: number;
  /** What it took to put the scan on record. */
  readonly storeMs: number;
  readonly answerMs: number;
}

/**
 * The stages of a scan's way as a `Server-Timing` header. Wait and decoding are shared by all technologies; their own
 * stages carry the technology's id where there are several. `answerMs` is the whole scan's, all technologies together.
 */
export function serverTiming(screenings: readonly Screening[], { uploadMs, storeMs, answerMs }: ScanTimings): string {
  const entries = [entry('upload', uploadMs)];
  const first = screenings[0];
  if (first === undefined) return entries.join(', ');

  entries.push(entry('queue', first.timings.queueMs), entry('decode', first.timings.decodeMs));
  for (const { technology, timings } of screenings) {
    const description = screenings.length > 1 ? technology : undefined;
    entries.push(
      entry('prepare', timings.prepareMs, description),
      entry('infer', timings.inferMs, description),
      entry('interpret', timings.interpretMs, description),
    );
  }
  entries.push(entry('store', storeMs), entry('total', answerMs));
  return entries.join(', ');
}

/** The stages of a request for inference, in the same form: what its client waited for beside the network. */
export function inferenceTiming(
  { decodeMs, inferMs, encodeMs }: InferTimings,
  queueMs: number,
  answerMs: number,
): string {
  return [
    entry('queue', queueMs),
    entry('decode', decodeMs),
    entry('infer', inferMs),
    entry('encode', encodeMs),
    entry('total', answerMs),
  ].join(', ');
}

function entry(stage: string, milliseconds: number, description?: string): string {
  const duration = `${stage};dur=${milliseconds.toFixed(2)}`;
  return description === undefined ? duration : `${duration};desc="${description.replaceAll(/["\\]/g, '')}"`;
}
