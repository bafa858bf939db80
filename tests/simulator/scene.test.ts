import { describe, expect, it } from 'vitest';
import { THREAT_PLACES } from '../../src/domain/scan/sample.ts';
import { projectSolids } from '../../src/simulator/areal-density.ts';
import { CARGO_NAMES } from '../../src/simulator/cargo/cargo-kinds.ts';
import { boundsOf } from '../../src/simulator/carve.ts';
import { massKgOf } from '../../src/simulator/mass.ts';
import { planSamples } from '../../src/simulator/plan-samples.ts';
import { createRandom } from '../../src/simulator/random.ts';
import { SCANNER_PRESETS } from '../../src/simulator/scanner-presets.ts';
import { drawScene } from '../../src/simulator/scene.ts';
import type { Block } from '../../src/simulator/solid.ts';

const SCANNER = SCANNER_PRESETS['gate-6-4-compact'];
const PLAN = { seed: 3, scanner: 'gate-6-4-compact', cargo: null, vehicleShare: 0 } as const;
const ORDERS = planSamples({ ...PLAN, count: 200, threatShare: 1 });

describe('drawScene', () => {
  it('draws the same scene with and without its threat, whatever cargo, category and place', () => {
    for (const order of ORDERS.slice(0, 60)) {
      const laden = drawScene(order, SCANNER, createRandom(order.seed));
      const benign = drawScene({ ...order, threat: null }, SCANNER, createRandom(order.seed));
      expect(benign.threat).toBeNull();
      expect({ ...laden, threat: null, fan: null }).toEqual({ ...benign, fan: null });
      expect(laden.fan.columnEdgesCm).toEqual(benign.fan.columnEdgesCm);
    }
  });

  it('puts planned threats where the plan says, gaps that are missing aside, and inside their container', () => {
    let elsewhere = 0;
    for (const order of ORDERS) {
      const { threat, containers } = drawScene(order, SCANNER, createRandom(order.seed));
      if (threat?.place !== order.threat?.place) {
        expect([order.threat?.place, threat?.place], JSON.stringify(order)).toEqual(['between-goods', 'inside-goods']);
        elsewhere++;
      }
      const bounds = (threat?.solids ?? []).map(({ shape }) => boundsOf(shape));
      const inside = (box: Pick<Block, 'x' | 'y' | 'z'>) =>
        bounds.every((one) =>
          (['x', 'y', 'z'] as const).every((axis) => one[axis][0] >= box[axis][0] && one[axis][1] <= box[axis][1]),
        );
      expect(containers.some(inside), JSON.stringify(order)).toBe(true);
    }
    expect(elsewhere).toBeLessThan(0.03 * ORDERS.length);
  });

  it('weighs what the truth says, near the mass that was wished', () => {
    for (const order of ORDERS) {
      const { threat } = drawScene(order, SCANNER, createRandom(order.seed));
      expect(massKgOf(threat?.solids ?? []) / (threat?.massKg ?? 0), JSON.stringify(order)).toBeCloseTo(1, 1);
      const wished = order.threat?.massKg ?? 0;
      expect(Math.abs((threat?.massKg ?? 0) - wished), JSON.stringify(order)).toBeLessThan(0.12 * wished + 4);
    }
  });

  it('takes away no more than there is: carved goods leave no negative mass, a rounded edge in a border column aside', () => {
    for (const order of ORDERS.filter(({ threat }) => threat?.place === 'inside-goods').slice(0, 12)) {
      const { solids, threat, fan } = drawScene(order, SCANNER, createRandom(order.seed));
      const carved = projectSolids(threat?.removed ?? [], fan, projectSolids(solids, fan));
      expect(threat?.removed.length).toBeGreaterThan(0);
      for (const sums of carved.values()) {
        expect(sums.filter((sum) => sum < -0.02).length, JSON.stringify(order)).toBeLessThan(10);
      }
    }
  });

  it.each(THREAT_PLACES)('can hide something at %s in every cargo, and says where it really lies', (place) => {
    for (const cargo of CARGO_NAMES) {
      const wishes = { cargo, containers: ['40ft'], vehicle: false } as const;
      const threat = { category: 'cocaine', massKg: 12, place } as const;
      const scene = drawScene({ ...wishes, threat }, SCANNER, createRandom(6));
      const needsGoods = place === 'inside-goods' || place === 'between-goods';
      const lies = scene.threat?.place;
      if (needsGoods && cargo === 'empty') expect(lies).toBe('behind-doors');
      else if (place === 'refrigeration-unit') expect(lies).toBe(cargo === 'empty' ? 'behind-doors' : 'inside-goods');
      else if (place === 'between-goods') expect(['between-goods', 'inside-goods'], cargo).toContain(lies);
      else expect(lies, cargo).toBe(place);
    }
  });

  it('hides a threat in the refrigeration unit at the front end of a reefer', () => {
    const wishes = { cargo: 'frozen-cartons', containers: ['40ft-reefer'], vehicle: false } as const;
    const threat = { category: 'cocaine', massKg: 15, place: 'refrigeration-unit' } as const;
    const scene = drawScene({ ...wishes, threat }, SCANNER, createRandom(7));
    const [box] = scene.containers;
    const xs = (scene.threat?.solids ?? []).flatMap(({ shape }) => boundsOf(shape).x);
    const fromEnd = Math.min(Math.max(...xs) - (box?.x[0] ?? 0), (box?.x[1] ?? 0) - Math.min(...xs));
    expect(fromEnd).toBeLessThan(50);
  });
});
