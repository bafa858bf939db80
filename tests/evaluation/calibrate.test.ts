import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/domain/failure.ts';
import type { OperatingPoint } from '../../src/domain/technology/operating-point.ts';
import { chooseThreshold } from '../../src/evaluation/calibrate.ts';
import { exactBounds } from '../../src/evaluation/rate-bounds.ts';

function messageOf(outcome: Outcome<OperatingPoint>): string {
  return outcome.ok ? 'no failure' : outcome.failure.message;
}

/** 0, 1/n … (n − 1)/n, out of order. */
function evenScores(n: number): number[] {
  return Array.from({ length: n }, (_, i) => ((i * 7) % n) / n);
}

describe('chooseThreshold', () => {
  it('sets the threshold just above the r-th largest score, r being the limit times n + 1', () => {
    const outcome = chooseThreshold(evenScores(600), { name: 'default', pfaLimit: 0.01 });
    expect(outcome).toEqual({
      ok: true,
      value: {
        name: 'default',
        threshold: 0.990001,
        pfaLimit: 0.01,
        benignCount: 600,
        pfaBounds: exactBounds(5, 600),
      },
    });
  });

  it('keeps the false-alarm probability of one more scan within the limit on average', () => {
    const n = 199;
    const all = evenScores(n + 1);
    const falseAlarms = all.filter((score, left) => {
      const outcome = chooseThreshold(all.toSpliced(left, 1), { name: 'default', pfaLimit: 0.05 });
      return outcome.ok && score >= outcome.value.threshold;
    });
    expect(falseAlarms.length).toBe(0.05 * (n + 1));
  });

  it('lets no tie of the chosen score alarm', () => {
    const scores = [...new Array(90).fill(0.1), ...new Array(10).fill(0.8)];
    const outcome = chooseThreshold(scores, { name: 'default', pfaLimit: 0.05 });
    expect(outcome).toMatchObject({ ok: true, value: { threshold: 0.800001, pfaBounds: exactBounds(0, 100) } });
  });

  it('lies above a score of few digits, too, as servers round them, so that it does not alarm at its own threshold', () => {
    const steps = 10_000;
    const wrong = Array.from({ length: steps }, (_, step) => step / steps).filter((score) => {
      const outcome = chooseThreshold([score], { name: 'default', pfaLimit: 0.5 });
      return !outcome.ok || outcome.value.threshold <= score;
    });
    expect(wrong).toEqual([]);
  });

  it('never alarms on more of the benign scans than the limit allows', () => {
    const scores = fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 20, maxLength: 200 });
    fc.assert(
      fc.property(scores, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (benignScores, pfaLimit) => {
        const outcome = chooseThreshold(benignScores, { name: 'default', pfaLimit });
        if (!outcome.ok) throw new Error(outcome.failure.message);
        const alarms = benignScores.filter((score) => score >= outcome.value.threshold).length;
        expect(alarms / benignScores.length).toBeLessThanOrEqual(pfaLimit);
      }),
    );
  });

  it('says how many benign scans the limit takes when there are too few', () => {
    expect(chooseThreshold(evenScores(99), { name: 'default', pfaLimit: 0.01 }).ok).toBe(true);
    expect(messageOf(chooseThreshold(evenScores(98), { name: 'default', pfaLimit: 0.01 }))).toMatch(/at least 99/);
    expect(messageOf(chooseThreshold([], { name: 'default', pfaLimit: 0.01 }))).toMatch(/^0 benign scans/);
  });

  it('refuses a limit or a score out of range, and scores that saturate', () => {
    for (const pfaLimit of [0, 1, Number.NaN, -0.1]) {
      expect(messageOf(chooseThreshold(evenScores(200), { name: 'default', pfaLimit }))).toMatch(/limit/);
    }
    const withNaN = [...evenScores(200), Number.NaN];
    expect(messageOf(chooseThreshold(withNaN, { name: 'default', pfaLimit: 0.01 }))).toMatch(/NaN/);
    const saturated = new Array(200).fill(1);
    expect(messageOf(chooseThreshold(saturated, { name: 'default', pfaLimit: 0.01 }))).toMatch(/saturate/);
  });
});
