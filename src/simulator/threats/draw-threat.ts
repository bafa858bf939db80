import { THREAT_PLACES, type ThreatPlace } from '../../domain/scan/sample.ts';
import { CARGO_KINDS, type CargoName } from '../cargo/cargo-kinds.ts';
import { mayTravelCold, mustTravelCold } from '../containers/draw-containers.ts';
import { exp, log } from '../elementary.ts';
import type { Random } from '../random.ts';
import type { ThreatWish } from './place-threat.ts';
import { THREAT_KINDS, type ThreatCategory } from './threat-kinds.ts';

interface ThreatOdds {
  readonly category: ThreatCategory;
  /** 0…1, from the lightest to the heaviest of its category. */
  readonly heaviness: number;
  readonly mayHideAt: (place: ThreatPlace) => boolean;
  /** How much more often than others a place is chosen where it may be. */
  readonly weights: Readonly<Record<ThreatPlace, number>>;
}

/** Light threats are as many as heavy ones on a logarithmic scale, because mass is what detection depends on. */
export function drawThreat({ category, heaviness, mayHideAt, weights }: ThreatOdds, random: Random): ThreatWish {
  const [lightest, heaviest] = THREAT_KINDS[category].massesKg;
  const massKg = Math.round(100 * lightest * exp(heaviness * log(heaviest / lightest))) / 100;
  const { mostKgAt } = THREAT_KINDS[category];
  const places = THREAT_PLACES.filter((place) => massKg <= (mostKgAt[place] ?? 0) && mayHideAt(place));
  let left = random.unit() * places.reduce((sum, place) => sum + weights[place], 0);
  for (const place of places) {
    left -= weights[place];
    if (left < 0) return { category, massKg, place };
  }
  return { category, massKg, place: 'behind-doors' };
}

/** Goods without an aisle that mostly leave gaps on the floor all the same; a threat that finds none lies inside them. */
const GAPPY: readonly CargoName[] = [
  'bagged-goods',
  'frozen-cartons',
  'household-goods',
  'machinery',
  'coils',
  'cars',
  'mixed-commodities',
];

/** Goods of one piece: nothing is hidden in them without cutting them open. */
const MASSIVE: readonly CargoName[] = ['coils', 'pipes-and-bars', 'cars'];

/** Whether containers with such goods have such a place. */
export function suits(place: ThreatPlace, cargo: CargoName): boolean {
  switch (place) {
    case 'behind-doors':
    case 'roof':
      return true;
    case 'refrigeration-unit':
      return mayTravelCold(cargo);
    case 'false-wall':
    case 'false-floor':
      return !mustTravelCold(cargo);
    case 'between-goods':
      return CARGO_KINDS[cargo].hasAisle || GAPPY.includes(cargo);
    case 'inside-goods':
      return cargo !== 'empty' && !MASSIVE.includes(cargo);
  }
}
