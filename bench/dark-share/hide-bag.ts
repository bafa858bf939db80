import type { Plane } from '../../src/domain/scan/plane.ts';
import { assessView } from '../../src/inference/assess-view.ts';
import { type ArealDensity, projectSolids } from '../../src/simulator/areal-density.ts';
import { moveSolids } from '../../src/simulator/build-solid.ts';
import type { CargoName } from '../../src/simulator/cargo/cargo-kinds.ts';
import { detectedSpectra } from '../../src/simulator/condense-spectra.ts';
import { readOut } from '../../src/simulator/detector-response.ts';
import { createRandom } from '../../src/simulator/random.ts';
import type { ScannerPreset } from '../../src/simulator/scanner-preset.ts';
import { SCANNER_PRESETS } from '../../src/simulator/scanner-presets.ts';
import { drawScene } from '../../src/simulator/scene.ts';
import { transmit } from '../../src/simulator/transmission.ts';
import { densify, massTonnes, pixelsOf, putInto } from './pack-load.ts';
import { type BagSight, seeBag } from './see-bag.ts';

export const DARK_SHARE_CARGO = [
  'palletised-boxes',
  'sacks-in-rows',
  'bales-in-columns',
  'drums',
  'bulk-heap',
  'flexitank',
] as const satisfies readonly CargoName[];

/** On the floor by the doors, on the floor among the goods, or among the goods and above them at any height. */
export const BAG_PLACES = ['by-doors', 'among-goods', 'any-height'] as const;
export type BagPlace = (typeof BAG_PLACES)[number];

/** One load with one bag in it: how dark it is, and how much of the bag can be seen. */
export interface HiddenBag extends BagSight {
  readonly place: BagPlace;
  /** Of the scan with the bag, as `assessView` measures it. */
  readonly darkRatio: number;
}

const SCANNER: ScannerPreset = SCANNER_PRESETS['gate-6-4-compact'];
const NO_END_OF_QUANTA = 1e13;

const BAG_KG = [20, 30] as const;
/** What a 20-ft container may carry: loads that would be darker than that do not come. */
const PAYLOAD_TONNES = 28;
const LARGEST_FACTOR = 12;
/** Even the tallest bag, raised by this, stays under the roof. */
const LARGEST_RISE_CM = 150;

/**
 * Draws a 20-ft container, its goods and a bag of cocaine from the seed, and reads it out with and without the bag.
 *
 * The simulator's everyday goods are too light for this question, so they are made denser by a factor between 1 and 12,
 * even on a logarithmic scale, up to the payload: each ray's areal density is scaled before it is transmitted. Where
 * goods leave no aisle, the bag's mass is added to theirs on the ray, as threat image projection does.
 */
export function hideBag(seed: number, cargo: CargoName, place: BagPlace): HiddenBag {
  const random = createRandom(seed, 'dark-share');
  const massKg = random.integer(...BAG_KG);
  const inScene = place === 'by-doors' ? 'behind-doors' : 'between-goods';
  const draw = (loaded: CargoName) =>
    drawScene(
      { cargo: loaded, containers: ['20ft'], vehicle: false, threat: { category: 'cocaine', massKg, place: inScene } },
      SCANNER,
      createRandom(seed, 'scene'),
    );
  const scene = draw(cargo);
  const { fan } = scene;
  const shell = projectSolids(draw('empty').solids, fan);
  const loaded = projectSolids(scene.solids, fan);
  const goodsTonnes = massTonnes(loaded, fan) - massTonnes(shell, fan);
  const mostFactor = Math.max(1, Math.min(LARGEST_FACTOR, PAYLOAD_TONNES / goodsTonnes));
  const load = densify(shell, loaded, mostFactor ** random.unit());
  const rise = place === 'any-height' ? random.between(0, LARGEST_RISE_CM) : 0;
  const bag = projectSolids(moveSolids(scene.threat?.solids ?? [], { x: 0, y: rise, z: 0 }), fan);

  const spectra = detectedSpectra(SCANNER);
  const readHigh = (densities: ArealDensity, openBeamQuanta: number, scanner: ScannerPreset) => {
    const { high } = transmit(densities, spectra, fan.columns * fan.rows);
    return readOut({ transmission: high, openBeamQuanta }, fan, scanner, createRandom(seed, 'detector'));
  };
  /** With nothing random in it: the expected readings, to half a step. */
  const expect = (densities: ArealDensity) => readHigh(densities, NO_END_OF_QUANTA, { ...SCANNER, electronicNoise: 0 });
  const threatened = putInto(load, bag);
  const high: Plane = {
    widthPx: fan.columns,
    heightPx: fan.rows,
    bitDepth: 16,
    samples: readHigh(threatened, SCANNER.openBeamQuanta.high, SCANNER),
  };
  const { quality } = assessView({ name: 'side', planes: { high }, sha256: '', flags: [] });
  return {
    place,
    darkRatio: quality.darkRatio,
    ...seeBag(pixelsOf(bag, fan), expect(load), expect(threatened), SCANNER),
  };
}
