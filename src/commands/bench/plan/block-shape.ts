import type { BlockShape } from '../../../performance/block-traffic.ts';
import { LANE_JITTER, type PlannedScenario, type PlannedServer, SCANS_PER_QUERY, TRAIN } from './planned-scenario.ts';

/** A scenario of a plan with all that it leaves unsaid; a server scenario has a shape for each rate that it tries. */
export function blockShape(
  planned: Exclude<PlannedScenario, PlannedServer>,
  { taktSeconds }: { readonly taktSeconds: number },
): BlockShape {
  switch (planned.scenario) {
    case 'single-stream':
    case 'offline':
      return { scenario: planned.scenario };
    case 'multi-stream':
      return { scenario: planned.scenario, scansPerQuery: planned.scansPerQuery ?? SCANS_PER_QUERY };
    case 'lanes': {
      const { lanes, laneSeconds = taktSeconds, jitter = LANE_JITTER } = planned;
      return { scenario: planned.scenario, lanes, taktMs: 1000 * laneSeconds, jitter };
    }
    case 'train': {
      const { boxes, boxSeconds, pauseSeconds } = { ...TRAIN, ...planned };
      return { scenario: planned.scenario, boxes, boxMs: 1000 * boxSeconds, pauseMs: 1000 * pauseSeconds };
    }
  }
}
