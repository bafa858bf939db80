import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { luminanceOf } from '../../src/formats/luminance.ts';

const greys = fc.uint8Array({ minLength: 1, maxLength: 67 });

/** Each value three times, as a scanner exports grey readings; from a byte on that may not lie on a word. */
function inThree(values: Uint8Array, offset = 0): Uint8Array {
  const colours = new Uint8Array(new ArrayBuffer(offset + values.length * 3), offset);
  for (const [i, value] of values.entries()) colours.fill(value, i * 3, i * 3 + 3);
  return colours;
}

describe('luminanceOf', () => {
  it('gives grey readings back to the bit, of any number and wherever they lie in memory', () => {
    fc.assert(
      fc.property(greys, fc.nat({ max: 5 }), (values, offset) => {
        const { samples, isGrey } = luminanceOf(inThree(values, offset), new Uint8Array(values.length), 3);
        expect([samples, isGrey]).toEqual([values, true]);
      }),
    );
  });

  it('sees a single colour that is off by one, in any pixel and any channel', () => {
    fc.assert(
      fc.property(greys, fc.nat(), (values, place) => {
        const colours = inThree(values);
        const at = place % colours.length;
        colours[at] = (colours[at] ?? 0) ^ 1;
        const { samples, isGrey } = luminanceOf(colours, new Uint8Array(values.length), 3);
        expect(isGrey).toBe(false);
        const expected = values.map((_, i) => {
          const [red = 0, green = 0, blue = 0] = colours.subarray(i * 3, i * 3 + 3);
          return Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
        });
        // The weights are those of ITU-R BT.601 in 1/65536; their rounding can move a half to either side.
        for (const [i, value] of samples.entries()) expect(Math.abs(value - (expected[i] ?? 0))).toBeLessThanOrEqual(1);
        for (const [i, value] of samples.entries()) if (i !== Math.floor(at / 3)) expect(value).toBe(values[i]);
      }),
    );
  });
});
