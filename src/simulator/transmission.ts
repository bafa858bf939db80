import type { Energy } from '../domain/plane.ts';
import type { ArealDensity } from './areal-density.ts';
import { expNegative } from './elementary.ts';
import { massAttenuationCm2PerG } from './materials.ts';
import type { DetectedSpectra } from './spectrum.ts';

/** Transmission of each pixel and energy, column after column, before anything degrades it: 1 is the open beam. */
export type Transmission = Readonly<Record<Energy, Float64Array>>;

/** Σ_E w(E) · exp(−Σ_m μ_m(E) · t_m), bin by bin. Both energies share the bins, hence each exponential. */
export function transmit(densities: ArealDensity, spectra: DetectedSpectra, pixels: number): Transmission {
  const highWeights = Float64Array.from(spectra.weights.high);
  const lowWeights = Float64Array.from(spectra.weights.low);
  const layers = [...densities].map(([material, sums]) => ({
    sums,
    attenuation: Float64Array.from(spectra.energiesMeV, (energyMeV) => massAttenuationCm2PerG(material, energyMeV)),
  }));
  const high = new Float64Array(pixels).fill(1);
  const low = new Float64Array(pixels).fill(1);
  const depths = new Float64Array(spectra.energiesMeV.length);
  for (let pixel = 0; pixel < pixels; pixel++) {
    let isOpen = true;
    for (const { sums, attenuation } of layers) {
      const mass = sums[pixel] ?? 0;
      if (mass <= 0) continue;
      for (let bin = 0; bin < depths.length; bin++) {
        depths[bin] = (isOpen ? 0 : (depths[bin] ?? 0)) + mass * (attenuation[bin] ?? 0);
      }
      isOpen = false;
    }
    if (isOpen) continue;
    let highSum = 0;
    let lowSum = 0;
    for (let bin = 0; bin < depths.length; bin++) {
      const through = expNegative(depths[bin] ?? 0);
      highSum += (highWeights[bin] ?? 0) * through;
      lowSum += (lowWeights[bin] ?? 0) * through;
    }
    high[pixel] = highSum;
    low[pixel] = lowSum;
  }
  return { high, low };
}
