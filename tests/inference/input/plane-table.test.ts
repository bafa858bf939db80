import { describe, expect, it } from 'vitest';
import { attenuationTable, channelTable } from '../../../src/inference/input/plane-table.ts';

/** float32 keeps about seven digits of values up to 12. */
const TOLERANCE = 2e-6;

describe('attenuationTable', () => {
  it.each([
    [8, 250],
    [8, 187.4],
    [16, 60_000],
    [16, 4095],
  ] as const)('is −ln T for each reading of %i bits up to the open beam of %d', (bitDepth, airLevel) => {
    const table = attenuationTable(bitDepth, airLevel);
    expect(table.length).toBe(2 ** bitDepth);
    let farthest = 0;
    for (let reading = 1; reading <= airLevel; reading++) {
      farthest = Math.max(farthest, Math.abs((table[reading] ?? 0) + Math.log(reading / airLevel)));
    }
    expect(farthest).toBeLessThan(TOLERANCE);
  });

  it('is 0 in air and above, never negative', () => {
    const table = attenuationTable(16, 60_000);
    expect(table[60_000]).toBeCloseTo(0, 5);
    expect(Math.max(...table.subarray(60_001))).toBe(0);
    expect(Math.min(...table.subarray(0, 60_001))).toBeGreaterThanOrEqual(0);
  });

  it('lets black count as half a step: finite, and the most of all', () => {
    expect(attenuationTable(8, 255)[0]).toBeCloseTo(Math.log(510), 5);
    expect(attenuationTable(16, 60_000)[0]).toBeCloseTo(Math.log(120_000), 5);
  });
});

describe('channelTable', () => {
  const normal = { energy: 'high', mean: 0, std: 1 } as const;

  it('is the transmission of each reading, 1 in air and above', () => {
    const table = channelTable({ ...normal, plane: 'transmission' }, 16, 60_000);
    expect([table[0], table[30_000], table[60_000], table[65_535]]).toEqual([0, 0.5, 1, 1]);
  });

  it('normalises: less the mean, in units of the deviation', () => {
    const plain = channelTable({ ...normal, plane: 'attenuation' }, 8, 255);
    const normalised = channelTable({ plane: 'attenuation', energy: 'high', mean: 2, std: 4 }, 8, 255);
    for (const reading of [0, 1, 100, 255]) {
      expect(normalised[reading]).toBeCloseTo(((plain[reading] ?? 0) - 2) / 4, 6);
    }
  });
});
