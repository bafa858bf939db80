import { describe, expect, it } from 'vitest';
import { hashPlane } from '../../src/commands/samples/hash-plane.ts';
import type { ScannerName } from '../../src/simulator/scanner-presets.ts';
import { SIMULATOR_VERSION, simulateScan } from '../../src/simulator/simulate-scan.ts';

/** Beginnings of the planes' SHA-256, by scanner: change them only together with the simulator's version. */
const HASHES: Readonly<Record<ScannerName, string>> = {
  'gate-6-4': '6fc97755939f 4c46547cf994',
  'gate-6-4-compact': 'a039d879a7e1 5455320f49b7',
  'portal-9-6': '66b73679892d 35f7a22df4ab',
  'rail-9': '07cef6bfc2bf',
  'gate-6-display': 'a7f55b493914',
  'mobile-4-display': 'd94892884db8',
  'relocatable-7-5': '50c55e118a49 2999a2716c6c',
  'mobile-3-display': '61502b432621',
};

describe('simulateScan', () => {
  it.each(Object.entries(HASHES))('gives the very same pixels of %s on every machine, at version 3', (name, hash) => {
    expect(SIMULATOR_VERSION).toBe('3');
    const scanner = Object.keys(HASHES).find((known): known is ScannerName => known === name) ?? 'gate-6-4';
    const scan = simulateScan({
      seed: 11,
      scanner,
      cargo: 'palletised-boxes',
      containers: ['20ft'],
      vehicle: false,
      threat: { category: 'cocaine', massKg: 20, place: 'behind-doors' },
    });
    const planes = [scan.planes.high, ...(scan.planes.low === undefined ? [] : [scan.planes.low])];
    expect(
      planes
        .map(hashPlane)
        .map((digest) => digest.slice(0, 12))
        .join(' '),
    ).toBe(hash);
  });
});
