import { CARGO_KINDS, type CargoName, EVERYDAY_CARGO } from './cargo/cargo-kinds.ts';
import { exp, log } from './elementary.ts';
import { createRandom, type Random } from './random.ts';
import type { ScannerName } from './scanner-presets.ts';
import type { ThreatWish } from './scene.ts';
import type { ScanOrder } from './simulate-scan.ts';

/** What a sample set is to hold. */
export interface SamplePlan {
  readonly count: number;
  readonly seed: number;
  readonly scanner: ScannerName;
  /** One cargo for all; without it each comes equally often. */
  readonly cargo: CargoName | null;
  /** Share of scans with a threat, 0…1. */
  readonly threatShare: number;
  /** Share of scans that show the vehicle around the container, 0…1. */
  readonly vehicleShare: number;
}

const LIGHTEST_KG = 5;
const HEAVIEST_KG = 60;

/** Steps of an additive recurrence (golden and plastic number): shares come out nearly exact in small sets too. */
const THREAT_STEP = 0.6180339887498949;
const VEHICLE_STEP = 0.7548776662466927;

/** The order for each scan of a set. Scan number i depends on the plan and on i, not on how many follow. */
export function planSamples(plan: SamplePlan): readonly ScanOrder[] {
  const start = createRandom(plan.seed, 'plan');
  const threatStart = start.unit();
  const vehicleStart = start.unit();
  return Array.from({ length: plan.count }, (_, index) => {
    const random = createRandom(plan.seed, `sample-${index}`);
    const cargo = plan.cargo ?? cargoInTurn(plan.seed, index);
    const hasThreat = (threatStart + index * THREAT_STEP) % 1 < plan.threatShare;
    return {
      seed: random.integer(0, 0x7fffffff),
      scanner: plan.scanner,
      cargo,
      vehicle: (vehicleStart + index * VEHICLE_STEP) % 1 < plan.vehicleShare,
      threat: hasThreat ? drawThreat(cargo, random) : null,
    };
  });
}

/** Every cargo once, in a new order each round. */
function cargoInTurn(seed: number, index: number): CargoName {
  const round = Math.floor(index / EVERYDAY_CARGO.length);
  const random = createRandom(seed, `round-${round}`);
  const order: CargoName[] = [...EVERYDAY_CARGO];
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.integer(0, last);
    [order[last], order[other]] = [order[other] ?? 'empty', order[last] ?? 'empty'];
  }
  return order[index % order.length] ?? 'empty';
}

/** Light threats are as many as heavy ones on a logarithmic scale, because mass is what detection depends on. */
function drawThreat(cargo: CargoName, random: Random): ThreatWish {
  const massKg = Math.round(LIGHTEST_KG * exp(random.unit() * log(HEAVIEST_KG / LIGHTEST_KG)));
  const place = CARGO_KINDS[cargo].hasAisle && random.chance(0.5) ? 'between-goods' : 'behind-doors';
  return { category: 'cocaine', massKg, place };
}
