import { describe, expect, it } from 'vitest';
import { THREAT_PLACES } from '../../src/domain/scan/sample.ts';
import { EVERYDAY_CARGO } from '../../src/simulator/cargo/cargo-kinds.ts';
import { CONTAINER_TYPES } from '../../src/simulator/containers/container-types.ts';
import { planSamples } from '../../src/simulator/plan-samples.ts';
import type { ScanOrder } from '../../src/simulator/simulate-scan.ts';
import { THREAT_CATEGORIES, THREAT_KINDS } from '../../src/simulator/threats/threat-kinds.ts';

const PLAN = { count: 60, seed: 7, scanner: 'gate-6-4', cargo: null, threatShare: 0.5, vehicleShare: 0.25 } as const;
const THREATS = planSamples({ ...PLAN, count: 3000 }).flatMap((order) =>
  order.threat == null ? [] : [{ ...order, threat: order.threat }],
);

function shareOf(matches: (order: ScanOrder & { threat: (typeof THREATS)[number]['threat'] }) => boolean): number {
  return THREATS.filter(matches).length / THREATS.length;
}

describe('planSamples', () => {
  it('begins a larger set with the very scans of a smaller one', () => {
    expect(planSamples(PLAN).slice(0, 12)).toEqual(planSamples({ ...PLAN, count: 12 }));
  });

  it('holds the shares that were asked for, and every cargo as often as a port sees it', () => {
    const orders = planSamples(PLAN);
    const threats = orders.filter((order) => order.threat !== null).length;
    expect(threats).toBeGreaterThanOrEqual(29);
    expect(threats).toBeLessThanOrEqual(31);
    expect(orders.filter((order) => order.vehicle === true).length / 60).toBeCloseTo(0.25, 1);
    const rounds = 60 / EVERYDAY_CARGO.length;
    const empties = EVERYDAY_CARGO.filter((cargo) => cargo === 'empty').length;
    if (Number.isInteger(rounds)) {
      expect(orders.filter((order) => order.cargo === 'empty')).toHaveLength(rounds * empties);
    }
    expect(planSamples({ ...PLAN, threatShare: 0 }).every((order) => order.threat === null)).toBe(true);
    expect(planSamples({ ...PLAN, threatShare: 1 }).every((order) => order.threat !== null)).toBe(true);
  });

  it('gives every category the same share, and every cargo some', () => {
    for (const category of THREAT_CATEGORIES) {
      expect(
        shareOf(({ threat }) => threat.category === category),
        category,
      ).toBeCloseTo(1 / THREAT_CATEGORIES.length, 1.5);
    }
    expect(new Set(THREATS.map(({ cargo }) => cargo))).toEqual(new Set(EVERYDAY_CARGO));
  });

  it('uses every place about equally often', () => {
    for (const place of THREAT_PLACES) {
      const share = shareOf(({ threat }) => threat.place === place);
      expect(share, place).toBeGreaterThan(0.07);
      expect(share, place).toBeLessThan(0.25);
    }
  });

  it('draws masses evenly on a logarithmic scale, from 1 to 200 kg, within what category and place take', () => {
    const cocaine = THREATS.filter(({ threat }) => threat.category === 'cocaine').map(({ threat }) => threat.massKg);
    expect(Math.min(...cocaine)).toBeLessThan(1.2);
    expect(Math.max(...cocaine)).toBeGreaterThan(160);
    expect(cocaine.filter((massKg) => massKg < Math.sqrt(200)).length / cocaine.length).toBeCloseTo(0.5, 1);
    for (const { threat } of THREATS) {
      const { massesKg, mostKgAt } = THREAT_KINDS[threat.category];
      expect(threat.massKg).toBeGreaterThanOrEqual(massesKg[0]);
      expect(threat.massKg).toBeLessThanOrEqual(mostKgAt[threat.place] ?? 0);
    }
  });

  it('names containers that have the place: a reefer for its unit, a roof to hide under, a cavity behind a false wall', () => {
    for (const { threat, containers = [], cavities } of THREATS) {
      const builds = containers.map((type) => CONTAINER_TYPES[type].build);
      if (threat.place === 'refrigeration-unit') expect(builds).toEqual(['reefer']);
      if (threat.place === 'false-wall' || threat.place === 'false-floor') expect(builds).not.toContain('reefer');
      if (threat.place === 'roof') expect(builds).not.toContain('open-top');
      if (threat.place === 'false-wall') expect(cavities?.frontCm).toBeGreaterThan(0);
    }
  });

  it('puts cavities into benign containers too, so that they say nothing', () => {
    const benign = planSamples({ ...PLAN, count: 1000, threatShare: 0 });
    for (const cavity of ['frontCm', 'floorCm', 'roofCm'] as const) {
      expect(benign.filter(({ cavities }) => (cavities?.[cavity] ?? 0) > 0).length).toBeGreaterThan(25);
    }
  });
});
