import { Command } from 'commander';
import { type MaterialName, massAttenuationCm2PerG } from '../../src/simulator/materials.ts';
import type { Layer } from '../../src/simulator/scanner-preset.ts';
import { GATE_6_4 } from '../../src/simulator/scanners/gate.ts';
import { binnedSpectra, type DetectedSpectra } from '../../src/simulator/spectrum.ts';

const PAIRS = [
  { high: 6, low: 4 },
  { high: 6, low: 3.5 },
  { high: 6, low: 3 },
  { high: 7.5, low: 5 },
  { high: 9, low: 7 },
  { high: 9, low: 6 },
  { high: 9, low: 5 },
] as const;
const FILTERS: readonly (readonly Layer[])[] = [GATE_6_4.filters, [{ material: 'steel', thicknessCm: 0.8 }]];
const MATERIALS = ['steel', 'sugar'] as const satisfies readonly MaterialName[];
const AREAL_DENSITIES_G_PER_CM2 = [5, 20, 80] as const;

/** What the low energy loses beyond the high one, as a share of that, behind so much of a material. */
function excessOf({ energiesMeV, weights }: DetectedSpectra, material: MaterialName, gPerCm2: number): number {
  const attenuation = (beam: readonly number[]) =>
    -Math.log(
      energiesMeV.reduce(
        (sum, energyMeV, bin) =>
          sum + (beam[bin] ?? 0) * Math.exp(-massAttenuationCm2PerG(material, energyMeV) * gPerCm2),
        0,
      ),
    );
  return attenuation(weights.low ?? weights.high) / attenuation(weights.high) - 1;
}

function printPairs(): void {
  const columns = MATERIALS.flatMap((material) => AREAL_DENSITIES_G_PER_CM2.map((gPerCm2) => ({ material, gPerCm2 })));
  console.info(`MeV, filter: ${columns.map(({ material, gPerCm2 }) => `${material} ${gPerCm2} g/cm²`).join(', ')}`);
  for (const endPointsMeV of PAIRS) {
    for (const filters of FILTERS) {
      const spectra = binnedSpectra({ ...GATE_6_4, endPointsMeV, filters });
      const shares = columns.map(({ material, gPerCm2 }) => excessOf(spectra, material, gPerCm2).toFixed(3));
      const filter = filters.map(({ material }) => material).join(' and ');
      console.info(`${endPointsMeV.high}/${endPointsMeV.low}, ${filter}: ${shares.join(', ')}`);
    }
  }
}

await new Command('energy-pairs')
  .description(
    'print what the low energy loses beyond the high one for pairs of energies, as the simulator computes it',
  )
  .action(printPairs)
  .parseAsync();
