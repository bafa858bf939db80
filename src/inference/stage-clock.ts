import type { DetectorResult } from './detector.ts';

type StageTimings = DetectorResult['timings'];

/** Times stages that follow each other, some of them again and again: each `end` books the time since the last one. */
export interface StageClock {
  end(stage: keyof StageTimings): void;
  timings(): StageTimings;
}

export function createStageClock(): StageClock {
  const spent = { prepareMs: 0, inferMs: 0, interpretMs: 0 };
  let since = performance.now();
  return {
    end(stage) {
      const now = performance.now();
      spent[stage] += now - since;
      since = now;
    },
    timings: () => ({ ...spent }),
  };
}
