import type { Box } from '../domain/box.ts';
import type { Plane } from '../domain/plane.ts';
import type { ThreatPlace } from '../domain/sample.ts';
import { projectSolids } from './areal-density.ts';
import type { CargoName } from './cargo/cargo-kinds.ts';
import { readOut } from './detector-response.ts';
import { type FanBeam, rowBelow } from './fan-beam.ts';
import { createRandom } from './random.ts';
import { SCANNER_PRESETS, type ScannerName } from './scanner-presets.ts';
import { drawScene, type SceneThreat, type SceneWishes, type StandingContainer } from './scene.ts';
import { detectedSpectra } from './spectrum.ts';
import { transmit } from './transmission.ts';

/** Raised whenever the same seed gives other pixels than before. */
export const SIMULATOR_VERSION = '1';

export interface ScanOrder extends SceneWishes {
  /** A whole number; the same order with the same seed gives the same scan to the bit, everywhere. */
  readonly seed: number;
  readonly scanner: ScannerName;
}

/** A simulated scan of one side view with its ground truth, in the view's own pixels. */
export interface SimulatedScan {
  readonly planes: { readonly high: Plane; readonly low: Plane };
  /** Left to right. */
  readonly containers: readonly Box[];
  readonly threat: SimulatedThreat | null;
  readonly cargo: CargoName;
  readonly scanner: ScannerName;
  readonly seed: number;
}

export interface SimulatedThreat {
  /** 8 bit, 255 where rays meet the threat. */
  readonly mask: Plane;
  readonly box: Box;
  readonly massKg: number;
  readonly category: string;
  readonly place: ThreatPlace;
}

/** Simulates one scan: draws a scene, sums its rays, and reads them out as the scanner would. */
export function simulateScan(order: ScanOrder): SimulatedScan {
  const scanner = SCANNER_PRESETS[order.scanner];
  const random = createRandom(order.seed);
  const scene = drawScene(order, scanner, random.fork('scene'));
  const { fan } = scene;
  const densities = projectSolids([...scene.solids, ...(scene.threat?.solids ?? [])], fan);
  const transmission = transmit(densities, detectedSpectra(scanner), fan.columns * fan.rows);
  const plane = (energy: 'high' | 'low'): Plane => ({
    widthPx: fan.columns,
    heightPx: fan.rows,
    bitDepth: 16,
    samples: readOut(transmission[energy], energy, fan, scanner, random.fork(`detector-${energy}`)),
  });
  return {
    planes: { high: plane('high'), low: plane('low') },
    containers: scene.containers.map((container) => outlineContainer(container, fan)),
    threat: scene.threat === null ? null : outlineThreat(scene.threat, fan),
    cargo: scene.cargo,
    scanner: order.scanner,
    seed: order.seed,
  };
}

/** The smallest box of whole pixels around a container's projection, cut at the picture's edges. */
function outlineContainer(container: StandingContainer, fan: FanBeam): Box {
  const column = (xCm: number) => Math.min(fan.columns, Math.max(0, Math.round((xCm - fan.leftCm) / fan.pitchCm)));
  const left = column(container.x[0]);
  const right = column(container.x[1]);
  let top = fan.rows;
  let bottom = 0;
  for (let at = left; at < right; at++) {
    const source = fan.sourceHeightCm - fan.riseCm(fan.leftCm + (at + 0.5) * fan.pitchCm);
    const above = container.y[1] - source;
    const below = container.y[0] - source;
    top = Math.min(top, rowBelow(fan, Math.max(above / container.z[0], above / container.z[1])));
    bottom = Math.max(bottom, rowBelow(fan, Math.min(below / container.z[0], below / container.z[1])));
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Less than this on a ray is a corner that no detector element could tell from nothing. */
const LEAST_AREAL_DENSITY_G_PER_CM2 = 0.1;

function outlineThreat(threat: SceneThreat, fan: FanBeam): SimulatedThreat {
  const { columns, rows } = fan;
  const mask = new Uint8Array(columns * rows);
  const layers = [...projectSolids(threat.solids, fan).values()];
  let [left, top, right, bottom] = [columns, rows, 0, 0];
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      let mass = 0;
      for (const sums of layers) mass += sums[column * rows + row] ?? 0;
      if (mass < LEAST_AREAL_DENSITY_G_PER_CM2) continue;
      mask[row * columns + column] = 255;
      left = Math.min(left, column);
      right = Math.max(right, column + 1);
      top = Math.min(top, row);
      bottom = Math.max(bottom, row + 1);
    }
  }
  return {
    mask: { widthPx: columns, heightPx: rows, bitDepth: 8, samples: mask },
    box: { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) },
    massKg: threat.massKg,
    category: threat.category,
    place: threat.place,
  };
}
