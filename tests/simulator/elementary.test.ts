import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atan, attenuate, cos, exp, expNegative, log, sin } from '../../src/simulator/elementary.ts';

// Engines' own functions are right to about one unit in the last place; ours may add a few of their own.
const RELATIVE = 1e-13;

describe('elementary functions', () => {
  it('agree with the mathematics of the engine to thirteen digits', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 60, noNaN: true }), (x) => {
        expect(Math.abs(expNegative(x) / Math.exp(-x) - 1)).toBeLessThan(RELATIVE);
        expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(RELATIVE);
        expect(Math.abs(log(x + 1e-9) - Math.log(x + 1e-9))).toBeLessThan(30 * RELATIVE);
      }),
    );
    fc.assert(
      fc.property(fc.double({ min: -6.28, max: 6.28, noNaN: true }), (x) => {
        expect(Math.abs(sin(x) - Math.sin(x))).toBeLessThan(RELATIVE);
        expect(Math.abs(cos(x) - Math.cos(x))).toBeLessThan(RELATIVE);
        expect(Math.abs(atan(x) - Math.atan(x))).toBeLessThan(RELATIVE);
      }),
    );
  });

  it('attenuate to nine digits where that is enough, and to nothing where nothing is left', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 31.9, noNaN: true }), (x) => {
        expect(Math.abs(attenuate(x) / Math.exp(-x) - 1)).toBeLessThan(1e-9);
      }),
    );
    expect([attenuate(0), attenuate(32), attenuate(1e9)]).toEqual([1, 0, 0]);
  });

  it('give the very same bits everywhere', () => {
    const bits = [expNegative(1.2345), log(0.3), sin(0.7), cos(0.7), atan(1.9), attenuate(1.2345)].map((value) => {
      const bytes = new DataView(new ArrayBuffer(8));
      bytes.setFloat64(0, value);
      return bytes.getBigUint64(0).toString(16);
    });
    expect(bits).toMatchInlineSnapshot(`
      [
        "3fd29f6b7bfe46a2",
        "bff34378fcbda720",
        "3fe49d6e694619b9",
        "3fe87996529f9d96",
        "3ff1618f66769c69",
        "3fd29f6b7bfe46a2",
      ]
    `);
  });

  it('refuse what lies outside their range', () => {
    expect(() => log(0)).toThrow(RangeError);
    expect(() => log(Number.NaN)).toThrow(RangeError);
    expect(() => exp(65)).toThrow(RangeError);
    expect(expNegative(1000)).toBe(0);
  });
});
