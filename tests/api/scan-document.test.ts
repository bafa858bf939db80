import { expect, it } from 'vitest';
import { scanDocument } from '../../src/api/scan-document.ts';
import type { TechnologyResult } from '../../src/domain/screening/scan-result.ts';

function result(technology: string, inferMs: number): TechnologyResult {
  return {
    technology,
    decision: 'clear',
    reason: null,
    score: 0.2,
    detections: [],
    operatingPoint: { name: 'default', threshold: 0.5, pfaLimit: 0.01, benignCount: 600, pfaBounds: [0.003, 0.02] },
    anomalyMapPngs: [],
    timings: { decodeMs: 10, prepareMs: 4, inferMs, interpretMs: 0 },
    ownMs: inferMs,
  };
}

it('does not charge a technology for the time of the others that screened the same scan', () => {
  const document = scanDocument({
    id: '0193',
    receivedAt: new Date(0),
    metadata: {},
    maps: 'none',
    result: { files: [], views: [], results: [result('quick@null-cpu', 5), result('slow@null-cpu', 80)], viewPngs: [] },
    queueMs: 1,
    answerMs: 101,
  });
  expect(document.screenings.map(({ timings }) => timings.totalMs)).toEqual([21, 96]);
});
