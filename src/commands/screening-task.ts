import type { Outcome } from '../domain/failure.ts';
import type { Detector } from '../inference/detector.ts';
import { findScans, type WantedScans } from './find-scans.ts';
import { loadTechnologies } from './load-technologies.ts';
import { type ScreenedScan, screenSource } from './screen-source.ts';
import type { Task } from './thread-crew.ts';

/** What a thread that screens sample sets is told. */
export interface ScreeningData extends WantedScans {
  readonly modelsDir: string;
  readonly technologies: readonly string[];
  readonly measuresPixels: boolean;
}

export interface ScreeningTask {
  readonly screen: Task<Outcome<ScreenedScan>>;
  close(): Promise<void>;
}

/**
 * Loads the technologies and makes ready to screen scan number i of the folders. Throws where these cannot be loaded or
 * read: whoever starts threads has done both before.
 */
export async function screeningTask(data: ScreeningData): Promise<ScreeningTask> {
  const sources = expectValue(await findScans(data));
  const detectors = new Map<string, Detector>();
  for (const { id, outcome } of expectValue(await loadTechnologies(data.modelsDir, data.technologies))) {
    detectors.set(id, expectValue(outcome));
  }
  return {
    screen(index) {
      const source = sources[index];
      if (source === undefined) throw new RangeError(`there is no scan ${index}`);
      return screenSource(source, detectors, data.measuresPixels);
    },
    async close() {
      for (const detector of detectors.values()) await detector.close();
    },
  };
}

function expectValue<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}
