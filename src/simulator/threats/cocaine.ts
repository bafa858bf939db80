import { buildPowderBricks } from './powder-bricks.ts';
import type { ThreatKind } from './threat-kind.ts';

/** One-kilogram bricks of cocaine hydrochloride, 20 × 13 × 3.5 cm at 1.0–1.2 g/cm³. */
export const cocaine: ThreatKind = {
  massesKg: [1, 200],
  mostKgAt: {
    'behind-doors': 200,
    'refrigeration-unit': 30,
    'false-wall': 200,
    'false-floor': 200,
    roof: 120,
    'between-goods': 120,
    'inside-goods': 200,
  },
  build: (massKg, room, random) =>
    buildPowderBricks(
      { material: 'cocaine-hydrochloride', size: { x: 20, y: 3.5, z: 13 }, massKg: 1 },
      massKg,
      room,
      random,
    ),
};
