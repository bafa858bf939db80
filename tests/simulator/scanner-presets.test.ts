import { describe, expect, it } from 'vitest';
import type { ScannerPreset } from '../../src/simulator/scanner-preset.ts';
import { SCANNER_PRESETS } from '../../src/simulator/scanner-presets.ts';
import { simulateScan } from '../../src/simulator/simulate-scan.ts';
import { TRAINING_SCANNERS, UNSEEN_SCANNERS } from '../../src/simulator/training-scanners.ts';

describe('SCANNER_PRESETS', () => {
  it('splits into those that training may see and those that it never sees', () => {
    const seen = new Set<string>(TRAINING_SCANNERS);
    expect(UNSEEN_SCANNERS.filter((name) => seen.has(name))).toEqual([]);
    expect([...TRAINING_SCANNERS, ...UNSEEN_SCANNERS].sort()).toEqual(Object.keys(SCANNER_PRESETS).sort());
  });

  it('holds at least six scanners, two unseen, and every kind of export among those that training sees', () => {
    expect(Object.keys(SCANNER_PRESETS).length).toBeGreaterThanOrEqual(6);
    expect(UNSEEN_SCANNERS).toHaveLength(2);
    const kinds = TRAINING_SCANNERS.map((name) => SCANNER_PRESETS[name].exports.kind);
    expect(new Set(kinds)).toEqual(new Set(['dual-16', 'single-16', 'display-8']));
  });

  it('lets no scanner without low energy claim a dual export', () => {
    const rail = SCANNER_PRESETS['rail-9'];
    // @ts-expect-error: two planes need two end-points.
    const impossible: ScannerPreset = { ...rail, exports: { kind: 'dual-16', stepPerNoise: 0 } };
    expect(impossible.endPointsMeV.low).toBeUndefined();
  });

  it.each(Object.keys(SCANNER_PRESETS).filter((name) => name in SCANNER_PRESETS))(
    'makes %s save what it says: planes, bits and a JPEG quality where it shows pictures only',
    (name) => {
      const scanner = [...TRAINING_SCANNERS, ...UNSEEN_SCANNERS].find((known) => known === name) ?? 'gate-6-4';
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
