import { exp, log } from './elementary.ts';
import { type ElementSymbol, XCOM, XCOM_ENERGIES_MEV } from './xcom.ts';

interface Material {
  /** g/cm³ of the solid material; a packed good is lighter, and its solid says so. */
  readonly densityGPerCm3: number;
  readonly massFractions: Readonly<Partial<Record<ElementSymbol, number>>>;
}

/** Every material that a scene may contain. Compounds by formula, alloys and mixtures by usual mass fractions. */
export const MATERIALS = {
  air: { densityGPerCm3: 0.0012, massFractions: { N: 0.767, O: 0.233 } },
  water: { densityGPerCm3: 1, massFractions: byFormula({ H: 2, O: 1 }) },
  steel: { densityGPerCm3: 7.85, massFractions: { Fe: 0.99, C: 0.01 } },
  aluminium: { densityGPerCm3: 2.7, massFractions: { Al: 1 } },
  copper: { densityGPerCm3: 8.96, massFractions: { Cu: 1 } },
  lead: { densityGPerCm3: 11.35, massFractions: { Pb: 1 } },
  glass: { densityGPerCm3: 2.5, massFractions: { Si: 0.34, O: 0.46, Na: 0.1, Ca: 0.08, Mg: 0.02 } },
  wood: { densityGPerCm3: 0.65, massFractions: byFormula({ C: 6, H: 10, O: 5 }) },
  cardboard: { densityGPerCm3: 0.7, massFractions: byFormula({ C: 6, H: 10, O: 5 }) },
  polyethylene: { densityGPerCm3: 0.94, massFractions: byFormula({ C: 1, H: 2 }) },
  rubber: { densityGPerCm3: 1.15, massFractions: { C: 0.86, H: 0.1, S: 0.04 } },
  sugar: { densityGPerCm3: 1.59, massFractions: byFormula({ C: 12, H: 22, O: 11 }) },
  rice: { densityGPerCm3: 1.45, massFractions: { C: 0.4, H: 0.07, O: 0.51, N: 0.02 } },
  meat: {
    densityGPerCm3: 1.05,
    massFractions: { O: 0.71, C: 0.143, H: 0.102, N: 0.034, K: 0.004, S: 0.003, Cl: 0.004 },
  },
  diesel: { densityGPerCm3: 0.84, massFractions: byFormula({ C: 12, H: 23 }) },
  ceramic: { densityGPerCm3: 2.4, massFractions: { Si: 0.3, Al: 0.12, O: 0.5, K: 0.03, Ca: 0.05 } },
  'cocaine-hydrochloride': { densityGPerCm3: 1.1, massFractions: byFormula({ C: 17, H: 22, Cl: 1, N: 1, O: 4 }) },
  heroin: { densityGPerCm3: 0.8, massFractions: byFormula({ C: 21, H: 23, N: 1, O: 5 }) },
  explosive: { densityGPerCm3: 1.6, massFractions: byFormula({ C: 3, H: 6, N: 6, O: 6 }) },
  'cadmium-tungstate': { densityGPerCm3: 7.9, massFractions: byFormula({ Cd: 1, W: 1, O: 4 }) },
  tungsten: { densityGPerCm3: 19.3, massFractions: { W: 1 } },
} as const satisfies Record<string, Material>;

export type MaterialName = keyof typeof MATERIALS;

/**
 * Mass attenuation coefficient in cm²/g: XCOM values interpolated in log–log, mixtures by mass fraction (Bragg's rule).
 * Below the table's 0.1 MeV and above its 10 MeV the end value holds.
 */
export function massAttenuationCm2PerG(material: MaterialName, energyMeV: number): number {
  const fractions: Readonly<Partial<Record<string, number>>> = MATERIALS[material].massFractions;
  let sum = 0;
  let total = 0;
  for (const [symbol, element] of Object.entries(XCOM)) {
    const fraction = fractions[symbol] ?? 0;
    if (fraction === 0) continue;
    sum += fraction * interpolateLogLog(element.attenuationCm2PerG, energyMeV);
    total += fraction;
  }
  return sum / total;
}

function interpolateLogLog(values: readonly number[], energyMeV: number): number {
  const energies: readonly number[] = XCOM_ENERGIES_MEV;
  const above = energies.findIndex((energy) => energy >= energyMeV);
  if (above <= 0) return values[above === 0 ? 0 : values.length - 1] ?? 0;
  const [e0 = 1, e1 = 1] = [energies[above - 1], energies[above]];
  const [v0 = 1, v1 = 1] = [values[above - 1], values[above]];
  return v0 * exp((log(v1 / v0) * log(energyMeV / e0)) / log(e1 / e0));
}

function byFormula(
  atoms: Readonly<Partial<Record<ElementSymbol, number>>>,
): Readonly<Partial<Record<ElementSymbol, number>>> {
  const counts: Readonly<Partial<Record<string, number>>> = atoms;
  const fractions: Partial<Record<string, number>> = {};
  for (const [symbol, element] of Object.entries(XCOM)) {
    const count = counts[symbol];
    if (count !== undefined) fractions[symbol] = count * element.atomicWeight;
  }
  return fractions;
}
