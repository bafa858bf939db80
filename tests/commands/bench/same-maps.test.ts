import { expect, it } from 'vitest';
import { whyOtherMaps } from '../../../src/commands/bench/same-maps.ts';
import { mapsOutline } from '../../../src/commands/sample-screening/maps-outline.ts';

const WIDTH_PX = 64;

/** The outline of one map of 16 bits, drawn cell by cell. */
function outlineOf(value: (pixel: number) => number): readonly number[] {
  const samples = Uint16Array.from({ length: WIDTH_PX * WIDTH_PX }, (_, pixel) => 65_535 * value(pixel));
  const anomalyMap = { widthPx: WIDTH_PX, heightPx: WIDTH_PX, bitDepth: 16, samples } as const;
  return mapsOutline([{ view: 'side', score: 1, detections: [], anomalyMap }]) ?? [];
}

const judged = outlineOf((pixel) => (pixel % 97) / 200);

it('lets maps pass that differ by less than a step of what is shown', () => {
  const before = [{ scan: 's1', outline: outlineOf((pixel) => (pixel % 97) / 200 + 1e-3) }];
  expect(whyOtherMaps(before, [{ scan: 's1', outline: judged }])).toBeNull();
  expect(whyOtherMaps([{ scan: 's2', outline: judged }], [{ scan: 's1', outline: judged }])).toBeNull();
});

it.each([
  ['one place more', (pixel: number) => (pixel === 2000 ? 0.9 : (pixel % 97) / 200)],
  ['less of all', (pixel: number) => (0.8 * (pixel % 97)) / 200],
])('refuses a map with %s, and names the scan', (_what, value) => {
  const before = [
    { scan: 's1', outline: judged },
    { scan: 's2', outline: judged },
    { scan: 's1', outline: outlineOf(value) },
  ];
  const accuracy = ['s1', 's2', 's3'].map((scan) => ({ scan, outline: judged }));
  expect(whyOtherMaps(before, accuracy)).toContain('maps of 1 of 2 timed scans (s1) were other ones');
});

it('has no outline where maps were not asked for', () => {
  expect(mapsOutline([{ view: 'side', score: 1, detections: [], anomalyMap: null }])).toBeNull();
});
