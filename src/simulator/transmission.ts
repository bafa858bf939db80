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

/** Σ_E w(E) · exp(−Σ_m μ_m(E) · t_m), bin by bin. Both energies share the bins, hence each exponential. */
export function transmit(densities: ArealDensity, spectra: DetectedSpectra, pixels: number): Transmission {
  const bins = spectra.energiesMeV.length;
  const highWeights = Float64Array.from(spectra.weights.high);
  const lowWeights = Float64Array.from(spectra.weights.low ?? spectra.weights.high);
  const layers = [...densities].map(([material, sums]) => ({
    sums,
    attenuation: Float64Array.from(spectra.energiesMeV, (energyMeV) => massAttenuationCm2PerG(material, energyMeV)),
  }));
  const high = new Float64Array(pixels).fill(1);
  const low = new Float64Array(pixels).fill(1);
  const depths = new Float64Array(bins);
  for (let pixel = 0; pixel < pixels; pixel++) {
    let isOpen = true;
    for (const { sums, attenuation } of layers) {
      const mass = sums[pixel] ?? 0;
      // What was carved out of goods leaves a rounding error behind.
      if (mass <= 0) continue;
      if (isOpen) depths.fill(0);
      isOpen = false;
      for (let bin = 0; bin < bins; bin++) depths[bin] = (depths[bin] ?? 0) + mass * (attenuation[bin] ?? 0);
    }
    if (isOpen) continue;
    let highSum = 0;
    let lowSum = 0;
    for (let bin = 0; bin < bins; bin++) {
      const through = attenuate(depths[bin] ?? 0);
      highSum += (highWeights[bin] ?? 0) * through;
      lowSum += (lowWeights[bin] ?? 0) * through;
    }
    high[pixel] = highSum;
    low[pixel] = lowSum;
  }
  return spectra.weights.low === undefined ? { high } : { high, low };
}
