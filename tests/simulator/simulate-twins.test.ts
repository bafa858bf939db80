import { expect, it } from 'vitest';
import { hashPlane } from '../../src/commands/samples/hash-plane.ts';
import { type ScanOrder, type SimulatedScan, simulateScan, simulateTwins } from '../../src/simulator/simulate-scan.ts';

const RIFLES = { category: 'rifles', massKg: 12 } as const;
const CIGARETTES = { category: 'cigarettes', massKg: 20 } as const;

/** The scan with its pixels as digests, which are compared in no time. */
function digested({ planes, threat, ...scan }: SimulatedScan) {
  const mask = threat === null ? null : hashPlane(threat.mask);
  return {
    ...scan,
    high: hashPlane(planes.high),
    low: planes.low && hashPlane(planes.low),
    threat: threat && { ...threat, mask },
  };
}

it.each([
  ['among goods, where some are taken away', 'gate-6-4-compact', { ...CIGARETTES, place: 'inside-goods' }],
  ['under the roof', 'gate-6-4-compact', { ...RIFLES, place: 'roof' }],
  ['on a scanner of one energy that exports displays', 'mobile-4-display', { ...RIFLES, place: 'behind-doors' }],
] as const)('gives the scan with a threat %s, and to the bit the one without', (_, scanner, threat) => {
  const order: ScanOrder = { seed: 11, scanner, cargo: 'sacks-in-rows', containers: ['20ft'], vehicle: false, threat };
  const { scan, twin } = simulateTwins(order);
  expect(digested(scan)).toEqual(digested(simulateScan(order)));
  expect(digested(twin)).toEqual(digested(simulateScan({ ...order, threat: null })));
  expect(hashPlane(twin.planes.high)).not.toBe(hashPlane(scan.planes.high));
});
