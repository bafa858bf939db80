import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeGreyPng } from '../../src/console/png-grey.ts';
import type { Plane } from '../../src/domain/scan/plane.ts';
import { encodeGreyPng } from './encode-grey-png.ts';

const planes: fc.Arbitrary<Plane> = fc
  .record({ widthPx: fc.integer({ min: 1, max: 13 }), heightPx: fc.integer({ min: 1, max: 11 }), isDeep: fc.boolean() })
  .chain(({ widthPx, heightPx, isDeep }): fc.Arbitrary<Plane> => {
    const size = { minLength: widthPx * heightPx, maxLength: widthPx * heightPx };
    return isDeep
      ? fc.uint16Array(size).map((samples) => ({ widthPx, heightPx, bitDepth: 16, samples }))
      : fc.uint8Array(size).map((samples) => ({ widthPx, heightPx, bitDepth: 8, samples }));
  });

const ramp: Plane = { widthPx: 3, heightPx: 2, bitDepth: 16, samples: Uint16Array.of(0, 1, 255, 256, 65534, 65535) };

describe('decodeGreyPng', () => {
  it('gives back every reading to the bit, whatever filters the rows use', async () => {
    const filters = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(planes, filters, async (plane, rowFilters) => {
        const decoded = await decodeGreyPng(encodeGreyPng(plane, rowFilters));
        expect(decoded).toEqual({ ok: true, value: plane });
      }),
    );
  });

  it('reads a file that lies inside a larger buffer', async () => {
    const png = encodeGreyPng(ramp, [1, 4]);
    const larger = new Uint8Array(png.length + 20);
    larger.set(png, 9);
    expect(await decodeGreyPng(larger.subarray(9, 9 + png.length))).toEqual({ ok: true, value: ramp });
  });

  it('refuses colour by saying what it can read', async () => {
    const decoded = await decodeGreyPng(encodeGreyPng(ramp, [0], 2));
    expect(decoded).toMatchObject({ ok: false, failure: { code: 'unreadable-scan', message: /plain grey PNG/ } });
  });

  it('refuses a filter that PNG does not know', async () => {
    expect((await decodeGreyPng(encodeGreyPng(ramp, [5]))).ok).toBe(false);
  });

  it.each([0, 7, 20, 40, 70])('refuses a file cut off after %i bytes', async (length) => {
    expect((await decodeGreyPng(encodeGreyPng(ramp, [0]).slice(0, length))).ok).toBe(false);
  });

  it('refuses damaged pixel data instead of throwing', async () => {
    const png = encodeGreyPng(ramp, [0]);
    const start = Buffer.from(png).indexOf('IDAT') + 4;
    png.fill(0xff, start, start + 4);
    expect((await decodeGreyPng(png)).ok).toBe(false);
  });
});
