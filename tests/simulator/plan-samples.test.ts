import { describe, expect, it } from 'vitest';
import { planSamples } from '../../src/simulator/plan-samples.ts';

const PLAN = { count: 60, seed: 7, scanner: 'gate-6-4', cargo: null, threatShare: 0.5, vehicleShare: 0.25 } as const;

describe('planSamples', () => {
  it('begins a larger set with the very scans of a smaller one', () => {
    expect(planSamples(PLAN).slice(0, 12)).toEqual(planSamples({ ...PLAN, count: 12 }));
  });

  it('holds the shares that were asked for, and every cargo equally often', () => {
    const orders = planSamples(PLAN);
    expect(orders.filter((order) => order.threat !== null).length).toBeGreaterThanOrEqual(29);
    expect(orders.filter((order) => order.threat !== null).length).toBeLessThanOrEqual(31);
    expect(orders.filter((order) => order.vehicle === true).length / 60).toBeCloseTo(0.25, 1);
    expect(orders.filter((order) => order.cargo === 'empty')).toHaveLength(10);
    expect(planSamples({ ...PLAN, threatShare: 0 }).every((order) => order.threat === null)).toBe(true);
    expect(planSamples({ ...PLAN, threatShare: 1 }).every((order) => order.threat !== null)).toBe(true);
  });

  it('spreads threats over every cargo, from 5 to 60 kg', () => {
    const threatened = planSamples({ ...PLAN, count: 600 }).filter((order) => order.threat !== null);
    expect(new Set(threatened.map((order) => order.cargo)).size).toBe(6);
    const masses = threatened.map((order) => order.threat?.massKg ?? 0);
    expect(Math.min(...masses)).toBeGreaterThanOrEqual(5);
    expect(Math.max(...masses)).toBeLessThanOrEqual(60);
    expect(masses.filter((massKg) => massKg < 17).length / masses.length).toBeCloseTo(0.5, 0.9);
  });
});
