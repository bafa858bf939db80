import type { ThreatPlace } from '../domain/sample.ts';
import { moveSolids } from './build-solid.ts';
import { AISLE_WIDTH_CM } from './cargo/cargo-kind.ts';
import { CARGO_KINDS, type CargoName, EVERYDAY_CARGO } from './cargo/cargo-kinds.ts';
import { buildContainer, CONTAINER_TYPES, CONTAINER_WIDTH_CM, type ContainerType, cargoSpaceOf } from './container.ts';
import { atan, sin } from './elementary.ts';
import { countRows, createFanBeam, type FanBeam } from './fan-beam.ts';
import type { Random } from './random.ts';
import type { ScannerPreset } from './scanner-presets.ts';
import { type Solid, type Span, spanAlongLane } from './solid.ts';
import type { ThreatBuild } from './threats/threat-kind.ts';
import { THREAT_KINDS, type ThreatCategory } from './threats/threat-kinds.ts';
import { buildChassis, buildTractor } from './vehicle.ts';

/** What is wished of a scene; whatever is left open is drawn from the seed. */
export interface SceneWishes {
  readonly cargo?: CargoName;
  /** Containers on the chassis, from its front: one, or two of 20 ft. */
  readonly containers?: readonly [ContainerType] | readonly ['20ft', '20ft'];
  /** Whether the vehicle around the container is in the picture, or a tight crop of the container. */
  readonly vehicle?: boolean;
  /** Never drawn: a scan is benign unless a threat is wished for. */
  readonly threat?: ThreatWish | null;
}

export interface ThreatWish {
  readonly category: ThreatCategory;
  readonly massKg: number;
  readonly place: Extract<ThreatPlace, 'behind-doors' | 'between-goods'>;
}

/** Where a container stands: its outer box in lane coordinates, in centimetres. */
export interface StandingContainer {
  readonly x: Span;
  readonly y: Span;
  readonly z: Span;
}

export interface SceneThreat {
  readonly solids: readonly Solid[];
  readonly category: ThreatCategory;
  readonly massKg: number;
  readonly place: ThreatPlace;
}

export interface Scene {
  readonly solids: readonly Solid[];
  readonly containers: readonly StandingContainer[];
  readonly threat: SceneThreat | null;
  readonly cargo: CargoName;
  readonly fan: FanBeam;
}

const GAP_BETWEEN_CONTAINERS_CM = 8;

/** Draws one scene from the seed and lays the fan beam over it. */
export function drawScene(wishes: SceneWishes, scanner: ScannerPreset, random: Random): Scene {
  const layout = random.fork('layout');
  const cargo = wishes.cargo ?? layout.pick(EVERYDAY_CARGO);
  const types = wishes.containers ?? drawContainers(layout);
  const withVehicle = wishes.vehicle ?? layout.chance(0.4);
  const deckCm = layout.between(118, 132);
  const nearZ = scanner.sourceToCentreCm - CONTAINER_WIDTH_CM / 2 + layout.between(-12, 12);
  const tractorOnRight = layout.chance(0.5);

  const totalCm =
    types.reduce((sum, type) => sum + CONTAINER_TYPES[type].lengthCm, 0) +
    (types.length - 1) * GAP_BETWEEN_CONTAINERS_CM;
  const threat = wishes.threat ?? null;
  // Drawn for benign scans too, so that a scene is the same with and without its threat.
  const threatened = layout.integer(0, types.length - 1);

  const solids: Solid[] = [];
  const containers: StandingContainer[] = [];
  let sceneThreat: SceneThreat | null = null;
  let x = 0;
  for (const [index, type] of types.entries()) {
    const { lengthCm, heightCm } = CONTAINER_TYPES[type];
    const own = random.fork(`container-${index}`);
    const cargoSolids = CARGO_KINDS[cargo].load(cargoSpaceOf(type), own.fork('cargo'));
    // In a pair the first container's doors may face forward; otherwise doors are at the rear.
    const turned = types.length > 1 && index === 0 && layout.chance(0.5);
    const place = (parts: readonly Solid[]) =>
      moveOntoLane(moveSolids(parts, { x, y: deckCm, z: nearZ }, turned ? lengthCm : null), tractorOnRight, totalCm);
    solids.push(...place(buildContainer(type, own.fork('shell'))), ...place(cargoSolids));
    if (threat !== null && index === threatened) {
      const bags = placeThreat(threat, type, reachOf(cargoSolids), random.fork('threat'));
      sceneThreat = { solids: place(bags.solids), category: threat.category, massKg: bags.massKg, place: threat.place };
    }
    const left = tractorOnRight ? totalCm - x - lengthCm : x;
    containers.push({
      x: [left, left + lengthCm],
      y: [deckCm, deckCm + heightCm],
      z: [nearZ, nearZ + CONTAINER_WIDTH_CM],
    });
    x += lengthCm + GAP_BETWEEN_CONTAINERS_CM;
  }
  containers.sort((a, b) => a.x[0] - b.x[0]);

  let lane: Span = [-layout.between(4, 22), totalCm + layout.between(4, 22)];
  if (withVehicle || layout.chance(0.7)) {
    const parts = random.fork('vehicle');
    const chassis = buildChassis(totalCm, deckCm, parts);
    const withCab = parts.chance(0.35);
    const tractor = buildTractor(deckCm, withCab, parts);
    const vehicle = moveSolids([...chassis, ...tractor.solids], { x: 0, y: 0, z: nearZ });
    solids.push(...moveOntoLane(vehicle, tractorOnRight, totalCm));
    if (withVehicle) {
      const before = -tractor.x[0] + layout.between(withCab ? 15 : -60, 70);
      const behind = layout.between(30, 260);
      lane = tractorOnRight ? [-behind, totalCm + before] : [-before, totalCm + behind];
    }
  }
  return {
    solids,
    containers,
    threat: sceneThreat,
    cargo,
    fan: layFan({ lane, containers, withVehicle, scanner, random: layout }),
  };
}

function drawContainers(random: Random): readonly [ContainerType] | readonly ['20ft', '20ft'] {
  if (random.chance(0.12)) return ['20ft', '20ft'];
  return [random.pick(['20ft', '40ft', '40ft-high-cube'])];
}

/** From where to where goods reach along the container; the front wall where there are none. */
function reachOf(goods: readonly Solid[]): Span {
  const spans = goods.map((solid) => spanAlongLane(solid.shape));
  if (spans.length === 0) return [10, 10];
  return [Math.min(...spans.map((span) => span[0])), Math.max(...spans.map((span) => span[1]))];
}

function moveOntoLane(solids: readonly Solid[], tractorOnRight: boolean, totalCm: number): readonly Solid[] {
  return tractorOnRight ? moveSolids(solids, { x: 0, y: 0, z: 0 }, totalCm) : solids;
}

function placeThreat(
  wish: ThreatWish,
  type: ContainerType,
  goods: Span,
  random: Random,
): Pick<ThreatBuild, 'solids' | 'massKg'> {
  const space = cargoSpaceOf(type);
  const bags = THREAT_KINDS[wish.category].build(
    wish.massKg,
    { x: 58, y: 150, z: wish.place === 'between-goods' ? 18 : 150 },
    random,
  );
  const roomAcross = space.z[1] - space.z[0] - bags.size.z;
  if (wish.place === 'behind-doors') {
    const at = {
      x: space.x[1] - bags.size.x - random.between(1, 8),
      y: space.y[0] + 0.5,
      z: space.z[0] + random.between(4, Math.max(5, roomAcross - 4)),
    };
    return { solids: moveSolids(bags.solids, at), massKg: bags.massKg };
  }
  // In the aisle between the two rows of goods, anywhere along it.
  const at = {
    x: goods[0] + random.between(0.05, 0.95) * Math.max(0, goods[1] - goods[0] - bags.size.x),
    y: space.y[0] + 0.5,
    z: (space.z[0] + space.z[1] - AISLE_WIDTH_CM) / 2 + 1,
  };
  return { solids: moveSolids(bags.solids, at), massKg: bags.massKg };
}

function layFan({
  lane,
  containers,
  withVehicle,
  scanner,
  random,
}: {
  readonly lane: Span;
  readonly containers: readonly StandingContainer[];
  readonly withVehicle: boolean;
  readonly scanner: ScannerPreset;
  readonly random: Random;
}): FanBeam {
  const first = containers[0];
  if (first === undefined) throw new Error('A scene has at least one container.');
  const nearZ = first.z[0];
  const elevation = (yCm: number) => atan((yCm - scanner.sourceHeightCm) / nearZ);
  const topCm =
    Math.max(...containers.map((container) => container.y[1])) +
    (withVehicle ? random.between(6, 40) : random.between(3, 14));
  const bottomCm = withVehicle ? random.between(-4, 52) : first.y[0] - random.between(3, 14);
  const topAngle = elevation(topCm);
  return createFanBeam({
    columns: Math.round((lane[1] - lane[0]) / scanner.pitchCm),
    rows: countRows(scanner, topAngle, elevation(bottomCm)),
    array: scanner.array,
    pitchCm: scanner.pitchCm,
    sourceHeightCm: scanner.sourceHeightCm,
    sourceToCentreCm: scanner.sourceToCentreCm,
    topAngle,
    leftCm: lane[0],
    riseCm: drawRise(lane, random),
  });
}

/** A trailer leans a little and bounces slowly as it drives; whole millimetres, so that ray sums are reused. */
function drawRise(lane: Span, random: Random): (xCm: number) => number {
  const middle = (lane[0] + lane[1]) / 2;
  const slope = random.between(-0.004, 0.004);
  const bounceCm = random.between(0, 1);
  const wavelengthCm = random.between(300, 700);
  const phase = random.unit();
  return (xCm) => {
    const turns = xCm / wavelengthCm + phase;
    const bounce = bounceCm * sin(2 * Math.PI * (turns - Math.floor(turns)));
    return Math.round((slope * (xCm - middle) + bounce) * 10) / 10;
  };
}
