import { describe, expect, it } from 'vitest';
import { shrinkPlane } from '../../src/formats/shrink-plane.ts';

describe('shrinkPlane', () => {
  it.each([40_000, 255])('keeps the shape and readings of %i in 16 bits', async (reading) => {
    const samples = new Uint16Array(400 * 100).fill(reading);
    const shrunk = await shrinkPlane({ widthPx: 400, heightPx: 100, bitDepth: 16, samples }, 100);
    expect(shrunk).toEqual({ widthPx: 100, heightPx: 25, bitDepth: 16, samples: samples.slice(0, 2500) });
  });

  it('keeps the shape and readings of 8 bits', async () => {
    const samples = new Uint8Array(100 * 400).fill(200);
    const shrunk = await shrinkPlane({ widthPx: 100, heightPx: 400, bitDepth: 8, samples }, 100);
    expect(shrunk).toEqual({ widthPx: 25, heightPx: 100, bitDepth: 8, samples: samples.slice(0, 2500) });
  });

  it('averages, so that what is thin fades and does not vanish', async () => {
    const samples = Uint16Array.from({ length: 400 * 100 }, (_, at) => (at % 4 === 0 ? 0 : 40_000));
    const shrunk = await shrinkPlane({ widthPx: 400, heightPx: 100, bitDepth: 16, samples }, 100);
    const middle = shrunk.samples[12 * 100 + 50] ?? 0;
    expect(middle).toBeGreaterThan(20_000);
    expect(middle).toBeLessThan(38_000);
  });

  it('leaves a plane that fits as it is', async () => {
    const plane = { widthPx: 4, heightPx: 2, bitDepth: 8, samples: new Uint8Array(8) } as const;
    expect(await shrinkPlane(plane, 4)).toBe(plane);
  });
});
