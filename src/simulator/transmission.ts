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

/** What is known of a scene: its ray sums, and what comes through. */
export interface Shone {
  readonly densities: ArealDensity;
  readonly transmission: Transmission;
}

/** Σ_E w(E) · exp(−Σ_m μ_m(E) · t_m), bin by bin. Both energies share the bins, hence each exponential. */
export function transmit(densities: ArealDensity, spectra: DetectedSpectra, pixels: number): Transmission {
  const high = new Float64Array(pixels);
  // Without a low energy its weights are those of the high one, and so is what they give.
  const low = spectra.weights.low === undefined ? high : new Float64Array(pixels);
  shineThrough(
    densities,
    spectra,
    Uint32Array.from({ length: pixels }, (_, ray) => ray),
    high,
    low,
  );
  return low === high ? { high } : { high, low };
}

/** The same to the bit, of a scene that differs from a known one on a few rays: only those are computed. */
export function transmitAnew(densities: ArealDensity, spectra: DetectedSpectra, known: Shone): Transmission {
  const high = known.transmission.high.slice();
  const low = known.transmission.low?.slice() ?? high;
  shineThrough(densities, spectra, differingRays(densities, known.densities, high.length), high, low);
  return low === high ? { high } : { high, low };
}

/** Which rays go through other masses; a material that only one of both has counts as nothing in the other. */
function differingRays(densities: ArealDensity, known: ArealDensity, pixels: number): Uint32Array {
  const differs = new Uint8Array(pixels);
  for (const material of new Set([...densities.keys(), ...known.keys()])) {
    const [now, before] = [densities.get(material), known.get(material)];
    if (now === before) continue;
    for (let ray = 0; ray < pixels; ray++) if ((now?.[ray] ?? 0) !== (before?.[ray] ?? 0)) differs[ray] = 1;
  }
  return Uint32Array.from(differs.keys()).filter((ray) => differs[ray] === 1);
}

/** Writes what comes through along some rays into `high` and `low`, which may be one. */
function shineThrough(
  densities: ArealDensity,
  spectra: DetectedSpectra,
  rays: Uint32Array,
  high: Float64Array,
  low: Float64Array,
): void {
  const bins = spectra.energiesMeV.length;
  const highWeights = Float64Array.from(spectra.weights.high);
  const lowWeights = Float64Array.from(spectra.weights.low ?? spectra.weights.high);
  const layers = [...densities].map(([material, sums]) => ({
    sums,
    attenuation: Float64Array.from(spectra.energiesMeV, (energyMeV) => massAttenuationCm2PerG(material, energyMeV)),
  }));
  const depths = new Float64Array(BATCH * bins);
  const isOpen = new Uint8Array(BATCH);
  for (let first = 0; first < rays.length; first += BATCH) {
    const batch = rays.subarray(first, first + BATCH);
    depths.fill(0);
    isOpen.fill(1);
    for (const { sums, attenuation } of layers) addDepths(sums, attenuation, batch, depths, isOpen);
    for (let at = 0; at < batch.length; at++) {
      const ray = batch[at] ?? 0;
      if (isOpen[at] === 1) {
        high[ray] = 1;
        low[ray] = 1;
        continue;
      }
      let highSum = 0;
      let lowSum = 0;
      for (let bin = 0; bin < bins; bin++) {
        const through = attenuate(depths[at * bins + bin] ?? 0);
        highSum += (highWeights[bin] ?? 0) * through;
        lowSum += (lowWeights[bin] ?? 0) * through;
      }
      high[ray] = highSum;
      low[ray] = lowSum;
    }
  }
}

/** Adds one material's optical depth to some rays, bin by bin, and notes which of them it closes. */
function addDepths(
  sums: Float32Array,
  attenuation: Float64Array,
  rays: Uint32Array,
  depths: Float64Array,
  isOpen: Uint8Array,
): void {
  const bins = attenuation.length;
  for (let at = 0; at < rays.length; at++) {
    const mass = sums[rays[at] ?? 0] ?? 0;
    // What was carved out of goods leaves a rounding error behind, which may lie below nothing.
    if (mass <= 0) continue;
    isOpen[at] = 0;
    const offset = at * bins;
    for (let bin = 0; bin < bins; bin++) {
      depths[offset + bin] = (depths[offset + bin] ?? 0) + mass * (attenuation[bin] ?? 0);
    }
  }
}
