import { type Outcome, succeed } from '../domain/failure.ts';
import type { InferJob, InferResult } from '../domain/screening/infer-job.ts';
import { readInferRequest } from '../formats/open-inference/read-infer-request.ts';
import { writeInferResponse } from '../formats/open-inference/write-infer-response.ts';
import { calledOff, type IsCalledOff, neverCalledOff } from './call-off.ts';
import type { Detector } from './detector.ts';
import { notLoaded } from './not-loaded.ts';
import { fitTensors } from './tensors/fit-tensors.ts';

/**
 * One request of the Open Inference Protocol through one model, in this thread: read, hold against what the model takes,
 * run, write. No scan, no decision: the client's tensors are the model's own.
 */
export async function infer(
  job: InferJob,
  detectors: ReadonlyMap<string, Detector>,
  isCalledOff: IsCalledOff = neverCalledOff,
): Promise<Outcome<InferResult>> {
  const startedAt = performance.now();
  const detector = detectors.get(job.technology);
  if (detector === undefined) return notLoaded(job.technology, { code: 'unknown-model', what: 'request' });
  const { signature, technology, mostValues } = detector;
  const request = readInferRequest(job.body, job.headerBytes);
  if (!request.ok) return request;
  const inputs = fitTensors(request.value.inputs, signature.inputs, { maxBytes: job.maxTensorBytes, mostValues });
  if (!inputs.ok) return inputs;
  if (isCalledOff()) return calledOff('decode');
  const decodedAt = performance.now();
  detector.takeBatches?.();
  const outputs = await detector.runModel(inputs.value);
  if (!outputs.ok) return outputs;
  if (isCalledOff()) return calledOff('infer');
  const inferredAt = performance.now();
  const response = writeInferResponse(technology.model, request.value, outputs.value);
  if (!response.ok) return response;
  const timings = {
    decodeMs: decodedAt - startedAt,
    inferMs: inferredAt - decodedAt,
    encodeMs: performance.now() - inferredAt,
  };
  const batches = detector.takeBatches?.();
  return succeed({ ...response.value, timings, ...(batches && { batches }) });
}
