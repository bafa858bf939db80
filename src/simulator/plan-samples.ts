import type { ThreatPlace } from '../domain/scan/sample.ts';
import { type CargoName, EVERYDAY_CARGO } from './cargo/cargo-kinds.ts';
import { type Cavities, drawCavities } from './containers/cavities.ts';
import { CONTAINER_TYPES } from './containers/container-types.ts';
import { type Containers, drawContainers, drawReefer } from './containers/draw-containers.ts';
import { createRandom, type Random } from './random.ts';
import type { ScannerName } from './scanner-presets.ts';
import type { ScanOrder } from './simulate-scan.ts';
import { drawThreat, suits } from './threats/draw-threat.ts';
import { THREAT_CATEGORIES } from './threats/threat-kinds.ts';

/** What a sample set is to hold. */
export interface SamplePlan {
  readonly count: number;
  /** The seed of the first scene; scan number i shows the scene `seed` + i, so that sets can be kept apart. */
  readonly seed: number;
  readonly scanner: ScannerName;
  /** One cargo for all; without it each comes as often as a port sees it. */
  readonly cargo: CargoName | null;
  /** Share of scans with a threat, 0…1. */
  readonly threatShare: number;
  /** Share of scans that show the vehicle around the container, 0…1. */
  readonly vehicleShare: number;
}

/** Steps of an additive recurrence (golden, plastic, … numbers): shares come out nearly exact in small sets too. */
const THREAT_STEP = 0.6180339887498949;
const VEHICLE_STEP = 0.7548776662466927;
const MASS_STEP = 0.8191725133961645;

/**
 * How much more often than others a place is chosen where goods and mass allow it, so that in the end each comes about
 * equally often: few goods travel in reefers, and few masses fit into one's unit.
 */
const PLACE_WEIGHTS: Readonly<Record<ThreatPlace, number>> = {
  'behind-doors': 0.9,
  'refrigeration-unit': 7,
  'false-wall': 1,
  'false-floor': 1.2,
  roof: 1.3,
  'between-goods': 2,
  'inside-goods': 1.1,
};

/** An order that names its cargo. */
export type PlannedScan = ScanOrder & { readonly cargo: CargoName };

/**
 * The order for each scan of a set. Scan number i depends on the plan and on i, not on how many follow. An order names its
 * containers and cavities, so that the same order without its threat is the same scene without it.
 */
export function planSamples(plan: SamplePlan): readonly PlannedScan[] {
  const start = createRandom(plan.seed, 'plan');
  const threatStart = start.unit();
  const vehicleStart = start.unit();
  const massStart = start.unit();
  return Array.from({ length: plan.count }, (_, index) => {
    const random = createRandom(plan.seed, `sample-${index}`);
    const cargo = plan.cargo ?? inTurn(EVERYDAY_CARGO, plan.seed, 'round', index);
    const hasThreat = (threatStart + index * THREAT_STEP) % 1 < plan.threatShare;
    const heaviness = (massStart + index * MASS_STEP) % 1;
    const category = inTurn(THREAT_CATEGORIES, plan.seed, 'category', index);
    const threat = hasThreat
      ? drawThreat(
          { category, heaviness, mayHideAt: (place) => suits(place, cargo), weights: PLACE_WEIGHTS },
          random.fork('threat'),
        )
      : null;
    return {
      seed: plan.seed + index,
      scanner: plan.scanner,
      cargo,
      containers: drawContainersFor(cargo, threat?.place ?? null, random.fork('containers')),
      cavities: drawCavitiesFor(threat?.place ?? null, random.fork('cavities')),
      vehicle: (vehicleStart + index * VEHICLE_STEP) % 1 < plan.vehicleShare,
      threat,
    };
  });
}

/** Every item once, in a new order each round. */
function inTurn<Item>(items: readonly [Item, ...Item[]], seed: number, label: string, index: number): Item {
  const random = createRandom(seed, `${label}-${Math.floor(index / items.length)}`);
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.integer(0, last);
    [order[last], order[other]] = [order[other] ?? items[0], order[last] ?? items[0]];
  }
  return order[index % order.length] ?? items[0];
}

/** Containers that have the place: a reefer for its unit, none for false walls and floors, a roof to hide under. */
function drawContainersFor(cargo: CargoName, place: ThreatPlace | null, random: Random): Containers {
  if (place === 'refrigeration-unit') return [drawReefer(random)];
  for (let attempt = 0; attempt < 20; attempt++) {
    const containers = drawContainers(cargo, random);
    const builds = containers.map((type) => CONTAINER_TYPES[type].build);
    const lacks =
      (place === 'roof' && builds.includes('open-top')) ||
      ((place === 'false-wall' || place === 'false-floor') && builds.includes('reefer'));
    if (!lacks) return containers;
  }
  return ['40ft'];
}

/** Half of what is hidden under floor or roof lies in a cavity that was built in; all behind false walls does. */
function drawCavitiesFor(place: ThreatPlace | null, random: Random): Cavities {
  const isBuiltIn = random.chance(0.5);
  if (place === 'false-wall') return drawCavities(random, 'frontCm');
  if (place === 'false-floor' && isBuiltIn) return drawCavities(random, 'floorCm');
  if (place === 'roof' && isBuiltIn) return drawCavities(random, 'roofCm');
  return drawCavities(random);
}
