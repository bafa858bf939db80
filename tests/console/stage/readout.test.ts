import { describe, expect, it } from 'vitest';
import { bytesOfDataUri } from '../../../src/console/data-uri.ts';
import { describePlane } from '../../../src/console/stage/plane-statistics.ts';
import { readoutText } from '../../../src/console/stage/readout.ts';

describe('readoutText', () => {
  const samples = Uint16Array.of(50_000, 50_000, 20_000, 50);
  const statistics = describePlane({ widthPx: 2, heightPx: 2, bitDepth: 16, samples }, null);

  it('gives place, raw reading and the share of the open beam', () => {
    expect(readoutText(0, 1, 20_000, statistics)).toBe('x 0  y 1  reading 20,000  transmission ≈ 0.400');
  });

  it('keeps a digit more where little came through, and never more than everything', () => {
    expect(readoutText(1, 1, 50, statistics)).toMatch(/≈ 0.0010$/);
    expect(readoutText(1, 1, 60_000, statistics)).toMatch(/≈ 1.000$/);
  });
});

describe('bytesOfDataUri', () => {
  it('gives the bytes, high ones included', () => {
    expect(bytesOfDataUri('data:image/png;base64,AP+AfwE=')).toEqual(Uint8Array.of(0, 255, 128, 127, 1));
  });

  it('takes nothing that is not a base64 data URI', () => {
    expect(bytesOfDataUri('/v1/scans/7/image.png')).toBeNull();
    expect(bytesOfDataUri('data:text/plain,hello')).toBeNull();
  });
});
