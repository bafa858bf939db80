import { InvalidArgumentError } from 'commander';
import type { EnergiesMeV } from './benigns.ts';

/** Reads two masses in kilograms, the lighter first: `10-60`, or one for both. */
export function parseMasses(text: string): readonly [number, number] {
  const [least, most = least, ...others] = text.split('-').map(Number);
  if (
    least !== undefined &&
    most !== undefined &&
    others.length === 0 &&
    least > 0 &&
    most >= least &&
    Number.isFinite(most)
  ) {
    return [least, most];
  }
  throw new InvalidArgumentError(
    'Masses are two numbers of kilograms, the lighter first, e.g. 10-60, or one for all threats, e.g. 10.',
  );
}

/** Reads end-points in MeV: `6,4`, or `6` alone for a scanner with one energy. */
export function parseEnergies(text: string): EnergiesMeV {
  const [high, low, ...others] = text.split(',').map(Number);
  const isEnergy = (value: number) => value > 0 && Number.isFinite(value);
  if (high !== undefined && isEnergy(high) && others.length === 0) {
    if (low === undefined) return { high };
    if (isEnergy(low) && low < high) return { high, low };
  }
  throw new InvalidArgumentError(
    'Energies are end-points in MeV, the high one first, e.g. 6,4, or one of a scanner that has no other, e.g. 6.',
  );
}
