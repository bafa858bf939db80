import type { Plane } from '../../../src/domain/scan/plane.ts';
import { detectedSpectra } from '../../../src/simulator/condense-spectra.ts';
import { readOut } from '../../../src/simulator/detector-response.ts';
import { createFanBeam } from '../../../src/simulator/fan-beam.ts';
import type { MaterialName } from '../../../src/simulator/materials.ts';
import { createRandom } from '../../../src/simulator/random.ts';
import type { ScannerPreset } from '../../../src/simulator/scanner-preset.ts';
import { SCANNER_PRESETS } from '../../../src/simulator/scanner-presets.ts';
import { type BenignScan, measureBenign } from '../../../src/simulator/threat-projection/benign-scan.ts';
import type { ThreatPicture } from '../../../src/simulator/threat-projection/threat-picture.ts';
import { transmit } from '../../../src/simulator/transmission.ts';

export const COLUMNS = 320;
export const ROWS = 200;
/** A gate without scatter: what a projection cannot know of. */
export const SCANNER: ScannerPreset = { ...SCANNER_PRESETS['gate-6-4'], scatterRatio: 0 };

/** Areal density of each material at a pixel, in g/cm². */
export type Layers = Readonly<Partial<Record<MaterialName, (x: number, y: number) => number>>>;

/** What a scanner reads of layers of matter, both energies, row-major. */
export function readLayers(layers: Layers, seed: number): { readonly high: Plane; readonly low: Plane } {
  const through = transmitLayers(layers);
  const fan = createFanBeam({
    columns: COLUMNS,
    rows: ROWS,
    pitchCm: SCANNER.pitchCm,
    sourceHeightCm: 150,
    sourceToCentreCm: 400,
    topAngle: 0.1,
    leftCm: 0,
    riseCm: () => 0,
    array: SCANNER.array,
  });
  const read = (energy: 'high' | 'low'): Plane => {
    const beam = { transmission: through[energy], openBeamQuanta: SCANNER.openBeamQuanta[energy] ?? 0 };
    const samples = readOut(beam, fan, SCANNER, createRandom(seed, energy));
    return { widthPx: COLUMNS, heightPx: ROWS, bitDepth: 16, samples };
  };
  return { high: read('high'), low: read('low') };
}

/** Column-major, as the simulator keeps it. */
function transmitLayers(layers: Layers): Readonly<Record<'high' | 'low', Float64Array>> {
  const densities = new Map<MaterialName, Float32Array>();
  for (const material of Object.keys(layers).filter(isLayerOf(layers))) {
    const sums = new Float32Array(COLUMNS * ROWS);
    for (let x = 0; x < COLUMNS; x++) for (let y = 0; y < ROWS; y++) sums[x * ROWS + y] = layers[material]?.(x, y) ?? 0;
    densities.set(material, sums);
  }
  const { high, low } = transmit(densities, detectedSpectra(SCANNER), COLUMNS * ROWS);
  return { high, low: low ?? high };
}

function isLayerOf(layers: Layers): (name: string) => name is MaterialName {
  return (name): name is MaterialName => Object.hasOwn(layers, name);
}

/** Walls of a container around its goods, and air around the container. */
export const CONTAINER = { x: 10, y: 8, width: COLUMNS - 20, height: ROWS - 16 };
/** Where the floor's far edge is seen. */
export const FLOOR = 160;
export function wallsAt(x: number, y: number): number {
  const isInside =
    x >= CONTAINER.x && y >= CONTAINER.y && x < CONTAINER.x + CONTAINER.width && y < CONTAINER.y + CONTAINER.height;
  return !isInside ? 0 : y < FLOOR ? 3 : 20;
}

/** A measured benign scan of a container with these goods. */
export function benignWith(goods: Layers, seed = 1): BenignScan {
  return measureBenign({
    planes: readLayers({ steel: wallsAt, ...goods }, seed),
    airLevels: { high: SCANNER.airReading, low: SCANNER.airReading },
    containers: [CONTAINER],
    pitchMm: SCANNER.pitchCm * 10,
    gamma: 1,
    scanner: SCANNER,
    penetrationLimit: SCANNER.penetrationLimit,
  });
}

/** A block of one material alone in the beam, two pixels of air around it. */
export function blockOf(material: MaterialName, gPerCm2: number, widthPx: number, heightPx: number): ThreatPicture {
  const thickness = Float32Array.of(gPerCm2);
  const { high, low } = transmit(new Map([[material, thickness]]), detectedSpectra(SCANNER), 1);
  const plane = (through: number) =>
    Float32Array.from({ length: (widthPx + 4) * (heightPx + 4) }, (_, i) => {
      const [x, y] = [i % (widthPx + 4), Math.floor(i / (widthPx + 4))];
      return x >= 2 && y >= 2 && x < widthPx + 2 && y < heightPx + 2 ? through : 1;
    });
  return {
    widthPx: widthPx + 4,
    heightPx: heightPx + 4,
    pitchMm: SCANNER.pitchCm * 10,
    transmission: { high: plane(high[0] ?? 1), low: plane(low?.[0] ?? 1) },
    category: 'block',
    massKg: 10,
    flaws: { noiseVariance: { high: 0, low: 0 }, outlineContrast: 0, cutPx: 0, cutContrast: 0 },
  };
}
