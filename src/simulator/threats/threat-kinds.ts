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

/** Categories that samples carry. */
export const THREAT_CATEGORIES = [
  'cocaine',
  'heroin',
  'cigarettes',
  'cash',
  'pistols',
  'rifles',
  'ammunition',
  'explosives',
  'grenades',
] as const;
export type ThreatCategory = (typeof THREAT_CATEGORIES)[number];

/** Every threat that can be simulated. */
export const THREAT_KINDS: Readonly<Record<ThreatCategory, ThreatKind>> = {
  cocaine,
  heroin,
  cigarettes,
  cash,
  pistols,
  rifles,
  ammunition,
  explosives,
  grenades,
};
