import type { Box } from '../domain/scan/box.ts';
import type { Plane } from '../domain/scan/plane.ts';
import { type ArealDensity, projectSolids } from './areal-density.ts';
import type { CargoName } from './cargo/cargo-kinds.ts';
import { detectedSpectra } from './condense-spectra.ts';
import { exportScan } from './export-scan.ts';
import { type FanBeam, middleOf, nearestEdge, rowBelow } from './fan-beam.ts';
import { varySpeed } from './faults/speed-variation.ts';
import { addGrain } from './goods-grain.ts';
import { outlineThreat, type SimulatedThreat } from './outline-threat.ts';
import { createRandom, type Random } from './random.ts';
import type { ScannerPreset } from './scanner-preset.ts';
import { SCANNER_PRESETS, type ScannerName } from './scanner-presets.ts';
import { drawScene, type Scene, type SceneWishes, type StandingContainer } from './scene.ts';
import type { DetectedSpectra } from './spectrum.ts';
import { type Transmission, transmit } from './transmission.ts';

/** Raised whenever the same seed gives other pixels than before. */
export const SIMULATOR_VERSION = '3';

export interface ScanOrder extends SceneWishes {
  /** A whole number; the same order with the same seed gives the same scan to the bit, everywhere. */
  readonly seed: number;
  readonly scanner: ScannerName;
}

/** A simulated scan of one side view with its ground truth, in the view's own pixels. */
export interface SimulatedScan {
  /** 16-bit readings, or the 8-bit picture of a display export before a JPEG loses anything; `low` of dual exports. */
  readonly planes: { readonly high: Plane; readonly low?: Plane };
  /** Quality of the JPEG as which a display export is saved, 1…100; null where readings are kept as they are. */
  readonly jpegQuality: number | null;
  /** Left to right. */
  readonly containers: readonly Box[];
  readonly threat: SimulatedThreat | null;
  readonly cargo: CargoName;
  readonly scanner: ScannerName;
  readonly seed: number;
}

/**
 * Simulates one scan: draws a scene, sums its rays, and reads them out as the scanner would, with its faults.
 *
 * @param scanner - what the scanner of the order is like, where it is not as its preset.
 */
export function simulateScan(order: ScanOrder, scanner: ScannerPreset = SCANNER_PRESETS[order.scanner]): SimulatedScan {
  const shooting = setUp(order, scanner);
  const { densities, spectra, fan } = shooting;
  return readScan(shooting, transmit(densities, spectra, fan.columns * fan.rows), shooting.threat);
}

/**
 * The same scan as of `simulateScan`, and its twin: to the bit the scan of the same order with `threat: null`, at less than
 * its cost: what comes through is computed twice only about the threat.
 */
export function simulateTwins(
  order: ScanOrder,
  scanner: ScannerPreset = SCANNER_PRESETS[order.scanner],
): { readonly scan: SimulatedScan; readonly twin: SimulatedScan } {
  const shooting = setUp(order, scanner);
  const { spectra, fan, random } = shooting;
  const benign = addGrain(shooting.benign, fan, random.fork('grain'));
  const pixels = fan.columns * fan.rows;
  const transmission = transmit(benign, spectra, pixels);
  return {
    scan: readScan(
      shooting,
      transmit(shooting.densities, spectra, pixels, { densities: benign, transmission }),
      shooting.threat,
    ),
    twin: readScan(shooting, transmission, null),
  };
}

/** A scene before the scanner, with the masses along its rays. */
export interface Shooting {
  readonly order: ScanOrder;
  readonly scanner: ScannerPreset;
  readonly random: Random;
  readonly scene: Scene;
  readonly fan: FanBeam;
  readonly spectra: DetectedSpectra;
  /** Without the threat, and before grain. */
  readonly benign: ArealDensity;
  readonly densities: ArealDensity;
  readonly threat: SimulatedThreat | null;
}

/** Draws the scene of an order and sums its rays. */
export function setUp(order: ScanOrder, scanner: ScannerPreset): Shooting {
  const random = createRandom(order.seed);
  const scene = drawScene(order, scanner, random.fork('scene'));
  const fan = varySpeed(scene.fan, scanner.faults, random.fork('speed'));
  const { threat } = scene;
  const spectra = detectedSpectra(scanner);
  const benign = projectSolids(scene.solids, fan);
  const laden = threat === null ? benign : projectSolids([...threat.removed, ...threat.solids], fan, benign);
  return {
    order,
    scanner,
    random,
    scene,
    fan,
    spectra,
    benign,
    densities: addGrain(laden, fan, random.fork('grain')),
    threat: threat === null ? null : outlineThreat(threat, benign, fan, spectra, scanner.penetrationLimit),
  };
}

/** Reads out what comes through, as the order's scanner would. */
export function readScan(
  { order, scanner, random, scene, fan }: Shooting,
  transmission: Transmission,
  threat: SimulatedThreat | null,
): SimulatedScan {
  return {
    ...exportScan(transmission, fan, scanner, random),
    containers: scene.containers.map((container) => outlineContainer(container, fan)),
    threat,
    cargo: scene.cargo,
    scanner: order.scanner,
    seed: order.seed,
  };
}

/** The smallest box of whole pixels around a container's projection, cut at the picture's edges. */
function outlineContainer(container: StandingContainer, fan: FanBeam): Box {
  const left = nearestEdge(fan, container.x[0]);
  const right = nearestEdge(fan, container.x[1]);
  let top = fan.rows;
  let bottom = 0;
  for (let at = left; at < right; at++) {
    const source = fan.sourceHeightCm - fan.riseCm(middleOf(fan, at));
    const above = container.y[1] - source;
    const below = container.y[0] - source;
    top = Math.min(top, rowBelow(fan, Math.max(above / container.z[0], above / container.z[1])));
    bottom = Math.max(bottom, rowBelow(fan, Math.min(below / container.z[0], below / container.z[1])));
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
