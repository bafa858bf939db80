import type { Failure } from '../../domain/failure.ts';
import { networkMsOf } from '../../domain/network/remote-time.ts';
import type { InferTimings } from '../../domain/screening/infer-job.ts';
import type { TechnologyResult } from '../../domain/screening/scan-result.ts';
import type { MetricsRegistry } from './registry.ts';

/** How models ran: on a GPU, on another machine, and on tensors of a client's own. */
export interface RunMetrics {
  /** In which batches on a GPU, and what of it was asking other machines. */
  countRuns(results: readonly Pick<TechnologyResult, 'technology' | 'remote' | 'batches'>[]): void;
  countInference(technology: string, timings: InferTimings, queueMs: number, answerMs: number): void;
  countFailedInference(technology: string, failure: Failure): void;
}

export function createRunMetrics(registry: MetricsRegistry): RunMetrics {
  const inferenceSeconds = registry.seconds({
    name: 'inference_duration_seconds',
    help: 'How long each stage of an answered request of the Open Inference Protocol took.',
    labels: ['technology', 'stage'],
  });
  const failedInferences = registry.counter({
    name: 'inference_failures_total',
    help: 'Requests of the Open Inference Protocol that failed, by technology and failure code.',
    labels: ['technology', 'code'],
  });
  const batchSize = registry.histogram({
    name: 'batch_size',
    help: 'Tiles that a GPU was given at once, of all scans together; none is counted on the CPU.',
    labels: ['technology'],
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
  });
  const remoteSeconds = registry.seconds({
    name: 'remote_duration_seconds',
    help: 'How long a screening asked another machine: the round trips, what its server says it worked, and the rest, the network.',
    labels: ['technology', 'part'],
  });
  return {
    countRuns(results) {
      for (const { technology, remote, batches = [] } of results) {
        for (const size of batches) batchSize.observe({ technology }, size);
        if (remote === undefined) continue;
        const parts = { 'round-trip': remote.roundTripMs, server: remote.serverMs, network: networkMsOf(remote) };
        for (const [part, ms] of Object.entries(parts)) {
          if (ms !== null) remoteSeconds.observe({ technology, part }, ms / 1000);
        }
      }
    },
    countInference(technology, { decodeMs, inferMs, encodeMs }, queueMs, answerMs) {
      const stages = { queue: queueMs, decode: decodeMs, infer: inferMs, encode: encodeMs, total: answerMs };
      for (const [stage, ms] of Object.entries(stages)) inferenceSeconds.observe({ technology, stage }, ms / 1000);
    },
    countFailedInference: (technology, { code }) => failedInferences.inc({ technology, code }),
  };
}
