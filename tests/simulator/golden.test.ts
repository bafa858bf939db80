import { describe, expect, it } from 'vitest';
import { hashPlane } from '../../src/commands/hash-plane.ts';
import type { ScannerName } from '../../src/simulator/scanner-presets.ts';
import { SIMULATOR_VERSION, simulateScan } from '../../src/simulator/simulate-scan.ts';

/** Beginnings of the planes' SHA-256, by scanner: change them only together with the simulator's version. */
const HASHES: Readonly<Record<ScannerName, string>> = {
  'gate-6-4': '1c3220484af6 cb8464de3f88',
  'gate-6-4-compact': 'c65333753215 6916598ed692',
  'portal-9-6': '5a83346148ba ec66689f95b0',
  'rail-9': 'b5bc8fd9c297',
  'gate-6-display': '7e71928d4029',
  'mobile-4-display': 'be3d8cfb0ed7',
  'relocatable-7-5': 'e4ca83f25024 edb2d27da7b7',
  'mobile-3-display': 'adf0985b5619',
};

describe('simulateScan', () => {
  it.each(Object.entries(HASHES))('gives the very same pixels of %s on every machine, at version 2', (name, hash) => {
    expect(SIMULATOR_VERSION).toBe('2');
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
