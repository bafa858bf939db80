import type { Energy } from '../../domain/scan/plane.ts';
import { projectSolids } from '../areal-density.ts';
import { moveSolids } from '../build-solid.ts';
import { detectedSpectra } from '../condense-spectra.ts';
import { atan } from '../elementary.ts';
import { countRows, createFanBeam, type FanBeam } from '../fan-beam.ts';
import { createRandom, type Random } from '../random.ts';
import type { ScannerPreset } from '../scanner-preset.ts';
import { SCANNER_PRESETS, type ScannerName } from '../scanner-presets.ts';
import type { Point } from '../solid.ts';
import { transmit } from '../transmission.ts';
import type { ThreatBuild } from './threat-kind.ts';
import { THREAT_KINDS, type ThreatCategory } from './threat-kinds.ts';

export interface ThreatOrder {
  /** A whole number; the same order gives the same threat to the bit, everywhere. */
  readonly seed: number;
  /** Whose energies, pitch and geometry. */
  readonly scanner: ScannerName;
  readonly category: ThreatCategory;
  /** About; whole pieces are packed. */
  readonly massKg: number;
}

/**
 * What a threat alone lets through, 0…1 (1 is the open beam): no noise, no blur, no scatter. Row-major. `low` is
 * the same as `high` where the scanner has one energy.
 */
export interface RenderedThreat {
  readonly transmission: Readonly<Record<Energy, Float32Array>>;
  readonly widthPx: number;
  readonly heightPx: number;
  /** In the plane of the container's middle. */
  readonly pitchCm: number;
  readonly category: ThreatCategory;
  /** What was packed. */
  readonly massKg: number;
}

/** Air around the threat, so that whoever resamples it finds the open beam at its border. */
const MARGIN_PX = 2;
/** Heights above the source's own at which the threat's middle may lie: seen from below, or level, as in a container. */
const LEAST_RISE_CM = -20;
const LARGEST_RISE_CM = 120;
/** Rooms like those in which threats lie: a gap by the doors, an aisle, a layer behind a wall, a layer under a lining. */
const ROOMS: readonly [Point, ...Point[]] = [
  { x: 58, y: 180, z: 180 },
  { x: 90, y: 70, z: 70 },
  { x: 140, y: 150, z: 18 },
  { x: 24, y: 210, z: 200 },
  { x: 240, y: 13, z: 180 },
];

/** A threat drawn from the seed and projected as the scanner would see it in the middle of an empty lane. */
export function renderThreat({ seed, scanner, category, massKg }: ThreatOrder): RenderedThreat {
  const preset = SCANNER_PRESETS[scanner];
  const random = createRandom(seed, 'threat');
  const build = THREAT_KINDS[category].build(massKg, random.pick(ROOMS), random.fork('build'));
  const fan = layFan(build, preset, random);
  const at = { x: 0, y: fan.sourceHeightCm + fan.middleCm, z: preset.sourceToCentreCm };
  const centred = moveSolids(build.solids, {
    x: at.x - build.size.x / 2,
    y: at.y - build.size.y / 2,
    z: at.z - build.size.z / 2,
  });
  const { high, low } = transmit(projectSolids(centred, fan), detectedSpectra(preset), fan.columns * fan.rows);
  return {
    transmission: { high: rowMajor(high, fan), low: rowMajor(low ?? high, fan) },
    widthPx: fan.columns,
    heightPx: fan.rows,
    pitchCm: preset.pitchCm,
    category,
    massKg: build.massKg,
  };
}

function layFan(
  { size }: ThreatBuild,
  scanner: ScannerPreset,
  random: Random,
): FanBeam & { readonly middleCm: number } {
  const middleCm = random.between(LEAST_RISE_CM, LARGEST_RISE_CM);
  const near = scanner.sourceToCentreCm - size.z / 2;
  const far = scanner.sourceToCentreCm + size.z / 2;
  const angles = [near, far].flatMap((z) => [middleCm - size.y / 2, middleCm + size.y / 2].map((y) => atan(y / z)));
  const step = scanner.pitchCm / scanner.sourceToCentreCm;
  const topAngle = Math.max(...angles) + MARGIN_PX * step;
  const columns = Math.ceil(size.x / scanner.pitchCm) + 2 * MARGIN_PX;
  const fan = createFanBeam({
    columns,
    rows: countRows(scanner, topAngle, Math.min(...angles)) + MARGIN_PX + 1,
    pitchCm: scanner.pitchCm,
    sourceHeightCm: scanner.sourceHeightCm,
    sourceToCentreCm: scanner.sourceToCentreCm,
    array: scanner.array,
    topAngle,
    leftCm: (-columns * scanner.pitchCm) / 2,
    riseCm: () => 0,
  });
  return { ...fan, middleCm };
}

function rowMajor(columnMajor: Float64Array, { columns, rows }: FanBeam): Float32Array {
  const samples = new Float32Array(columns * rows);
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) samples[row * columns + column] = columnMajor[column * rows + row] ?? 1;
  }
  return samples;
}
