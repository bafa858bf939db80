import { ammunition } from './ammunition.ts';
import { cash } from './cash.ts';
import { cigarettes } from './cigarettes.ts';
import { cocaine } from './cocaine.ts';
import { explosives } from './explosives.ts';
import { grenades } from './grenades.ts';
import { heroin } from './heroin.ts';
import { pistols } from './pistols.ts';
import { rifles } from './rifles.ts';
import type { ThreatKind } from './threat-kind.ts';

/** Every threat that can be simulated, by the category that samples carry. */
export const THREAT_KINDS = {
  cocaine,
  heroin,
  cigarettes,
  cash,
  pistols,
  rifles,
  ammunition,
  explosives,
  grenades,
} as const satisfies Record<string, ThreatKind>;

export type ThreatCategory = keyof typeof THREAT_KINDS;
