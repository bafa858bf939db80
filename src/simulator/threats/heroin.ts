import { buildPowderBricks } from './powder-bricks.ts';
import type { ThreatKind } from './threat-kind.ts';

/** Half-kilogram packs of heroin, smaller and less firmly pressed than cocaine. */
export const heroin: ThreatKind = {
  massesKg: [1, 150],
  mostKgAt: {
    'behind-doors': 150,
    'refrigeration-unit': 25,
    'false-wall': 150,
    'false-floor': 150,
    roof: 80,
    'between-goods': 80,
    'inside-goods': 150,
  },
  build: (massKg, room, random) =>
    buildPowderBricks({ material: 'heroin', size: { x: 16, y: 3.8, z: 10.3 }, massKg: 0.5 }, massKg, room, random),
};
