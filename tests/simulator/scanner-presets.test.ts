import { describe, expect, it } from 'vitest';
import { TRAINING_SCANNERS } from '../../models/training/training-scanners.ts';
import type { ScannerPreset } from '../../src/simulator/scanner-preset.ts';
import { SCANNER_PRESETS, type ScannerName } from '../../src/simulator/scanner-presets.ts';
import { simulateScan } from '../../src/simulator/simulate-scan.ts';

const SCANNER_NAMES = Object.keys(SCANNER_PRESETS).filter((name): name is ScannerName => name in SCANNER_PRESETS);

describe('SCANNER_PRESETS', () => {
  it('holds two scanners that no training sees, and every kind of export among those that it sees', () => {
    const seen: readonly string[] = TRAINING_SCANNERS;
    expect(Object.keys(SCANNER_PRESETS).filter((name) => !seen.includes(name))).toEqual([
      'relocatable-7-5',
      'mobile-3-display',
    ]);
    const kinds = TRAINING_SCANNERS.map((name) => SCANNER_PRESETS[name].exports.kind);
    expect(new Set(kinds)).toEqual(new Set(['dual-16', 'single-16', 'display-8']));
  });

  it('lets no scanner without low energy claim a dual export', () => {
    const rail = SCANNER_PRESETS['rail-9'];
    // @ts-expect-error: two planes need two end-points.
    const impossible: ScannerPreset = { ...rail, exports: { kind: 'dual-16', stepPerNoise: 0 } };
    expect(impossible.endPointsMeV.low).toBeUndefined();
  });

  it.each(SCANNER_NAMES)(
    'makes %s save what it says: planes, bits and a JPEG quality where it shows pictures only',
    (scanner) => {
      const { exports } = SCANNER_PRESETS[scanner];
      const scan = simulateScan({ seed: 5, scanner, cargo: 'drums', containers: ['20ft'], vehicle: false });
      expect(scan.planes.high.bitDepth).toBe(exports.kind === 'display-8' ? 8 : 16);
      expect(scan.planes.low === undefined).toBe(exports.kind !== 'dual-16');
      if (exports.kind === 'display-8') {
        expect(scan.jpegQuality).toBeGreaterThanOrEqual(exports.jpegQuality[0]);
        expect(scan.jpegQuality).toBeLessThanOrEqual(exports.jpegQuality[1]);
      } else expect(scan.jpegQuality).toBeNull();
    },
  );
});
