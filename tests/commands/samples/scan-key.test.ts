import { describe, expect, it } from 'vitest';
import { scanKey } from '../../../src/commands/samples/scan-key.ts';
import type { Plane } from '../../../src/domain/scan/plane.ts';

const HIGH = plane([1, 2, 3, 4]);
const LOW = plane([5, 6, 7, 8]);

function plane(samples: readonly number[]): Plane {
  return { widthPx: 2, heightPx: 2, bitDepth: 16, samples: Uint16Array.from(samples) };
}

describe('scanKey', () => {
  const key = scanKey([{ name: 'side', planes: { high: HIGH, low: LOW } }]);

  it('is the same for the same pixels', () => {
    expect(scanKey([{ name: 'side', planes: { high: plane([1, 2, 3, 4]), low: LOW } }])).toBe(key);
  });

  it('changes with a pixel, with the view, and where energies change places or one is missing', () => {
    const others = [
      scanKey([{ name: 'side', planes: { high: plane([1, 2, 3, 5]), low: LOW } }]),
      scanKey([{ name: 'top', planes: { high: HIGH, low: LOW } }]),
      scanKey([{ name: 'side', planes: { high: LOW, low: HIGH } }]),
      scanKey([{ name: 'side', planes: { high: HIGH } }]),
    ];
    expect(new Set([key, ...others]).size).toBe(5);
  });
});
