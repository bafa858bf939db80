import { CARGO_KINDS, type CargoName, EVERYDAY_CARGO } from './cargo/cargo-kinds.ts';
import { type ClutterWish, scatterClutter } from './cargo/clutter.ts';
import { buildContainer, cargoSpaceOf } from './container.ts';
import { buildCavities, type Cavities, drawCavities, NO_CAVITIES, spaceBeside } from './containers/cavities.ts';
import { CONTAINER_TYPES, CONTAINER_WIDTH_CM, type ContainerType } from './containers/container-types.ts';
import { type Containers, drawContainers } from './containers/draw-containers.ts';
import { atan, sin } from './elementary.ts';
import { countRows, createFanBeam, type FanBeam } from './fan-beam.ts';
import { hideThreat, type LadenContainer, standOnLane } from './laden-container.ts';
import type { Random } from './random.ts';
import type { ScannerPreset } from './scanner-preset.ts';
import type { Solid, Span } from './solid.ts';
import type { PlacedThreat, ThreatWish } from './threats/place-threat.ts';
import { drawVehicle } from './vehicle.ts';

/** What is wished of a scene; whatever is left open is drawn from the seed. */
export interface SceneWishes {
  readonly cargo?: CargoName;
  /** Containers on the chassis, from its front: one, or two of 20 ft. */
  readonly containers?: Containers;
  /** What the containers are fitted with; a reefer has none of it, an open top no lining. */
  readonly cavities?: Cavities;
  /** What lies about in the containers; goods and threat are the same with and without it. */
  readonly clutter?: ClutterWish;
  /** Whether the vehicle around the container is in the picture, or a tight crop of the container. */
  readonly vehicle?: boolean;
  /** Never drawn: a scan is benign unless a threat is wished for. The rest of the scene is the same without it. */
  readonly threat?: ThreatWish | null;
}

/** Where a container stands: its outer box in lane coordinates, in centimetres. */
export interface StandingContainer {
  readonly x: Span;
  readonly y: Span;
  readonly z: Span;
}

/** A threat in lane coordinates. */
export type SceneThreat = PlacedThreat;

export interface Scene {
  readonly solids: readonly Solid[];
  readonly containers: readonly StandingContainer[];
  /** The one that a threat is in, or would be. */
  readonly threatened: LadenContainer;
  readonly threat: SceneThreat | null;
  readonly cargo: CargoName;
  readonly fan: FanBeam;
}

const GAP_BETWEEN_CONTAINERS_CM = 8;

/** Draws one scene from the seed and lays the fan beam over it. */
export function drawScene(wishes: SceneWishes, scanner: ScannerPreset, random: Random): Scene {
  const layout = random.fork('layout');
  const cargo = wishes.cargo ?? layout.pick(EVERYDAY_CARGO);
  const types = wishes.containers ?? drawContainers(cargo, random.fork('types'));
  const withVehicle = wishes.vehicle ?? layout.chance(0.4);
  const deckCm = layout.between(118, 132);
  const nearZ = scanner.sourceToCentreCm - CONTAINER_WIDTH_CM / 2 + layout.between(-12, 12);
  const tractorOnRight = layout.chance(0.5);

  const totalCm =
    types.reduce((sum, type) => sum + CONTAINER_TYPES[type].lengthCm, 0) +
    (types.length - 1) * GAP_BETWEEN_CONTAINERS_CM;
  const mirroredCm = tractorOnRight ? totalCm : null;
  const threat = wishes.threat ?? null;
  // Drawn for benign scans too, so that a scene is the same with and without its threat.
  const threatenedIndex = layout.integer(0, types.length - 1);

  const solids: Solid[] = [];
  const containers: StandingContainer[] = [];
  let threatened: LadenContainer | null = null;
  let x = 0;
  for (const [index, type] of types.entries()) {
    const { lengthCm, heightCm } = CONTAINER_TYPES[type];
    const own = random.fork(`container-${index}`);
    const cavities = cavitiesOf(type, wishes.cavities ?? drawCavities(own.fork('cavities')));
    const space = cargoSpaceOf(type);
    const goodsSpace = spaceBeside(space, cavities);
    const load = CARGO_KINDS[cargo].load(goodsSpace, own.fork('cargo'));
    const clutter = scatterClutter(goodsSpace, load, own.fork('clutter'), wishes.clutter);
    const shell = buildContainer(type, own.fork('shell'));
    const structure = [...shell.solids, ...buildCavities(space, cavities), ...clutter];
    // In a pair the first container's doors may face forward; otherwise doors are at the rear.
    const turned = types.length > 1 && index === 0 && layout.chance(0.5);
    const container: LadenContainer = {
      type,
      hold: { space, goodsSpace, cavities, hides: shell.hides, structure, goods: load },
      standing: {
        at: { x, y: deckCm, z: nearZ },
        turnedCm: turned ? lengthCm : null,
        mirroredCm,
      },
    };
    solids.push(...standOnLane([...structure, ...load], container.standing));
    if (index === threatenedIndex) threatened = container;
    const left = tractorOnRight ? totalCm - x - lengthCm : x;
    containers.push({
      x: [left, left + lengthCm],
      y: [deckCm, deckCm + heightCm],
      z: [nearZ, nearZ + CONTAINER_WIDTH_CM],
    });
    x += lengthCm + GAP_BETWEEN_CONTAINERS_CM;
  }
  if (threatened === null) throw new Error('A scene has at least one container.');
  containers.sort((a, b) => a.x[0] - b.x[0]);

  let lane: Span = [-layout.between(4, 22), totalCm + layout.between(4, 22)];
  if (withVehicle || layout.chance(0.7)) {
    const vehicle = drawVehicle(totalCm, deckCm, scanner.traffic, random.fork('vehicle'));
    solids.push(...standOnLane(vehicle.solids, { at: { x: 0, y: 0, z: nearZ }, turnedCm: null, mirroredCm }));
    if (withVehicle) {
      // What is not there whole is cut by the picture's edge.
      const before = -vehicle.x[0] + (vehicle.isWhole ? layout.between(15, 70) : -layout.between(5, 80));
      const behind = layout.between(30, 260);
      lane = tractorOnRight ? [-behind, totalCm + before] : [-before, totalCm + behind];
    }
  }
  return {
    solids,
    containers,
    threatened,
    threat: threat === null ? null : hideThreat(threatened, threat, random.fork('threat')),
    cargo,
    fan: layFan({ lane, containers, withVehicle, scanner, random: layout }),
  };
}

function cavitiesOf(type: ContainerType, wished: Cavities): Cavities {
  const { build } = CONTAINER_TYPES[type];
  if (build === 'reefer') return NO_CAVITIES;
  return build === 'open-top' ? { ...wished, roofCm: 0 } : wished;
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
