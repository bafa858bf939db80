import { buildCocaineBags } from './cocaine-bag.ts';
import type { ThreatKind } from './threat-kind.ts';

/** Every threat that can be simulated, by the category that samples carry. */
export const THREAT_KINDS = {
  cocaine: {
    massesKg: [1, 200],
    places: ['behind-doors', 'between-goods'],
    build: (massKg, room, random) => buildCocaineBags(massKg, room.z < 20, random),
  },
} as const satisfies Record<string, ThreatKind>;

export type ThreatCategory = keyof typeof THREAT_KINDS;
