import type { ArealDensity } from './areal-density.ts';
import { attenuate } from './elementary.ts';
import { massAttenuationCm2PerG } from './materials.ts';
import type { DetectedSpectra } from './spectrum.ts';

/** Transmission of each pixel and energy, column after column, before anything degrades it: 1 is the open beam. */
export interface Transmission {
  readonly high: Float64Array;
  /** Where the spectra have a low energy. */
  readonly low?: Float64Array;
}

/** Rays whose optical depths are summed at a time: few enough to stay in the processor's cache. */
const BATCH = 512;

/** A scene of which is known what comes through. */
export interface KnownScene {
  readonly densities: ArealDensity;
  readonly transmission: Transmission;
}

/**
 * Σ_E w(E) · exp(−Σ_m μ_m(E) · t_m), bin by bin. Both energies share the bins, hence each exponential.
 *
 * @param known - a scene before the same scanner: where its rays meet the same masses, what comes through is taken from it.
 */
export function transmit(
  densities: ArealDensity,
  spectra: DetectedSpectra,
  pixels: number,
  known?: KnownScene,
): Transmission {
  const bins = spectra.energiesMeV.length;
  const highWeights = Float64Array.from(spectra.weights.high);
  const lowWeights = Float64Array.from(spectra.weights.low ?? spectra.weights.high);
  const layers = [...densities].map(([material, sums]) => ({
    sums,
    attenuation: Float64Array.from(spectra.energiesMeV, (energyMeV) => massAttenuationCm2PerG(material, energyMeV)),
  }));
  const high = known?.transmission.high.slice() ?? new Float64Array(pixels);
  // Without a low energy its weights are those of the high one, and so is what they give.
  const low = spectra.weights.low === undefined ? high : (known?.transmission.low?.slice() ?? new Float64Array(pixels));
  const differs = known && markDifferences(densities, known.densities, pixels);
  const depths = new Float64Array(BATCH * bins);
  const isOpen = new Uint8Array(BATCH);
  for (let first = 0; first < pixels; first += BATCH) {
    const count = Math.min(BATCH, pixels - first);
    if (differs?.[first / BATCH] === 0) continue;
    depths.fill(0);
    isOpen.fill(1);
    for (const { sums, attenuation } of layers) addDepths(sums, attenuation, first, count, depths, isOpen);
    for (let ray = 0; ray < count; ray++) {
      if (isOpen[ray] === 1) {
        high[first + ray] = 1;
        low[first + ray] = 1;
        continue;
      }
      let highSum = 0;
      let lowSum = 0;
      for (let bin = 0; bin < bins; bin++) {
        const through = attenuate(depths[ray * bins + bin] ?? 0);
        highSum += (highWeights[bin] ?? 0) * through;
        lowSum += (lowWeights[bin] ?? 0) * through;
      }
      high[first + ray] = highSum;
      low[first + ray] = lowSum;
    }
  }
  return spectra.weights.low === undefined ? { high } : { high, low };
}

/** 1 for each batch of rays of which one meets other masses; a material that one scene lacks counts as nothing there. */
function markDifferences(densities: ArealDensity, known: ArealDensity, pixels: number): Uint8Array {
  const differs = new Uint8Array(Math.ceil(pixels / BATCH));
  const nothing = new Float32Array(pixels);
  for (const material of new Set([...densities.keys(), ...known.keys()])) {
    const [now, before] = [densities.get(material) ?? nothing, known.get(material) ?? nothing];
    if (now === before) continue;
    for (let ray = 0; ray < pixels; ray++) if (now[ray] !== before[ray]) differs[Math.floor(ray / BATCH)] = 1;
  }
  return differs;
}

/** Adds one material's optical depth to `count` rays from `first` on, bin by bin, and notes which rays it closes. */
function addDepths(
  sums: Float32Array,
  attenuation: Float64Array,
  first: number,
  count: number,
  depths: Float64Array,
  isOpen: Uint8Array,
): void {
  const bins = attenuation.length;
  for (let ray = 0; ray < count; ray++) {
    const mass = sums[first + ray] ?? 0;
    // What was carved out of goods leaves a rounding error behind, which may lie below nothing.
    if (mass <= 0) continue;
    isOpen[ray] = 0;
    const offset = ray * bins;
    for (let bin = 0; bin < bins; bin++) {
      depths[offset + bin] = (depths[offset + bin] ?? 0) + mass * (attenuation[bin] ?? 0);
    }
  }
}
