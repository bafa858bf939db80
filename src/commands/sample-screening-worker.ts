import { workerData } from 'node:worker_threads';
import type { Outcome } from '../domain/failure.ts';
import type { Detector } from '../inference/detector.ts';
import { findScans, type WantedScans } from './find-scans.ts';
import { loadTechnologies } from './load-technologies.ts';
import { screenSource } from './screen-source.ts';
import { serveTask } from './thread-crew.ts';

/** What a thread that screens sample sets is told. */
export interface ScreeningData extends WantedScans {
  readonly modelsDir: string;
  readonly technologies: readonly string[];
  readonly measuresPixels: boolean;
}

// The entry of a screening thread of `scanbench evaluate` and `scanbench calibrate`. Whoever starts it has read the
// folders and loaded the technologies before: that one of them fails here is a bug, and thrown.
const data: ScreeningData = workerData;
const sources = expectValue(await findScans(data));
const detectors = new Map<string, Detector>();
for (const { id, outcome } of expectValue(await loadTechnologies(data.modelsDir, data.technologies))) {
  detectors.set(id, expectValue(outcome));
}

serveTask(
  (index) => {
    const source = sources[index];
    if (source === undefined) throw new RangeError(`there is no scan ${index}`);
    return screenSource(source, detectors, data.measuresPixels);
  },
  async () => {
    for (const detector of detectors.values()) await detector.close();
  },
);

function expectValue<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}
