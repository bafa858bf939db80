import { describe, expect, it } from 'vitest';
import { measuredResults } from '../../models/measured-results.ts';
import { replaceResults, resultsSection } from '../../models/results-section.ts';
import type { ScreenedSource } from '../../src/commands/screen-samples.ts';
import type { Box } from '../../src/domain/box.ts';
import { succeed } from '../../src/domain/failure.ts';
import type { Truth } from '../../src/domain/sample.ts';

const POINT = { name: 'default', threshold: 0.5, pfaLimit: 0.01, benignCount: 600, pfaBounds: [0.003, 0.02] } as const;
const THREAT_BOX: Box = { x: 100, y: 100, width: 50, height: 50 };

/** A scan that alarms at `box`, or is clear where there is none. */
function screened(truth: Truth, cargo: string, box: Box | null): ScreenedSource {
  const common = {
    technology: 'local-contrast@onnx-cpu',
    operatingPoint: POINT,
    anomalyMapPngs: [],
    timings: { decodeMs: 0, prepareMs: 0, inferMs: 0, interpretMs: 0 },
    ownMs: 0,
    reason: null,
  } as const;
  const sample = { id: cargo, views: {}, truth, cargo, scanner: 'gate-6-4', provenance: {}, split: 'test' };
  return {
    source: { name: cargo, sample, load: async () => succeed([]) },
    result: {
      views: [],
      viewPngs: [],
      results: [
        box === null
          ? { ...common, decision: 'clear', score: 0.1, detections: [] }
          : {
              ...common,
              decision: 'alarm',
              score: 0.9,
              detections: [{ view: 'side', box, score: 0.9, category: null }],
            },
      ],
    },
  };
}

function bag(massKg: number): Truth {
  return { threat: { category: 'cocaine', massKg, boxes: { side: THREAT_BOX } } };
}

describe('measuredResults', () => {
  const results = measuredResults([
    screened(bag(5), 'drums', { x: 140, y: 140, width: 20, height: 20 }),
    screened(bag(9), 'drums', { x: 300, y: 100, width: 20, height: 20 }),
    screened(bag(10), 'empty', null),
    screened(bag(50), 'empty', { x: 90, y: 90, width: 20, height: 20 }),
    screened('benign', 'empty', null),
    screened('benign', 'drums', { x: 0, y: 0, width: 20, height: 20 }),
  ]);

  it('tells an alarm on the threat from an alarm elsewhere', () => {
    expect(results.threats?.alarm).toMatchObject({ count: 3, n: 4 });
    expect(results.allThreats).toMatchObject({ alarm: { count: 3, n: 4 }, onThreat: { count: 2, n: 4 } });
  });

  it('splits threats by mass, lightest first, and both kinds by cargo', () => {
    expect(results.threatsByMass).toMatchObject([
      { name: '0 to below 10 kg', alarm: { count: 2, n: 2 }, onThreat: { count: 1 } },
      { name: '10 to below 20 kg', alarm: { count: 0, n: 1 } },
      { name: '40 kg and more', alarm: { count: 1, n: 1 } },
    ]);
    expect(results.threatsByCargo.map(({ name }) => name)).toEqual(['drums', 'empty']);
    expect(results.falseAlarmsByCargo).toMatchObject([
      { name: 'drums', alarm: { count: 1, n: 1 } },
      { name: 'empty', alarm: { count: 0, n: 1 } },
    ]);
  });

  it('goes into a card in place of what was there, and leaves the rest', () => {
    const section = resultsSection(POINT, results);
    expect(section).toContain('| Pd: threats that alarm | 3 of 4 | 75.0 % |');
    const card = '# Card\n<!-- measured: begin -->\nold\n<!-- measured: end -->\nby hand\n';
    const once = replaceResults(card, section);
    expect(once).toBe(`# Card\n<!-- measured: begin -->\n${section}\n<!-- measured: end -->\nby hand\n`);
    expect(replaceResults(once, section)).toBe(once);
    expect(() => replaceResults('# Card', section)).toThrow(/no <!-- measured/);
  });
});
