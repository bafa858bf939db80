import { createHash } from 'node:crypto';
import { fail, type Outcome, succeed } from '../../src/domain/failure.ts';
import type { DrawJob } from '../../src/domain/screening/draw-job.ts';
import type { InferJob, InferResult } from '../../src/domain/screening/infer-job.ts';
import type { ScanJob } from '../../src/domain/screening/scan-job.ts';
import type { ScanResult, TechnologyResult } from '../../src/domain/screening/scan-result.ts';
import type { Technology } from '../../src/domain/technology/technology.ts';
import type { ModelSignature } from '../../src/domain/technology/tensor.ts';
import type { JobOptions, ScreenedScan, Screener, Waited } from '../../src/workers/screener.ts';

const OPERATING_POINT = {
  name: 'default',
  threshold: 0.7,
  pfaLimit: 0.01,
  benignCount: 2000,
  pfaBounds: [0.006, 0.015],
} as const;

const identity = (model: string) => ({
  id: `${model}@onnx-cpu`,
  model: { id: model, version: '1.0.0', sha256: 'a'.repeat(64) },
  runtime: 'onnx' as const,
  provider: 'cpu' as const,
  precision: 'fp32' as const,
  tellsPlaces: true,
  operatingPoint: OPERATING_POINT,
});

export const TECHNOLOGIES: readonly Technology[] = [
  { ...identity('broken'), state: 'unavailable', reason: 'its weights do not match their hash.' },
  { ...identity('first'), state: 'ready', reason: null },
  { ...identity('second'), state: 'ready', reason: null },
];

/** What every technology of the fake that is ready takes and gives. */
const SIGNATURE: ModelSignature = {
  inputs: [
    { name: 'input', type: 'float32', dims: [{ size: 1 }, { size: 1 }, { multipleOf: 32 }, { multipleOf: 32 }] },
  ],
  outputs: [{ name: 'score', type: 'uint16', dims: [{ multipleOf: 1 }] }],
};

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47]);

/** A screener that answers what a test wants it to, and keeps the promises of the interface about permits. */
export interface FakeScreener extends Screener {
  /** What was screened, with its bytes. */
  readonly jobs: ScanJob[];
  /** What was inferred, with its bytes. */
  readonly inferJobs: InferJob[];
  /** What was drawn, with its bytes. */
  readonly drawings: DrawJob[];
  readonly permits: { readonly taken: number; readonly released: number };
  isReadyNow: boolean;
  championNow: string | null;
  /** Threads that have not come up yet. */
  startingThreads: number;
  refusal: Outcome<never> | null;
  answerInference: (job: InferJob, options: JobOptions) => Promise<Outcome<Waited<InferResult>>>;
  answer: (job: ScanJob, options: JobOptions) => Promise<Outcome<ScreenedScan>>;
}

export function createFakeScreener(technologies = TECHNOLOGIES): FakeScreener {
  let isDraining = false;
  const permits = { taken: 0, released: 0 };
  let storing = 0;
  const screener: FakeScreener = {
    jobs: [],
    inferJobs: [],
    drawings: [],
    permits,
    isReadyNow: true,
    championNow: null,
    startingThreads: 0,
    refusal: null,
    answer: async (job) => succeed({ result: resultOf(job), queueMs: 0.25 }),
    answerInference: async () => succeed({ result: { ...JSON_ANSWER, timings: INFER_TIMINGS }, queueMs: 0.25 }),
    signatureOf: (id) => (technologies.some((known) => known.id === id && known.state === 'ready') ? SIGNATURE : null),
    infer(job, options) {
      screener.inferJobs.push(job);
      return screener.answerInference(job, options);
    },
    async draw(job) {
      screener.drawings.push(job);
      return succeed({ result: PNG.slice(), queueMs: 0.25 });
    },
    technologies: () => technologies,
    champion: () => screener.championNow,
    isReady: () => screener.isReadyNow && !isDraining,
    isStopping: () => isDraining,
    admit() {
      if (isDraining) return { ok: false, failure: { code: 'draining', message: 'Stopping.', retryAfterSeconds: 5 } };
      if (screener.refusal !== null) return screener.refusal;
      permits.taken++;
      let isReleased = false;
      let isStoring = false;
      return succeed({
        beginStoring() {
          if (!isStoring) storing++;
          isStoring = true;
        },
        release() {
          if (isReleased) return;
          isReleased = true;
          permits.released++;
          if (isStoring) storing--;
        },
      });
    },
    screen(job, options) {
      screener.jobs.push(job);
      return screener.answer(job, options);
    },
    state: () => ({
      inFlight: { live: permits.taken - permits.released, challenger: 0, bench: 0 },
      storing: { live: storing, challenger: 0, bench: 0 },
      inFlightLimit: { live: 4, challenger: 4, bench: 4 },
      queueDepth: { live: 0, challenger: 0, bench: 0 },
      workers: { idle: 2, busy: 0, starting: screener.startingThreads, dead: 0 },
      workerBusySeconds: 1.5,
      workerRestarts: { exit: 1 },
      modelReloads: new Map([['first@onnx-cpu', { loaded: 1, failed: 2 }]]),
      remoteTraffic: new Map(),
    }),
    async drain() {
      isDraining = true;
    },
  };
  return screener;
}

export const INFER_TIMINGS = { decodeMs: 1, inferMs: 2, encodeMs: 3 };
const JSON_ANSWER = { body: new TextEncoder().encode('{"outputs":[]}'), headerBytes: null };

export const OVERLOADED: Outcome<never> = {
  ok: false,
  failure: { code: 'overloaded', message: 'Every place is taken.', retryAfterSeconds: 2 },
};

export const UNREADABLE = fail('unreadable-scan', 'The view side is cut off.');

function hashFiles(files: ScanJob['files']): ScanResult['files'] {
  return files.map((file) => ({ ...file, sha256: createHash('sha256').update(file.bytes).digest('hex') }));
}

/** What a thread would say of a job: the first technology alarms, the others clear the scan. */
export function resultOf(job: ScanJob): ScanResult {
  const names = [...new Set(job.files.map(({ view }) => view))];
  return {
    files: hashFiles(job.files),
    views: names.map((name) => ({
      name,
      widthPx: 640,
      heightPx: 480,
      bitDepth: 16,
      energies: ['high'],
      sha256: 'b'.repeat(64),
      container: { x: 10, y: 10, width: 600, height: 400 },
      containers: [{ x: 10, y: 10, width: 600, height: 400 }],
      quality: { darkRatio: 0.25, saturatedRatio: 0.01, deadLines: 0, flags: ['unknown-gamma'] },
    })),
    results: job.technologies.map((technology, index) => technologyResult(technology, index === 0, job, names)),
    viewPngs: job.images === 'inline' ? names.map((view) => ({ view, png: PNG })) : [],
  };
}

function technologyResult(technology: string, isAlarm: boolean, job: ScanJob, views: string[]): TechnologyResult {
  const rest = {
    technology,
    operatingPoint: OPERATING_POINT,
    anomalyMapPngs: job.maps === 'inline' ? views.map((view) => ({ view, png: PNG })) : [],
    timings: { decodeMs: 2, prepareMs: 1, inferMs: 5, interpretMs: 0.5 },
    ownMs: 6,
  };
  const box = { x: 20, y: 30, width: 40, height: 50 };
  return isAlarm
    ? {
        decision: 'alarm',
        reason: null,
        score: 0.9,
        detections: [{ view: views[0] ?? 'side', box, score: 0.9, category: null }],
        ...rest,
      }
    : { decision: 'clear', reason: null, score: 0.1, detections: [], ...rest };
}
