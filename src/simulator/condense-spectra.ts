import type { ScannerPreset } from './scanner-preset.ts';
import { binnedSpectra, type DetectedSpectra } from './spectrum.ts';

/** Where panels of photon energy end, besides the lower beam's end-point: narrow where attenuation falls steeply. */
const PANEL_ENDS_MEV = [0.5, 1, 1.5, 2.5, 4] as const;

/** The bins of one panel that carry anything: their energies, and each beam's weights. */
interface Panel {
  readonly energiesMeV: readonly number[];
  readonly high: readonly number[];
  readonly low: readonly number[];
}

/** The spectra of a scanner's beams on as few photon energies as do: time goes with their number. */
export function detectedSpectra(scanner: ScannerPreset): DetectedSpectra {
  return condenseSpectra(binnedSpectra(scanner), scanner.endPointsMeV.low);
}

/**
 * The same beams on a third to a half of the photon energies: each panel's bins give way to the two nodes of Gauss's
 * quadrature for both beams together (the closed form for two nodes, by the first four moments; W. Gautschi, Orthogonal
 * Polynomials, Oxford, 2004, ch. 1.4), and each beam's two weights keep its dose and its mean energy in the panel.
 * Transmission is right to 3e-4 of the open beam and attenuation to 1.5e-3 of itself, for all materials.
 *
 * @param lowEndPointMeV - where the lower beam ends: no panel may reach across, or its weights would not stay positive.
 */
function condenseSpectra(bins: DetectedSpectra, lowEndPointMeV: number | undefined): DetectedSpectra {
  const ends = [...PANEL_ENDS_MEV, ...(lowEndPointMeV === undefined ? [] : [lowEndPointMeV])].sort((a, b) => a - b);
  const panels = [...ends, Number.POSITIVE_INFINITY].map((end, index) => panelOf(bins, ends[index - 1] ?? 0, end));
  const nodes = panels.map(condensePanel);
  return {
    energiesMeV: nodes.flatMap((panel) => panel.energiesMeV),
    weights: {
      high: nodes.flatMap((panel) => panel.high),
      ...(bins.weights.low !== undefined && { low: nodes.flatMap((panel) => panel.low) }),
    },
  };
}

function panelOf({ energiesMeV, weights }: DetectedSpectra, fromMeV: number, toMeV: number): Panel {
  const inside = [...energiesMeV.keys()].filter((bin) => {
    const energyMeV = energiesMeV[bin] ?? 0;
    const weight = (weights.high[bin] ?? 0) + (weights.low?.[bin] ?? 0);
    return energyMeV >= fromMeV && energyMeV < toMeV && weight > 0;
  });
  return {
    energiesMeV: inside.map((bin) => energiesMeV[bin] ?? 0),
    high: inside.map((bin) => weights.high[bin] ?? 0),
    low: inside.map((bin) => weights.low?.[bin] ?? 0),
  };
}

function condensePanel(panel: Panel): Panel {
  const { energiesMeV, high, low } = panel;
  if (energiesMeV.length <= 2) return panel;
  const both = high.map((weight, bin) => weight + (low[bin] ?? 0));
  const dose = moment(both, energiesMeV, 0, 0);
  const mean = moment(both, energiesMeV, 1, 0) / dose;
  const variance = moment(both, energiesMeV, 2, mean) / dose;
  const halfSkew = moment(both, energiesMeV, 3, mean) / dose / (2 * variance);
  const reach = Math.sqrt(variance + halfSkew * halfSkew);
  const lower = mean + halfSkew - reach;
  const upper = mean + halfSkew + reach;
  const share = (weights: readonly number[]): readonly [number, number] => {
    const own = moment(weights, energiesMeV, 0, 0);
    const above = moment(weights, energiesMeV, 1, lower) / (upper - lower);
    return [own - above, above];
  };
  return { energiesMeV: [lower, upper], high: share(high), low: share(low) };
}

/** Σ w · (E − centre)^power. */
function moment(weights: readonly number[], energiesMeV: readonly number[], power: number, centre: number): number {
  return weights.reduce((sum, weight, bin) => {
    let factor = weight;
    for (let n = 0; n < power; n++) factor *= (energiesMeV[bin] ?? 0) - centre;
    return sum + factor;
  }, 0);
}
